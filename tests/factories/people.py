"""People, by what they may do (`user_with`) or by what they are (`member`)."""

import factory
from django.contrib.auth.models import Group, Permission
from factory.django import DjangoModelFactory

from apps.accounts.models import User
from apps.evaluations.models import Evaluation, EvaluationGroupPermission
from apps.institutions.actions import join
from apps.institutions.groups import lay_out_groups
from apps.institutions.models import Agency, Institution, Role, University
from tests.factories.institutions import AgencyFactory, UniversityFactory

PASSWORD = "sandi untuk uji 2026"


class UserFactory(DjangoModelFactory[User]):
    """Somebody who belongs nowhere. The password is `PASSWORD`."""

    class Meta:
        model = User
        skip_postgeneration_save = True

    username = factory.Sequence(lambda n: f"orang{n}")
    name = factory.Sequence(lambda n: f"Orang {n}")
    email = factory.LazyAttribute(lambda one: f"{one.username}@contoh.invalid")
    password = factory.django.Password(PASSWORD)


def user_with(*codenames: str, evaluation: Evaluation | None = None) -> User:
    """A person with exactly these permissions: on one evaluation, or on whole periods if none is given."""
    user = UserFactory()
    group = Group.objects.create(name=f"test:{user.username}")
    user.groups.add(group)
    permissions = list(Permission.objects.filter(codename__in=codenames))
    assert {one.codename for one in permissions} == set(codenames), "no such permission"
    if evaluation is None:
        group.permissions.set(permissions)
    else:
        EvaluationGroupPermission.objects.bulk_create(
            [
                EvaluationGroupPermission(group=group, permission=permission, content_object=evaluation)
                for permission in permissions
            ]
        )
    return user


def member(role: Role, place: Institution | University | Agency | None = None) -> User:
    """A person in a role, with its groups. Assessors and agency members find a place by themselves."""
    if place is None and role in (Role.ASSESSOR, Role.UNIVERSITY_COORDINATOR):
        place = UniversityFactory()
    if place is None and role == Role.AGENCY_MEMBER:
        place = AgencyFactory()
    institution = place if isinstance(place, Institution) else None
    if institution:
        lay_out_groups([institution])  # those of the centre stand there from the beginning
    user = UserFactory()
    join(
        user,
        role,
        institution=institution,
        university=place if isinstance(place, University) else None,
        agency=place if isinstance(place, Agency) else None,
    )
    return user
