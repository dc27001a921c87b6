"""Who would stand where by the period's rules, or by a draw. Nothing here is stored."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from django.conf import settings
from django.db.models import QuerySet

from apps.coordination.models import TrackChange
from apps.coordination.queries.locus import LocusRow, Preview, compare
from apps.evaluations.models import Evaluation
from apps.evaluations.past import last_figures
from apps.institutions.models import Category, Institution
from apps.institutions.queries import carried_lines, living_institutions
from apps.periods.models import EvaluationPeriod, LocusDecision, LocusLine, LocusMeans
from apps.rules.locus import TRAITS, Candidate, Condition, Rule, RuleSet, Stratum, Trait, draw, place, read_rules
from apps.rules.stages import LABELS, Track


@dataclass(frozen=True, slots=True)
class DrawAsked:
    """A draw as the ministry asks for it: from which categories, how many, by which traits, into which track.

    `rest_is_left_out`: who is not drawn is not assessed, instead of staying where it was.
    """

    seed: str
    size: int
    track: Track
    categories: tuple[Category, ...]
    traits: tuple[Trait, ...]
    rest_is_left_out: bool


@dataclass(frozen=True, slots=True)
class Proposed:
    """Tracks for institutions, what they change, and the rules behind them in sentences.

    `by_hand`: how many were placed by hand and stay; `sha256` is of everything that the proposal would write.
    """

    preview: Preview
    rules: list[str]
    sha256: str
    by_hand: int
    counts: tuple[tuple[str, int], ...] = ()
    strata: tuple[Stratum, ...] = ()


def shipped_rules() -> RuleSet:
    """The rules of 2022, the example that comes with the application."""
    return read_rules(Path(settings.BASE_DIR) / "fixtures" / "locus" / "2022.json")


def rules_of(period: EvaluationPeriod) -> list[Rule]:
    return [Rule(one.name, Condition(one.condition), Track(one.track), one.limit) for one in period.locus_rules.all()]


def decisions_of(period: EvaluationPeriod) -> QuerySet[LocusDecision]:
    return LocusDecision.objects.filter(period=period).select_related("by")


def candidates(period: EvaluationPeriod) -> dict[int, Candidate]:
    """Every living institution as the rules see it. A constant number of queries.

    One that only carries on another under a new name has the index of that one; a merged or split one has none yet.
    """
    institutions = list(living_institutions().select_related("province"))
    lines = carried_lines(one.pk for one in institutions)
    figures = last_figures(period, {pk for line in lines.values() for pk in line})
    applied = set(period.locus_applications.values_list("institution", flat=True))
    return {
        one.pk: Candidate(
            code=one.code,
            category=one.get_category_display(),
            region=str(one.province or ""),
            index=figure.index if figure else None,
            year=figure.year if figure else None,
            has_applied=one.pk in applied,
        )
        for one in institutions
        for figure in [next((figures[pk] for pk in lines[one.pk] if pk in figures), None)]
    }


def proposed_by_rules(period: EvaluationPeriod) -> Proposed:
    """Where the rules of the period put everybody who was not placed by hand."""
    rules = rules_of(period)
    hand = _placed_by_hand(period)
    placed = place({pk: one for pk, one in candidates(period).items() if pk not in hand}, rules)
    wanted = {pk: (one.track, one.reason) for pk, one in placed.items()}
    counts = [(rule.sentence, sum(one.rule is rule for one in placed.values())) for rule in rules]
    return _proposed(period, wanted, [rule.sentence for rule in rules], len(hand), counts=counts)


def proposed_by_draw(period: EvaluationPeriod, asked: DrawAsked) -> Proposed:
    """Where a draw puts those who are not assessed so far and were not placed by hand."""
    hand = _placed_by_hand(period)
    taken = hand | set(
        Evaluation.objects.filter(period=period).exclude(track=Track.NOT_ASSESSED).values_list("institution", flat=True)
    )
    labels = {category.label for category in asked.categories}
    pool = {pk: one for pk, one in candidates(period).items() if pk not in taken and one.category in labels}
    found = draw(pool.values(), size=asked.size, traits=asked.traits, seed=asked.seed)
    said = f"benih “{asked.seed}”"
    chosen = {pk for pk, one in pool.items() if one.code in found.codes}
    wanted = dict.fromkeys(chosen, (asked.track, f"Terpilih dalam undian, {said}"))
    if asked.rest_is_left_out:
        wanted |= dict.fromkeys(pool.keys() - chosen, (Track.NOT_ASSESSED, f"Tidak terpilih dalam undian, {said}"))
    return _proposed(period, wanted, _sentences(asked, len(pool)), len(hand), strata=found.strata)


def _sentences(asked: DrawAsked, size: int) -> list[str]:
    traits = ", ".join(TRAITS[trait] for trait in asked.traits) or "tanpa strata"
    rest = "menjadi tidak dinilai" if asked.rest_is_left_out else "tidak berubah"
    return [
        f"{asked.size} dari {size} instansi yang belum dinilai periode ini, ke jalur {LABELS[asked.track].lower()}.",
        f"Kategori: {', '.join(category.label for category in asked.categories)}.",
        f"Strata: {traits}; setiap strata sebanding besarnya, sisa pembagian terbesar didahulukan.",
        "Dalam setiap strata didahulukan SHA-256 terkecil dari “benih:kode instansi”.",
        f"Yang tidak terpilih {rest}.",
    ]


def _proposed(
    period: EvaluationPeriod,
    wanted: Mapping[int, tuple[Track, str]],
    rules: list[str],
    by_hand: int,
    *,
    counts: Iterable[tuple[str, int]] = (),
    strata: tuple[Stratum, ...] = (),
) -> Proposed:
    """Against what stands; batches stay."""
    standing = {one.institution_id: one for one in Evaluation.objects.filter(period=period)}
    preview = Preview()
    for institution in Institution.objects.filter(pk__in=wanted):
        track, reason = wanted[institution.pk]
        present = standing.get(institution.pk)
        row = LocusRow(institution.pk, track, present.batch if present else 1, reason)
        compare(preview, 0, institution, present, row)
    written = [[row.institution_id, row.track, row.batch, row.reason] for row in preview.rows]
    digest = sha256(json.dumps([rules, written]).encode()).hexdigest()
    return Proposed(preview, rules, digest, by_hand, tuple(counts), strata)


def _placed_by_hand(period: EvaluationPeriod) -> set[int]:
    """Institutions about which a person decided one by one: no rule and no draw moves them."""
    changed = TrackChange.objects.filter(evaluation__period=period).values_list("evaluation__institution", flat=True)
    placed = LocusLine.objects.filter(decision__period=period, decision__means=LocusMeans.HAND)
    return {*changed, *placed.values_list("institution", flat=True)}
