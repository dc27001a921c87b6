from django.urls import path

from apps.decrees import views

app_name = "decrees"

urlpatterns = [
    path("susun/<slug:slug>/", views.draft, name="draft"),
    path("<int:pk>/", views.detail, name="detail"),
    path("<int:pk>/ubah/", views.edit, name="edit"),
    path("<int:pk>/naskah/", views.render_paper, name="render"),
    path("<int:pk>/tetapkan/", views.issue, name="issue"),
    path("<int:pk>/terbitkan/", views.publish, name="publish"),
    path("<int:pk>/berkas/", views.paper, name="paper"),
]
