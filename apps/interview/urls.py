from django.urls import URLPattern, path

from apps.interview import views

app_name = "interview"

urlpatterns: list[URLPattern] = [
    path("<int:pk>/", views.detail, name="detail"),
    path("slot/<slug:slug>/", views.slots, name="slots"),
    path("slot/<slug:slug>/<int:slot_pk>/hapus/", views.drop_slot, name="drop_slot"),
    path("<int:pk>/slot/", views.book, name="book"),
    path("<int:pk>/batal/", views.call_off, name="call_off"),
    path("<int:pk>/jadwal/", views.schedule, name="schedule"),
    path("<int:pk>/pelaksanaan/", views.attendance, name="attendance"),
    path("<int:pk>/tandai/", views.mark, name="mark"),
    path("<int:pk>/berita-acara/", views.minutes, name="minutes"),
    path("<int:pk>/tutup/", views.close, name="close"),
    path("<int:pk>/<int:number>/", views.indicator, name="indicator"),
    path("<int:pk>/<int:number>/tanggapan/", views.reply, name="reply"),
    path("<int:pk>/<int:number>/permintaan/", views.evidence_request, name="evidence_request"),
    path("<int:pk>/<int:number>/bukti/", views.evidence, name="evidence"),
]
