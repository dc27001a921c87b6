from django.urls import URLPattern, path

from apps.visitation import views

app_name = "visitation"

urlpatterns: list[URLPattern] = [
    path("pilih/<slug:slug>/", views.choose, name="choose"),
    path("<int:pk>/", views.detail, name="detail"),
    path("<int:pk>/pilih/", views.choose_one, name="choose_one"),
    path("<int:pk>/rencana/", views.plan, name="plan"),
    path("<int:pk>/tandai/", views.mark, name="mark"),
    path("<int:pk>/berita-acara/", views.minutes, name="minutes"),
    path("<int:pk>/tutup/", views.close, name="close"),
    path("<int:pk>/foto/<int:photo_pk>/", views.photo, name="photo"),
    path("<int:pk>/foto/<int:photo_pk>/gambar/", views.photo_image, name="photo_image"),
    path("<int:pk>/foto/<int:photo_pk>/tarik/", views.withdraw, name="withdraw_photo"),
    path("<int:pk>/<int:number>/foto/", views.add_photos_of, name="add_photos"),
    path("<int:pk>/<int:number>/foto/unggah/", views.announce, name="announce_photo"),
    path("<int:pk>/unggahan/<int:upload_pk>/<int:piece>/", views.receive, name="receive_photo"),
    path("<int:pk>/unggahan/<int:upload_pk>/selesai/", views.finish, name="finish_photo"),
    path("<int:pk>/unggahan/<int:upload_pk>/buang/", views.abandon, name="abandon_photo"),
    path("<int:pk>/<int:number>/", views.indicator, name="indicator"),
]
