from django.urls import URLPattern, path

from apps.self_assessment import views
from apps.self_assessment.offline import views as offline

app_name = "self_assessment"

urlpatterns: list[URLPattern] = [
    path("<int:pk>/", views.sheet, name="sheet"),
    path("<int:pk>/<int:number>/", views.indicator, name="indicator"),
    path("<int:pk>/<int:number>/tahun-lalu/", views.earlier, name="earlier"),
    path("<int:pk>/<int:number>/riwayat/", views.history, name="history"),
    path("<int:pk>/delegasi/", views.delegate, name="delegate"),
    path("<int:pk>/persetujuan/", views.approval, name="approval"),
    path("<int:pk>/angka/", views.figures, name="figures"),
    path("<int:pk>/kesiapan/", views.readiness, name="readiness"),
    path("<int:pk>/andai/", views.what_if, name="what_if"),
    path("<int:pk>/kirim/", views.submission, name="submission"),
    path("<int:pk>/kirim/<slug:kind>/<slug:version>/", views.document, name="document"),
    path("<int:pk>/tanda-terima/", views.receipt, name="receipt"),
    path("<int:pk>/arsip/", views.archive, name="archive"),
    path("<int:pk>/arsip/<int:archive_pk>/", views.archive_file, name="archive_file"),
    path("<int:pk>/berkas/<int:evidence_pk>/", views.file, name="file"),
    path("<int:pk>/berkas/<int:evidence_pk>/tarik/", views.withdraw, name="withdraw"),
    path("<int:pk>/luring/", offline.download, name="offline"),
    path("<int:pk>/luring/unggah/", offline.upload, name="offline_upload"),
    path("<int:pk>/luring/<int:upload_pk>/", offline.preview, name="offline_preview"),
    path("<int:pk>/berkas/<int:evidence_pk>/keterangan/", views.describe, name="describe"),
    path("<int:pk>/berkas/<int:evidence_pk>/ganti/", views.replace, name="replace"),
    path("<int:pk>/berkas/<int:evidence_pk>/lihat/", views.viewer, name="viewer"),
    path("<int:pk>/berkas/<int:evidence_pk>/halaman/<int:page>/", views.page_image, name="page_image"),
    path("<int:pk>/pustaka/", views.library, name="library"),
    path("<int:pk>/<int:number>/pakai/<int:file_pk>/", views.use, name="use"),
    path("<int:pk>/<int:number>/unggah/", views.announce, name="announce"),
    path("<int:pk>/unggah/<int:upload_pk>/<int:piece>/", views.receive, name="receive"),
    path("<int:pk>/unggah/<int:upload_pk>/selesai/", views.finish, name="finish"),
    path("<int:pk>/unggah/<int:upload_pk>/buang/", views.abandon, name="abandon"),
]
