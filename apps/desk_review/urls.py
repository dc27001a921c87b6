from django.urls import URLPattern

app_name = "desk_review"

urlpatterns: list[URLPattern] = []
