from django.urls import path

from apps.notices import views

app_name = "notices"

urlpatterns = [
    path("pemberitahuan/", views.notices, name="list"),
    path("pemberitahuan/dibaca/", views.read_all, name="read_all"),
    path("pemberitahuan/<int:pk>/buka/", views.follow, name="follow"),
    path("pemberitahuan/pengaturan/", views.preferences, name="preferences"),
    path("pemberitahuan/kalender/", views.new_calendar, name="new_calendar"),
    path("pemberitahuan/kalender/matikan/", views.end_calendar, name="end_calendar"),
    path("kalender/<str:secret>.ics", views.calendar, name="calendar"),
]
