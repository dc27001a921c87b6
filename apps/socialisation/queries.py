"""What is meant for whom. Every page of the room starts from here."""

from collections.abc import Iterable
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from apps.accounts.models import User
from apps.evaluations.models import Evaluation
from apps.institutions.models import INSTITUTION_ROLES, UNIVERSITY_ROLES, Membership
from apps.periods.models import EvaluationPeriod
from apps.socialisation.models import (
    Announcement,
    Audience,
    Circular,
    CircularCopy,
    Event,
    Material,
    Registration,
)
from apps.socialisation.permissions import may_prepare

Person = User | AnonymousUser


def meant_for(user: Person) -> Q:
    """The condition on anything with a period and audiences. The ministry reads all of it."""
    if may_prepare(user):
        return Q()
    public = Q(audiences__contains=[Audience.PUBLIC])
    if user.is_anonymous:
        return public
    held = Membership.objects.filter(user=user.pk)
    theirs = Evaluation.objects.filter(institution__in=held.filter(role__in=INSTITUTION_ROLES).values("institution"))
    return (
        public
        | Q(audiences__contains=[Audience.INSTITUTIONS], period__in=theirs.values("period"))
        | (Q(audiences__contains=[Audience.ASSESSORS]) & Q(Exists(held.filter(role__in=UNIVERSITY_ROLES))))
    )


def visible_materials(user: Person) -> QuerySet[Material]:
    return Material.objects.filter(meant_for(user), withdrawn_at=None).select_related("period")


def visible_announcements(user: Person) -> QuerySet[Announcement]:
    return Announcement.objects.filter(meant_for(user), withdrawn_at=None).select_related("period")


def shown_announcements(user: Person) -> QuerySet[Announcement]:
    """Those that still stand on the first page."""
    today = timezone.localdate()
    return visible_announcements(user).filter(Q(until=None) | Q(until__gte=today))


def visible_events(user: Person) -> QuerySet[Event]:
    """Events with how many mean to come and how many came."""
    rows = Event.objects.filter(meant_for(user)).select_related("period")
    return rows.annotate(
        registered=Count("registrations"), attended=Count("registrations", filter=~Q(registrations__attended_at=None))
    ).order_by("-starts_at", "-pk")


def coming_events(user: Person) -> QuerySet[Event]:
    """Those that are neither over nor called off, the next one first."""
    return visible_events(user).filter(ends_at__gt=timezone.now(), called_off_at=None).order_by("starts_at", "pk")


def visible_copies(user: Person) -> QuerySet[CircularCopy]:
    """The letters to a person and to the institutions they work for; to the ministry, every one."""
    made = CircularCopy.objects.exclude(sha256="").select_related("circular__period", "institution", "assessor")
    if may_prepare(user):
        return made
    if user.is_anonymous:
        return made.none()
    places = Membership.objects.filter(user=user.pk, role__in=INSTITUTION_ROLES).values("institution")
    return made.filter(Q(assessor=user.pk) | Q(institution__in=places))


def people_for(period: EvaluationPeriod, audiences: Iterable[str]) -> QuerySet[User]:
    """Active people who are meant by these audiences in this period."""
    at_institutions = Membership.objects.filter(
        role__in=INSTITUTION_ROLES, institution__in=period.evaluations.values("institution")
    )
    assessing = Membership.objects.filter(role__in=UNIVERSITY_ROLES)
    meant = Q(pk__in=())
    if Audience.INSTITUTIONS in audiences:
        meant |= Q(pk__in=at_institutions.values("user"))
    if Audience.ASSESSORS in audiences:
        meant |= Q(pk__in=assessing.values("user"))
    return User.objects.filter(meant, is_active=True)


def registration_of(user: User, event: Event) -> Registration | None:
    return Registration.objects.filter(user=user, event=event).first()


def participants(event: Event) -> QuerySet[Any]:
    """Rows of Registration: who registered, with the place of each person's first role, by name."""
    first = Membership.objects.filter(user=OuterRef("user")).order_by("pk")
    return (
        event.registrations.select_related("user")
        .annotate(
            institution=first.values("institution__name")[:1],
            university=first.values("university__name")[:1],
            role=first.values("role")[:1],
        )
        .order_by("user__name", "pk")
    )


def circulars_of(period: EvaluationPeriod) -> QuerySet[Circular]:
    """Letters of a period, with how many papers each has and how many of them are made."""
    rows = period.circulars.select_related("job")
    counted = rows.annotate(addressees=Count("copies"), made=Count("copies", filter=~Q(copies__sha256="")))
    return counted.order_by("-made_at", "-pk")
