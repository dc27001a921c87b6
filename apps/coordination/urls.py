from django.urls import path

from apps.coordination.people.urls import urlpatterns as people_urlpatterns
from apps.coordination.views import assessors, conflicts, control_room, corrections, locus, opening, selection, teams

app_name = "coordination"

urlpatterns = [
    *people_urlpatterns,
    path("asesor/perguruan-tinggi/", assessors.university, name="university"),
    path("asesor/pengalihan/<int:pk>/<int:user_pk>/", assessors.handover_ask, name="handover_ask"),
    path("asesor/surat-tugas/<int:pk>/", assessors.letter, name="letter"),
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
    path("<slug:slug>/benturan/", conflicts.conflicts, name="conflicts"),
    path("<slug:slug>/benturan/perbarui/", conflicts.refresh, name="conflicts_refresh"),
    path("<slug:slug>/benturan/domain/", conflicts.domains, name="domains"),
    path("<slug:slug>/benturan/<int:pk>/", conflicts.propose, name="exception_propose"),
    path("<slug:slug>/pengecualian/", conflicts.exceptions, name="exceptions"),
    path("<slug:slug>/pengecualian/unduh/", conflicts.exceptions_export, name="exceptions_export"),
    path("<slug:slug>/pengecualian/<int:pk>/", conflicts.decide, name="exception_decide"),
    path("<slug:slug>/koreksi/", corrections.corrections, name="corrections"),
    path("<slug:slug>/koreksi/<int:pk>/", corrections.propose, name="correction_propose"),
    path("<slug:slug>/koreksi/<int:pk>/putusan/", corrections.decide, name="correction_decide"),
    path("<slug:slug>/koreksi/<int:pk>/dokumen/", corrections.document, name="correction_document"),
    path("<slug:slug>/pengalihan/", conflicts.handovers, name="handovers"),
    path("<slug:slug>/pengalihan/<int:pk>/", conflicts.handover_decide, name="handover_decide"),
    path("<slug:slug>/surat-tugas/", assessors.letters, name="letters"),
    path("<slug:slug>/rekap/", assessors.recap, name="recap"),
    path("<slug:slug>/rekap/unduh/", assessors.recap_export, name="recap_export"),
    path("<slug:slug>/rekap/minta/", assessors.recap_ask, name="recap_ask"),
    path("<slug:slug>/rekap/<int:pk>/", assessors.recap_paper, name="recap_paper"),
]
