"""The real reference data, for the stories of real institutions."""

from collections.abc import Iterator

import pytest
from django.core.management import call_command
from django.db import transaction
from pytest_django import DjangoDbBlocker

from apps.accounts.models import User
from apps.institutions.models import Agency, Institution, Role
from tests.factories import member
from tests.paper.reading import printed_when_read
from tests.stories.people import Person

__all__ = ["printed_when_read"]


@pytest.fixture(scope="module")
def reference(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """Everything that `manage.py load_reference` brings, for the tests of one file; then it is gone again."""
    with django_db_blocker.unblock(), transaction.atomic():
        call_command("load_reference", verbosity=0)
        yield
        transaction.set_rollback(True)


@pytest.fixture
def ministry(reference: None, db: None) -> Person:
    return Person(member(Role.EVALUATION_TEAM))


@pytest.fixture
def agencies(reference: None, db: None) -> list[Person]:
    """One member of the coordination team for each of its agencies."""
    return [Person(member(Role.AGENCY_MEMBER, agency)) for agency in Agency.objects.all()]


@pytest.fixture
def assessors(reference: None, db: None) -> list[User]:
    return [member(Role.ASSESSOR) for _ in range(2)]


def people_of(institution: Institution) -> dict[Role, Person]:
    """Data entry officer, penanggung jawab and Koordinator, each with a browser."""
    return {
        role: Person(member(role, institution)) for role in (Role.DATA_ENTRY, Role.PERSON_IN_CHARGE, Role.COORDINATOR)
    }
