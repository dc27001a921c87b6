from django.urls import path

from apps.periods import views

app_name = "periods"

urlpatterns = [
    path("", views.period_list, name="list"),
    path("baru/", views.create, name="create"),
    path("<slug:slug>/", views.detail, name="detail"),
    path("<slug:slug>/ubah/", views.edit, name="edit"),
]
