from django.urls import path

from apps.portal import awards, views

app_name = "portal"

urlpatterns = [
    path("", views.home, name="home"),
    path("instansi/<slug:slug>/", views.institution, name="institution"),
    path("instansi/<slug:slug>/unduh/", views.institution_csv, name="institution_csv"),
    path("peringkat/", views.ranking, name="ranking"),
    path("peringkat/unduh/", views.ranking_csv, name="ranking_csv"),
    path("peningkatan/", views.risen, name="improvements"),
    path("terbit/<slug:slug>/", views.period, name="period"),
    path("terbit/<slug:slug>/<slug:institution_slug>/", views.result, name="result"),
    path("keputusan-menteri/", views.decrees, name="decrees"),
    path("keputusan-menteri/<slug:code>/", views.decree_paper, name="decree_paper"),
    path("keputusan-menteri/<slug:code>/salinan/", views.decree_copy, name="decree_copy"),
    path("penghargaan/", awards.awards, name="awards"),
    path("penghargaan/<slug:slug>/", awards.period_awards, name="period_awards"),
    path("penghargaan/<slug:slug>/piagam/<slug:code>/", awards.certificate, name="certificate"),
    path("periksa/", views.verify, name="verify_form"),
    path("periksa/berkas/", views.verify_file, name="verify_file"),
    path("periksa/<str:code>/", views.verify, name="verify"),
]
