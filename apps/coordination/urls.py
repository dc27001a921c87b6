from apps.coordination.people.urls import urlpatterns as people_urlpatterns

app_name = "coordination"

urlpatterns = [*people_urlpatterns]
