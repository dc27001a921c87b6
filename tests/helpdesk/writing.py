"""The addresses of the application, and one page that writes when it is only looked at."""

from django.http import HttpRequest, HttpResponse
from django.urls import path

from apps.accounts.models import User
from spbe_eval.urls import urlpatterns as pages


def write(request: HttpRequest) -> HttpResponse:
    User.objects.filter(pk=request.user.pk).update(name="Lain")
    return HttpResponse("ditulis")


urlpatterns = [path("uji/tulis/", write, name="write"), *pages]
