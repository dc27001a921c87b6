from django.urls import path

from apps.evaluations import views

app_name = "evaluations"

urlpatterns = [
    path("<int:pk>/", views.detail, name="detail"),
]
