"""What is known of assessors besides where they come from."""

from dataclasses import dataclass

from apps.accounts.models import User
from apps.coordination.models import AssessorWish
from apps.coordination.queries.teams import assessors
from apps.institutions.models import Category


@dataclass(frozen=True, slots=True)
class WishView:
    """One assessor with what was written down; both empty where nothing was."""

    assessor: User
    categories: tuple[str, ...] = ()
    provinces: tuple[str, ...] = ()


def wishes_of_all() -> list[WishView]:
    """Every assessor, by university and name. Three statements."""
    known = {one.assessor_id: one for one in AssessorWish.objects.prefetch_related("provinces")}
    return [_view(one, known.get(one.pk)) for one in assessors()]


def _view(assessor: User, wish: AssessorWish | None) -> WishView:
    if wish is None:
        return WishView(assessor)
    categories = tuple(Category(one).label for one in wish.categories)
    return WishView(assessor, categories, tuple(str(one) for one in wish.provinces.all()))
