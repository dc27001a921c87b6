from django.urls import path

from apps.coordination.people.urls import urlpatterns as people_urlpatterns
from apps.coordination.views import control_room, locus, opening, selection, teams

app_name = "coordination"

urlpatterns = [
    *people_urlpatterns,
    path("<slug:slug>/", control_room.control_room, name="control_room"),
    path("<slug:slug>/unduh/", control_room.export, name="export"),
    path("<slug:slug>/tindakan/", selection.act_on_selection, name="act"),
    path("<slug:slug>/jadwal/", opening.schedule, name="schedule"),
    path("<slug:slug>/pembukaan/", opening.opening, name="opening"),
    path("<slug:slug>/lokus/", locus.locus, name="locus"),
    path("<slug:slug>/lokus/tambah/", locus.place, name="locus_place"),
    path("<slug:slug>/lokus/unggah/", locus.upload, name="locus_upload"),
    path("<slug:slug>/lokus/unduh/", locus.template, name="locus_template"),
    path("<slug:slug>/lokus/impor/<int:pk>/", locus.preview, name="locus_preview"),
    path("<slug:slug>/lokus/<int:pk>/", locus.track, name="track"),
    path("<slug:slug>/tim/", teams.teams, name="teams"),
    path("<slug:slug>/tim/baru/", teams.create, name="team_create"),
    path("<slug:slug>/tim/bagikan/", teams.share, name="team_share"),
    path("<slug:slug>/tim/tugaskan/", teams.assign, name="team_assign"),
    path("<slug:slug>/tim/<int:pk>/", teams.edit, name="team_edit"),
]
