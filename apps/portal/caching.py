"""Public pages may be kept for a moment by whoever stands between, but only as a visitor sees them."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils.cache import patch_cache_control, patch_vary_headers

MOMENT = 60  # seconds; so long a page may lag behind a publication

Params = ParamSpec("Params")
View = Callable[Concatenate[HttpRequest, Params], HttpResponseBase]


def public_page(view: View[Params]) -> View[Params]:
    """A page that is the same for every visitor. Whoever sends a cookie gets an answer of their own."""

    @wraps(view)
    def answer(request: HttpRequest, /, *args: Params.args, **kwargs: Params.kwargs) -> HttpResponseBase:
        response = view(request, *args, **kwargs)
        patch_vary_headers(response, ["Cookie"])
        if request.COOKIES:
            patch_cache_control(response, private=True)
        else:
            patch_cache_control(response, public=True, max_age=MOMENT)
        return response

    return answer
