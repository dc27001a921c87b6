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
    path("<int:pk>/berkas/<int:evidence_pk>/", views.file, name="file"),
    path("<int:pk>/berkas/<int:evidence_pk>/tarik/", views.withdraw, name="withdraw"),
    path("<int:pk>/luring/", offline.download, name="offline"),
    path("<int:pk>/luring/unggah/", offline.upload, name="offline_upload"),
    path("<int:pk>/luring/<int:upload_pk>/", offline.preview, name="offline_preview"),
]
