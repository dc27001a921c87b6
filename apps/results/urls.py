from django.urls import path

from apps.results import views

app_name = "results"

urlpatterns = [
    path("<slug:slug>/", views.run, name="run"),
    path("<slug:slug>/hitung/", views.start, name="start"),
    path("<slug:slug>/suara/", views.vote, name="vote"),
    path("<slug:slug>/suara/susunan/", views.seats, name="seats"),
    path("<slug:slug>/perubahan/", views.changes, name="changes"),
]
