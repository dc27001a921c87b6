from django.urls import path

from apps.desk_review import views

app_name = "desk_review"

urlpatterns = [
    path("<int:pk>/", views.sheet, name="sheet"),
    path("<int:pk>/<int:number>/", views.indicator, name="indicator"),
    path("<int:pk>/kunci/", views.lock, name="lock"),
    path("<int:pk>/perbedaan/", views.differences, name="differences"),
    path("<int:pk>/perbedaan/<int:number>/", views.settle, name="settle"),
    path("<int:pk>/perbedaan/<int:number>/setuju/", views.confirm, name="confirm"),
    path("<int:pk>/tutup/", views.close, name="close"),
]
