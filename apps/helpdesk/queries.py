"""Reading questions, resets and looks; and what may be said of the page that somebody stood on."""

from urllib.parse import urlsplit

from django.db.models import Case, Count, F, Max, Q, QuerySet, When
from django.urls import Resolver404, resolve

from apps.accounts.models import User
from apps.helpdesk.models import FactorReset, Look, PageQuestion
from apps.periods.models import EvaluationPeriod

LONGEST_PAGE = 300


def page_of(text: str) -> str:
    """The path of a page of this application, without what follows it; empty for anything else.

    The path of a page whose address is itself a secret is none.
    """
    path = urlsplit(text).path if text.startswith("/") and not text.startswith("//") else ""
    if not path or len(path) > LONGEST_PAGE or "\\" in path or urlsplit(text).netloc:
        return ""
    try:
        found = resolve(path)
    except Resolver404:
        return ""
    return "" if "secret" in found.kwargs else path


def questions_of(user: User) -> QuerySet[PageQuestion]:
    """One's own, the newest first, with their answers. Two queries."""
    return PageQuestion.objects.filter(asker=user).select_related("institution").prefetch_related("answers__by")


def queue() -> QuerySet[PageQuestion]:
    """Everybody's, what waits first and the longest waiting before the others."""
    rows = PageQuestion.objects.select_related("asker", "institution", "handled_by")
    return rows.order_by(Case(When(state=PageQuestion.State.ANSWERED, then=1), default=0), "at", "pk")


def with_answers(questions: QuerySet[PageQuestion]) -> QuerySet[PageQuestion]:
    """Each with what was answered; one query more, however many there are."""
    return questions.prefetch_related("answers__by")


def institutions_asking() -> list[tuple[int, str, int]]:
    """(institution, its name, how many of its questions are not answered), the most first."""
    rows = (
        PageQuestion.objects.exclude(state=PageQuestion.State.ANSWERED)
        .filter(institution__isnull=False)
        .order_by()
        .values_list("institution", "institution__name")
        .annotate(number=Count("pk"))
    )
    return sorted(rows, key=lambda one: (-one[2], one[1]))


def resets() -> QuerySet[FactorReset]:
    """Every one, what waits first. One query."""
    people = FactorReset.objects.select_related("user", "requested_by", "decided_by")
    return people.order_by(F("decided_at").desc(nulls_first=True), "-pk")


def looks() -> QuerySet[Look]:
    """Every look with how many pages it opened. One query."""
    return Look.objects.select_related("by", "of").annotate(opened=Count("pages")).order_by("-from_at", "-pk")


def closed_looks() -> QuerySet[Look]:
    """Those that whoever audits reads: begun before the latest publication."""
    latest = EvaluationPeriod.objects.aggregate(latest=Max("published_at"))["latest"]
    return looks().filter(from_at__lt=latest) if latest else looks().none()


def looks_at(user: User) -> QuerySet[Look]:
    return looks().filter(of=user)


def people_named(text: str) -> QuerySet[User]:
    """Who is called so, by name or user name."""
    named = Q(name__icontains=text) | Q(username__icontains=text)
    return (
        User.objects.filter(named, is_active=True)
        .prefetch_related("memberships__institution", "memberships__university", "memberships__agency")
        .order_by("name", "pk")
    )
