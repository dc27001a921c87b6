from django.urls import path

from apps.institutions import views

app_name = "institutions"

urlpatterns = [
    path("", views.directory, name="directory"),
    path("<int:pk>/", views.people, name="people"),
    path("<int:pk>/cabut/<int:membership_pk>/", views.withdraw, name="withdraw"),
    path("<int:pk>/tautan/<int:user_pk>/", views.new_link, name="new_link"),
]
