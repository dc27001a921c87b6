"""People's part of the desk; apps/coordination/urls.py takes these over before its own."""

from django.urls import path

from apps.coordination.people import views

urlpatterns = [
    path("orang/impor/", views.people_import, name="people_import"),
    path("orang/impor/contoh/", views.people_template, name="people_template"),
    path("orang/impor/<int:pk>/", views.people_list, name="people_list"),
    path("orang/impor/<int:pk>/terapkan/", views.people_apply, name="people_apply"),
    path("orang/impor/<int:pk>/tautan/", views.people_links, name="people_links"),
    path("orang/impor/<int:pk>/tautan-baru/", views.people_link, name="people_link"),
]
