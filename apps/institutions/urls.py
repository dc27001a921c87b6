from django.urls import path

from apps.institutions import views

app_name = "institutions"

urlpatterns = [
    path("", views.directory, name="directory"),
    path("pusat/", views.centre, name="centre"),
    path("pusat/cabut/<int:membership_pk>/", views.dismiss, name="dismiss"),
    path("pusat/tautan/<int:user_pk>/", views.new_link_at_the_centre, name="new_link_at_the_centre"),
    path("<int:pk>/", views.people, name="people"),
    path("<int:pk>/cabut/<int:membership_pk>/", views.withdraw, name="withdraw"),
    path("<int:pk>/tautan/<int:user_pk>/", views.new_link, name="new_link"),
]
