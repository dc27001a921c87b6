from django.urls import path

from apps.notices import views

app_name = "notices"

urlpatterns = [
    path("", views.notices, name="list"),
    path("dibaca/", views.read_all, name="read_all"),
    path("<int:pk>/buka/", views.follow, name="follow"),
]
