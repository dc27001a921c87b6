from django.urls import path

from apps.reports.views import batches, single

app_name = "reports"

urlpatterns = [
    path("<int:pk>/", single.report, name="report"),
    path("<int:pk>/buat/", single.ask, name="ask"),
    path("<int:pk>/berkas/", single.paper, name="paper"),
    path("periode/<slug:slug>/", batches.period, name="period"),
    path("periode/<slug:slug>/paket/buat/", batches.ask, name="batch_ask"),
    path("periode/<slug:slug>/paket/ulangi/", batches.try_again, name="batch_again"),
    path("periode/<slug:slug>/paket/kemajuan/", batches.progress, name="batch_progress"),
    path("periode/<slug:slug>/paket/berkas/", batches.archive, name="batch_archive"),
    path("periode/<slug:slug>/profil/buat/", batches.ask_national, name="national_ask"),
    path("periode/<slug:slug>/profil/berkas/", batches.national, name="national_paper"),
]
