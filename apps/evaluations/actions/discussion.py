"""Writing to a circle, and taking back what one wrote."""

from collections.abc import Collection

from django.db import IntegrityError, transaction
from django.urls import reverse

from apps.accounts.models import User
from apps.common.exceptions import DomainError
from apps.common.gate import passing_the_gate
from apps.evaluations.discussion import called_upon, members_of
from apps.evaluations.models import Circle, Evaluation, Remark
from apps.instruments.models import Indicator
from apps.notices.actions import Word, notify_each
from apps.notices.choices import NoticeKind


@transaction.atomic
def say_inside(
    evaluation: Evaluation, indicator: Indicator, text: str, *, people: Collection[int] = (), by: User
) -> Remark:
    """Write to the people of the institution; tell those it calls upon and those who wrote there before.

    `people` are ids of users who are called upon besides; whoever is not of the institution is passed over.
    """
    members = list(members_of(evaluation))
    missing = set(called_upon(text, members))
    added = [f"@{person}" for person in members if person.pk in people and person not in missing]
    text = "\n\n".join(filter(None, [text.strip(), " ".join(added)]))
    called = [one for one in members if one.pk in people or one in missing]
    before = {"evaluation": evaluation, "indicator": indicator, "circle": Circle.INSTITUTION}
    writers = set(Remark.objects.filter(**before).order_by().values_list("by", flat=True))
    with passing_the_gate():
        remark = Remark.objects.create(**before, text=text, by=by)
    _tell(remark, members, called, writers)
    return remark


def withdraw_remark(remark: Remark, *, by: User) -> None:
    """Take back what one wrote oneself. It stays on record and is no longer shown. May run again."""
    if remark.by_id != by.pk:
        raise DomainError("Pesan hanya dapat ditarik oleh penulisnya.")
    try:
        with passing_the_gate():
            Remark.objects.create(
                evaluation_id=remark.evaluation_id,
                indicator_id=remark.indicator_id,
                circle=remark.circle,
                withdraws=remark,
                by=by,
            )
    except IntegrityError:
        return  # withdrawn already


def _tell(remark: Remark, members: Collection[User], called: Collection[User], writers: Collection[int]) -> None:
    """Notices without a word of what was said: they leave the circle by mail."""
    place = f"diskusi indikator {remark.indicator.number}"
    url = reverse("evaluations:discussion", args=[remark.evaluation_id, remark.indicator.number])
    others = [one for one in members if one != remark.by]
    following = [one for one in others if one.pk in writers and one not in called]
    simulation = remark.evaluation.period.simulation_label
    sentences = [(one, "menyebut Anda") for one in others if one in called] + [(one, "menulis") for one in following]
    notify_each(
        (Word(one.pk, f"{remark.by} {what} dalam {place}.", url, simulation) for one, what in sentences),
        kind=NoticeKind.MENTIONED,
    )
