from django.urls import include, path

from apps.institutions import views

app_name = "institutions"

people = [
    path("", views.directory, name="directory"),
    path("pusat/", views.centre, name="centre"),
    path("pusat/cabut/<int:membership_pk>/", views.dismiss, name="dismiss"),
    path("pusat/tautan/<int:user_pk>/", views.new_link_at_the_centre, name="new_link_at_the_centre"),
    path("<int:pk>/", views.people, name="people"),
    path("<int:pk>/undangan/<int:invitation_pk>/kirim-lagi/", views.send_again, name="send_again"),
    path("<int:pk>/undangan/<int:invitation_pk>/batal/", views.call_off, name="call_off"),
    path("<int:pk>/peran/<int:membership_pk>/", views.membership, name="membership"),
    path("<int:pk>/peran/<int:membership_pk>/serahkan/", views.hand_over, name="hand_over"),
    path("<int:pk>/cabut/<int:membership_pk>/", views.withdraw, name="withdraw"),
    path("<int:pk>/tautan/<int:user_pk>/", views.new_link, name="new_link"),
]

register = [
    path("", views.register, name="register"),
    path("provinsi/", views.provinces, name="provinces"),
    path("pindah-provinsi/", views.move, name="move"),
    path("perubahan/<slug:kind>/", views.change, name="change"),
    path("<int:pk>/", views.registered_one, name="registered_one"),
]

urlpatterns = [
    path("undangan/<str:secret>/", views.invitation, name="invitation"),
    path("orang/", include(people)),
    path("register/", include(register)),
]
