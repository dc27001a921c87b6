"""Writing what the report says of each lowest part."""

from collections.abc import Mapping, Sequence
from decimal import Decimal

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from apps.accounts.models import User
from apps.common.gate import passing_the_gate
from apps.consolidation.drafts import Scale, Standing, draft
from apps.consolidation.exceptions import StaleFindingsError
from apps.consolidation.queries import kinds_of, standing_levels, standing_notes
from apps.evaluations.models import Evaluation, FindingKind, PartFinding
from apps.instruments.models import Criterion, Instrument, Part
from apps.instruments.queries import Shape, shape_of


def save_findings(
    evaluation: Evaluation,
    part: Part,
    texts: Mapping[FindingKind, str],
    versions: Mapping[FindingKind, int],
    *,
    by: User,
) -> None:
    """Write the texts of one part, all or none; a version of 0 is the first word. Raises StaleFindingsError."""
    with passing_the_gate():
        for kind, text in texts.items():
            if not _write(evaluation, part, kind, text.strip(), versions[kind], by):
                raise StaleFindingsError


def draft_findings(evaluation: Evaluation, *, by: User) -> int:
    """Draft every text of an evaluation that nobody has begun; returns how many were drafted."""
    return draft_findings_many([evaluation], by=by)


@transaction.atomic
def draft_findings_many(evaluations: Sequence[Evaluation], *, by: User | None) -> int:
    """Draft for many, in a few statements for each instrument and one for all texts. Written texts stay."""
    pks = [one.pk for one in evaluations]
    levels, notes = standing_levels(pks), standing_notes(pks)
    begun = set(PartFinding.objects.filter(evaluation__in=evaluations).values_list("evaluation_id", "part_id", "kind"))
    rows: list[PartFinding] = []
    for instrument in Instrument.objects.filter(periods__evaluations__in=evaluations).distinct():
        shape, criteria = shape_of(instrument), _criteria_of(instrument)
        for one in Evaluation.objects.filter(pk__in=levels, period__instrument=instrument):
            standings = _standings(shape, criteria, levels[one.pk], notes.get(one.pk, {}))
            rows += _drafts(one, shape, standings, by)
    fresh = [row for row in rows if (row.evaluation_id, row.part_id, row.kind) not in begun]
    with passing_the_gate():
        PartFinding.objects.bulk_create(fresh, ignore_conflicts=True, batch_size=5000)
    return len(fresh)


def _write(evaluation: Evaluation, part: Part, kind: FindingKind, text: str, version: int, by: User) -> bool:
    """Whether the text now stands there. What stands there already is not written again, nor an empty first word."""
    rows = PartFinding.objects.filter(evaluation=evaluation, part=part, kind=kind)
    if rows.filter(text=text).exists():
        return True
    if version:
        return bool(rows.filter(version=version).update(text=text, by=by, at=timezone.now(), version=F("version") + 1))
    if not text:
        return True
    _, created = PartFinding.objects.get_or_create(
        evaluation=evaluation, part=part, kind=kind, defaults={"text": text, "by": by}
    )
    return created


def _criteria_of(instrument: Instrument) -> dict[int, dict[int, str]]:
    criteria: dict[int, dict[int, str]] = {}
    for indicator, level, text in Criterion.objects.filter(indicator__instrument=instrument).values_list(
        "indicator_id", "level", "text"
    ):
        criteria.setdefault(indicator, {})[level] = text
    return criteria


def _standings(
    shape: Shape,
    criteria: Mapping[int, Mapping[int, str]],
    levels: Mapping[int, Decimal],
    notes: Mapping[int, str],
) -> dict[int, list[Standing]]:
    """part -> where its indicators stand, and what the assessors wrote of them."""
    standings: dict[int, list[Standing]] = {}
    for one in shape.indicators:
        if one.pk in levels:
            standings.setdefault(one.part_id, []).append(
                Standing(
                    one.number,
                    one.name,
                    levels[one.pk],
                    one.is_cumulative,
                    criteria.get(one.pk, {}),
                    notes.get(one.pk, ""),
                )
            )
    return standings


def _drafts(
    evaluation: Evaluation, shape: Shape, standings: Mapping[int, list[Standing]], by: User | None
) -> list[PartFinding]:
    instrument = shape.instrument
    scale = Scale(instrument.scale_min, instrument.scale_max, instrument.target_level)
    return [
        PartFinding(evaluation=evaluation, part=part, kind=kind, text=text, by=by)
        for part in shape.leaves
        for kind in kinds_of(evaluation)
        if (text := draft(kind, standings.get(part.pk, []), scale))
    ]
