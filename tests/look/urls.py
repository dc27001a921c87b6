"""The two addresses that the frame itself needs."""

from django.http import HttpRequest, HttpResponse
from django.urls import path


def nothing(request: HttpRequest) -> HttpResponse:
    return HttpResponse()


urlpatterns = [path("masuk/", nothing, name="account_login"), path("keluar/", nothing, name="account_logout")]
