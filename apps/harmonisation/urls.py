from django.urls import path

from apps.harmonisation.views import figures, own, rounds

app_name = "harmonisation"

urlpatterns = [
    path("<slug:slug>/", own.own, name="own"),
    path("<slug:slug>/kalibrasi/<int:pk>/", own.calibration, name="calibration"),
    path("<slug:slug>/kalibrasi/<int:pk>/kunci/", own.lock, name="lock"),
    path("<slug:slug>/kalibrasi/<int:pk>/<int:item_pk>/", own.item, name="item"),
    path("<slug:slug>/kesepakatan/", figures.figures, name="figures"),
    path("<slug:slug>/kesepakatan/hitung/", figures.compute, name="compute"),
    path("<slug:slug>/kesepakatan/<int:pk>/", figures.outlier, name="outlier"),
    path("<slug:slug>/putaran/", rounds.rounds, name="rounds"),
    path("<slug:slug>/putaran/<int:pk>/", rounds.calibration_round, name="round"),
    path("<slug:slug>/putaran/<int:pk>/buka/", rounds.open_round, name="open"),
    path("<slug:slug>/putaran/<int:pk>/tutup/", rounds.close_round, name="close"),
    path("<slug:slug>/putaran/<int:pk>/lembar/<int:sheet_pk>/", rounds.sample, name="sample"),
    path("<slug:slug>/putaran/<int:pk>/butir/<int:item_pk>/hapus/", rounds.remove_item, name="remove_item"),
]
