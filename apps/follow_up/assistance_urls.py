from django.urls import path

from apps.follow_up.views import assistance

app_name = "assistance"

urlpatterns = [
    path("", assistance.requests, name="list"),
    path("<int:pk>/<int:number>/", assistance.ask, name="ask"),
    path("permintaan/<int:request_pk>/", assistance.request_page, name="request"),
    path("permintaan/<int:request_pk>/serahkan/", assistance.hand_over, name="hand_over"),
    path("permintaan/<int:request_pk>/selesai/", assistance.close, name="close"),
]
