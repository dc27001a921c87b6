from collections.abc import Callable
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from django.template import Context, Engine
from django.test import RequestFactory

ROOT = Path(__file__).parents[2]
Render = Callable[..., BeautifulSoup]


@pytest.fixture(scope="session")
def style_sheet() -> str:
    """What a page links, but for the tokens."""
    return "".join((ROOT / "static" / "css" / f"{name}.css").read_text() for name in ("app", "charts", "print"))


@pytest.fixture
def engine(settings) -> Engine:
    """The templates alone: what a piece needs must come through its parameters."""
    settings.STORAGES = settings.STORAGES | {
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    }
    return Engine(
        dirs=[str(ROOT / "templates")],
        libraries={
            "static": "django.templatetags.static",
            "django_htmx": "django_htmx.templatetags.django_htmx",
            "charts": "apps.common.templatetags.charts",
            "chips": "apps.common.templatetags.chips",
            "fields": "apps.common.templatetags.fields",
            "formats": "apps.common.templatetags.formats",
            "fragments": "apps.common.templatetags.fragments",
        },
        string_if_invalid="MISSING %s",
    )


@pytest.fixture
def render(engine: Engine) -> Render:
    """Renders a template by name, or a piece of source, with these variables."""

    def rendered(template: str, **variables: object) -> BeautifulSoup:
        known = "{" not in template
        found = engine.get_template(template) if known else engine.from_string(template)
        request = RequestFactory().get("/daftar/", {"q": "bali", "halaman": "2"})
        context = Context({"request": request, "csrf_token": "token", "messages": [], **variables})
        return BeautifulSoup(found.render(context), "html.parser")

    return rendered
