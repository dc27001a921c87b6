"""Sealing what is on record. No save waits long for it: links are made by the clock, and before a receipt."""

from collections.abc import Iterable

from django.db import transaction
from django.utils import timezone

from apps.evaluations import chain, gate
from apps.evaluations.models import Evaluation, Seal, SealedRows
from apps.institutions.models import Institution

AT_ONCE = 40  # evaluations whose savers wait while they are sealed


def seal(evaluation: Evaluation) -> Seal:
    """Seal what is new of one evaluation; the newest link of its institution, made now or before."""
    seal_all([evaluation.pk])
    newest = Seal.objects.filter(institution=evaluation.institution_id).order_by("-number").first()
    if newest is None:
        raise LookupError(f"nothing is on record of evaluation {evaluation.pk}")
    return newest


def seal_news() -> int:
    """Seal every evaluation of which something new is on record; returns how many links were made."""
    waiting = sorted(set().union(*(chain.with_news(source) for source in chain.sources())))
    return sum(seal_all(waiting[start : start + AT_ONCE]) for start in range(0, len(waiting), AT_ONCE))


@transaction.atomic
def seal_all(evaluation_ids: Iterable[int]) -> int:
    """One link for each of these evaluations that has news; returns how many were made.

    The gate is held: whoever writes a row of the chain takes the shared lock first, so no row with a smaller key
    can appear behind a link.
    """
    ids = sorted(evaluation_ids)
    gate.hold(ids)
    news: dict[int, list[tuple[chain.Source, chain.Rows]]] = {}
    for source in chain.sources():
        for rows in chain.unsealed(source, ids):
            news.setdefault(rows.evaluation_id, []).append((source, rows))
    evaluations = Evaluation.objects.filter(pk__in=news).select_related("institution").order_by("institution_id", "pk")
    # Two evaluations of one institution are links of one chain.
    list(Institution.objects.select_for_update().filter(evaluations__in=news).order_by("pk"))
    for evaluation in evaluations:
        _link(evaluation, news[evaluation.pk])
    return len(news)


def _link(evaluation: Evaluation, news: list[tuple[chain.Source, chain.Rows]]) -> None:
    last = Seal.objects.filter(institution=evaluation.institution_id).order_by("-number").first()
    number, previous = (last.number + 1, last.digest) if last else (1, "")
    runs = [
        SealedRows(
            source=source.table,
            first=_reached(evaluation, source),
            last=rows.last,
            count=rows.count,
            columns=list(source.columns),
            sha256=rows.sha256,
        )
        for source, rows in news
    ]
    digest = chain.digest_of(previous, evaluation.institution.code, number, evaluation.pk, runs)
    signature, public_key = chain.signature_of(digest)
    made = Seal.objects.create(
        institution=evaluation.institution,
        evaluation=evaluation,
        number=number,
        previous=previous,
        digest=digest,
        signature=signature,
        public_key=public_key,
        at=timezone.now(),
    )
    for run in runs:
        run.seal = made
    SealedRows.objects.bulk_create(runs)


def _reached(evaluation: Evaluation, source: chain.Source) -> int:
    last = SealedRows.objects.filter(seal__evaluation=evaluation, source=source.table).order_by("-last").first()
    return last.last if last else chain.BOTTOM
