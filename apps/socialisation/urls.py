from django.urls import path

from apps.socialisation.views import desk, reading

app_name = "socialisation"

urlpatterns = [
    path("", reading.home, name="home"),
    path("umum/<int:pk>/", reading.public_material, name="public_material"),
    path("bahan/<int:pk>/", reading.material, name="material"),
    path("bahan/<int:pk>/tarik/", desk.withdraw_material, name="withdraw_material"),
    path("pengumuman/<int:pk>/", reading.announcement, name="announcement"),
    path("pengumuman/<int:pk>/tarik/", desk.withdraw_announcement, name="withdraw_announcement"),
    path("kegiatan/<int:pk>/", reading.event, name="event"),
    path("kegiatan/<int:pk>/daftar/", reading.register, name="register"),
    path("kegiatan/<int:pk>/batal-daftar/", reading.unregister, name="unregister"),
    path("kegiatan/<int:pk>/hadir/", reading.attend, name="attend"),
    path("kegiatan/<int:pk>/kalender.ics", reading.calendar, name="event_calendar"),
    path("kegiatan/<int:pk>/ubah/", desk.change_event, name="change_event"),
    path("kegiatan/<int:pk>/batalkan/", desk.call_off, name="call_off_event"),
    path("kegiatan/<int:pk>/peserta/", desk.participants, name="participants"),
    path("surat/<int:pk>/", desk.circular, name="circular"),
    path("surat/naskah/<int:pk>/", reading.letter, name="letter"),
    path("periode/<slug:slug>/", desk.desk, name="desk"),
    path("periode/<slug:slug>/bahan/", desk.add, {"kind": "bahan"}, name="add_material"),
    path("periode/<slug:slug>/pengumuman/", desk.add, {"kind": "pengumuman"}, name="add_announcement"),
    path("periode/<slug:slug>/kegiatan/", desk.add, {"kind": "kegiatan"}, name="add_event"),
    path("periode/<slug:slug>/surat/", desk.add, {"kind": "surat"}, name="add_circular"),
]
