from django.urls import path

from apps.portal import views

app_name = "portal"

urlpatterns = [
    path("", views.home, name="home"),
    path("instansi/<slug:slug>/", views.institution, name="institution"),
    path("peringkat/", views.ranking, name="ranking"),
    path("peningkatan/", views.risen, name="improvements"),
    path("terbit/<slug:slug>/", views.period, name="period"),
    path("terbit/<slug:slug>/<slug:institution_slug>/", views.result, name="result"),
    path("keputusan-menteri/", views.decrees, name="decrees"),
    path("keputusan-menteri/<str:code>/", views.decree_paper, name="decree_paper"),
    path("periksa/", views.verify, name="verify_form"),
    path("periksa/<str:code>/", views.verify, name="verify"),
]
