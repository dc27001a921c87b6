from django.urls import path

from apps.accounts import views

app_name = "accounts"

urlpatterns = [
    path("masuk/tautan/<str:secret>/", views.first_login, name="first_login"),
    path("akun/", views.profile, name="profile"),
]
