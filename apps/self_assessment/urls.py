from django.urls import URLPattern, path

from apps.self_assessment import views

app_name = "self_assessment"

urlpatterns: list[URLPattern] = [
    path("<int:pk>/", views.sheet, name="sheet"),
    path("<int:pk>/<int:number>/", views.indicator, name="indicator"),
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
]
