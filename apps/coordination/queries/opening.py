"""What a period still lacks before it can be opened, each thing with the page where it is put right.

The database refuses the opening by itself where weights, windows, tracks or teams are wanting
(apps.periods.triggers); this is the same list in words.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from urllib.parse import urlencode

from django.db.models import Exists, OuterRef
from django.urls import reverse
from django.utils import timezone

from apps.common.formats import figure, wib
from apps.coordination.queries.locus import not_placed
from apps.coordination.queries.teams import teams_of, without_team
from apps.evaluations.models import Evaluation
from apps.institutions.models import Agency, Membership, Role
from apps.institutions.queries import living_institutions
from apps.instruments.models import Part
from apps.instruments.queries import shape_of
from apps.periods.models import EvaluationPeriod
from apps.periods.queries import out_of_order, windows_of, without_window
from apps.rules.stages import LABELS, Stage, Track
from apps.rules.weights import imbalances

NAMED = 5
LISTED = 10


@dataclass(frozen=True, slots=True)
class Lack:
    """One thing that is missing, and the address of the page where it is put right."""

    words: str
    url: str


@dataclass(frozen=True, slots=True)
class Check:
    """One condition of the opening. `what` says what all the lacks have in common; `url` shows them together."""

    title: str
    url: str
    lacks: Sequence[Lack] = ()
    what: str = ""
    is_warning: bool = False

    @property
    def is_met(self) -> bool:
        return not self.lacks

    @property
    def listed(self) -> Sequence[Lack]:
        return self.lacks[:LISTED]

    @property
    def more(self) -> int:
        return max(0, len(self.lacks) - LISTED)

    @property
    def missing(self) -> str:
        """All of it in a sentence or two."""
        if self.is_met or not self.what:
            return " ".join(one.words for one in self.lacks)
        names = ", ".join(one.words for one in self.lacks[:NAMED])
        more = f", dan {len(self.lacks) - NAMED} lainnya" if len(self.lacks) > NAMED else ""
        return f"{len(self.lacks)} {self.what}: {names}{more}."


def checks_of(period: EvaluationPeriod) -> list[Check]:
    """Every condition in the order in which a year is prepared. A constant number of queries."""
    return [
        _instrument(period),
        _schedule(period),
        _past(period),
        _locus(period),
        _assessed(period),
        _ended(period),
        _teams(period),
        _members(period),
        _quorum(period),
        _coordinators(period),
    ]


def missing_for(period: EvaluationPeriod) -> list[Check]:
    """What forbids the opening."""
    return [check for check in checks_of(period) if not check.is_met and not check.is_warning]


def _check(title: str, url: str, sentences: Sequence[str]) -> Check:
    """A condition whose lacks are whole sentences, all put right on one page."""
    return Check(title, url, [Lack(one, url) for one in sentences])


def _instrument(period: EvaluationPeriod) -> Check:
    shape, url = shape_of(period.instrument), reverse("periods:edit", args=[period.slug])
    if not shape.indicators:
        return _check("Instrumen dan bobotnya", url, [f"{period.instrument} belum memuat indikator."])
    names: dict[tuple[str, int] | None, Part | str] = {("part", one.pk): one for one in shape.parts}
    names[None] = "seluruh instrumen"
    rows = [
        (("part", one.pk), ("part", one.parent_id) if one.parent_id else None, one.weight) for one in shape.parts
    ] + [(("indicator", one.pk), ("part", one.part_id), one.weight) for one in shape.indicators]
    sentences = [
        f"Bobot di bawah {names[one.key]} berjumlah {figure(one.total)}, seharusnya {figure(one.weight)}."
        for one in imbalances(rows)
    ]
    return _check("Instrumen dan bobotnya", url, sentences)


def _schedule(period: EvaluationPeriod) -> Check:
    windows = windows_of(period)
    batches = Evaluation.objects.filter(period=period).order_by().values_list("batch", flat=True).distinct()
    bare = [f"{name} belum berjadwal." for name in without_window(windows, list(batches) or [1])]
    url = reverse("coordination:schedule", args=[period.slug])
    return _check("Jadwal lengkap dan berurutan", url, bare + out_of_order(windows))


def _past(period: EvaluationPeriod) -> Check:
    first = LABELS[Stage.SELF_ASSESSMENT]
    url = reverse("coordination:schedule", args=[period.slug])
    sentences = [
        f"{one.label} ditutup {wib(one.closes_at)}, yang sudah lewat."
        for one in windows_of(period)
        if one.stage == Stage.SELF_ASSESSMENT and one.closes_at <= timezone.now()
    ]
    return replace(_check(f"{first} masih akan berlangsung", url, sentences), is_warning=period.is_simulation)


def _locus(period: EvaluationPeriod) -> Check:
    url = reverse("coordination:locus", args=[period.slug])
    add = reverse("coordination:locus_one", args=[period.slug])
    lacks = [Lack(name, f"{add}?instansi={pk}") for pk, name in not_placed(period).values_list("pk", "name")]
    return Check("Jalur setiap instansi", url, lacks, "instansi belum punya jalur", is_warning=period.is_simulation)


def _assessed(period: EvaluationPeriod) -> Check:
    assessed = Evaluation.objects.filter(period=period).exclude(track=Track.NOT_ASSESSED).exists()
    tracks = f"{LABELS[Track.EVALUATION].lower()} atau {LABELS[Track.MONITORING].lower()}"
    sentences = [] if assessed else [f"Belum ada instansi pada jalur {tracks}."]
    return _check("Ada yang dinilai", reverse("coordination:locus", args=[period.slug]), sentences)


def _ended(period: EvaluationPeriod) -> Check:
    gone = (
        Evaluation.objects.filter(period=period)
        .exclude(track=Track.NOT_ASSESSED)
        .exclude(institution__in=living_institutions())
        .values_list("pk", "institution__name")
    )
    return Check(
        "Instansi yang dinilai masih berdiri",
        reverse("coordination:locus", args=[period.slug]),
        [Lack(name, reverse("coordination:track", args=[period.slug, pk])) for pk, name in gone],
        "instansi dalam lokus sudah berakhir atau belum berdiri",
    )


def _teams(period: EvaluationPeriod) -> Check:
    url = reverse("coordination:teams", args=[period.slug]) + "?keadaan=tanpa-tim"
    names = without_team(period).values_list("institution__name", flat=True)
    lacks = [Lack(name, f"{url}&{urlencode({'cari': name})}") for name in names]
    return Check("Tim setiap instansi", url, lacks, "instansi belum punya tim")


def _members(period: EvaluationPeriod) -> Check:
    short = [view.team for view in teams_of(period) if view.load and (view.shortage or not view.lead)]
    return Check(
        "Kelengkapan tim",
        reverse("coordination:teams", args=[period.slug]),
        [Lack(one.name, reverse("coordination:team_edit", args=[period.slug, one.pk])) for one in short],
        f"tim belum lengkap (ketua dan {period.assessors_per_team} asesor)",
    )


def _quorum(period: EvaluationPeriod) -> Check:
    """Without a composition of its own, every agency of the coordination team gets a vote."""
    seats = period.agencies.count() or Agency.objects.count()
    asked = period.votes_required
    sentences = [f"Kuorum {asked} suara, tetapi hanya {seats} instansi yang bersuara."] if asked > seats else []
    return _check("Susunan dan kuorum suara", reverse("results:seats", args=[period.slug]), sentences)


def _coordinators(period: EvaluationPeriod) -> Check:
    """Without one nobody can hand the sheet in; but who that is often becomes known only after the opening."""
    held = Membership.objects.filter(institution=OuterRef("institution"), role=Role.COORDINATOR, user__is_active=True)
    bare = (
        Evaluation.objects.filter(~Exists(held), period=period)
        .exclude(track=Track.NOT_ASSESSED)
        .values_list("institution", "institution__name")
    )
    return Check(
        f"Koordinator {period.instrument.subject_short} setiap instansi",
        reverse("coordination:people_import"),
        [Lack(name, reverse("institutions:people", args=[pk])) for pk, name in bare],
        "instansi belum punya koordinator",
        is_warning=True,
    )
