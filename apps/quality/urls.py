from django.urls import path

from apps.quality import views

app_name = "quality"

urlpatterns = [
    path("<slug:slug>/", views.signals, name="signals"),
    path("<slug:slug>/hitung/", views.compute, name="compute"),
    path("<slug:slug>/catat/", views.note_many, name="note_many"),
    path("<slug:slug>/batas/", views.bounds, name="bounds"),
    path("<slug:slug>/<int:pk>/", views.signal, name="signal"),
]
