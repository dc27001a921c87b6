from django.urls import path

from apps.reports import views

app_name = "reports"

urlpatterns = [
    path("<int:pk>/", views.report, name="report"),
    path("<int:pk>/buat/", views.ask, name="ask"),
    path("<int:pk>/berkas/", views.paper, name="paper"),
]
