from django.urls import URLPattern

app_name = "visitation"

urlpatterns: list[URLPattern] = []
