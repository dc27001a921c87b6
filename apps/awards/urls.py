from django.urls import path

from apps.awards import views

app_name = "awards"

urlpatterns = [
    path("<slug:slug>/", views.desk, name="desk"),
    path("<slug:slug>/siapkan/", views.prepare, name="prepare"),
    path("<slug:slug>/kecualikan/", views.exclude, name="exclude"),
    path("<slug:slug>/kecualikan/<int:exclusion_pk>/cabut/", views.lift, name="lift"),
    path("<slug:slug>/kategori/<int:pk>/", views.category, name="category"),
    path("<slug:slug>/tahun/", views.year, name="year"),
    path("<slug:slug>/tetapkan/", views.decide, name="decide"),
    path("<slug:slug>/umumkan/", views.announce, name="announce"),
    path("<slug:slug>/piagam/<slug:code>/", views.certificate, name="certificate"),
]
