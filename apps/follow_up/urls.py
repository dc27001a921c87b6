from django.urls import path

from apps.follow_up.views import follow_ups

app_name = "follow_up"

urlpatterns = [
    path("<int:pk>/", follow_ups.follow_ups, name="list"),
    path("<int:pk>/baru/", follow_ups.create, name="create"),
    path("<int:pk>/<int:follow_up_pk>/", follow_ups.edit, name="edit"),
    path("<int:pk>/<int:follow_up_pk>/bukti/", follow_ups.proof, name="proof"),
]
