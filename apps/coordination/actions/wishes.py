"""What an assessor knows and where they would go."""

from collections.abc import Iterable

from django.db import transaction

from apps.accounts.models import User
from apps.coordination.models import AssessorWish
from apps.institutions.models import Province


@transaction.atomic
def set_wish(assessor: User, *, categories: Iterable[str], provinces: Iterable[Province], by: User) -> None:
    """Write down what weighs in the next proposal; nothing chosen means that anything will do."""
    wish, _ = AssessorWish.objects.update_or_create(
        assessor=assessor, defaults={"categories": sorted(categories), "updated_by": by}
    )
    wish.provinces.set(provinces)
