from django.urls import URLPattern, path

from apps.interview import views

app_name = "interview"

urlpatterns: list[URLPattern] = [
    path("<int:pk>/", views.detail, name="detail"),
    path("<int:pk>/jadwal/", views.schedule, name="schedule"),
    path("<int:pk>/pelaksanaan/", views.attendance, name="attendance"),
    path("<int:pk>/tandai/", views.mark, name="mark"),
    path("<int:pk>/berita-acara/", views.minutes, name="minutes"),
    path("<int:pk>/tutup/", views.close, name="close"),
    path("<int:pk>/<int:number>/", views.indicator, name="indicator"),
    path("<int:pk>/<int:number>/tanggapan/", views.reply, name="reply"),
    path("<int:pk>/<int:number>/bukti/", views.evidence, name="evidence"),
]
