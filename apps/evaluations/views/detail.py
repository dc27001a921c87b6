"""The way of one evaluation, for everybody who may see it."""

from operator import itemgetter
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from apps.accounts.models import User
from apps.common.formats import wib
from apps.common.requests import UserRequest
from apps.evaluations.access import visible_evaluation
from apps.evaluations.corrections import corrections_to
from apps.evaluations.grants import holds
from apps.evaluations.models import Evaluation, FindingKind
from apps.evaluations.models.corrections import CORRECTED
from apps.evaluations.permissions import sees_names, shown_from, stages_opened, stages_shown
from apps.evaluations.queries import PartWay, ways_of
from apps.evaluations.reopenings import replaced
from apps.evaluations.roles import READ_SHEET
from apps.evaluations.rooms import open_rooms
from apps.instruments.queries import Figures, Shape, shape_of
from apps.periods.choices import SHOWN_COLUMNS
from apps.periods.models import Shown
from apps.rules.stages import LABELS, REOPENED, SHORT_LABELS, Stage, Track, goes_back, stages_of, step_in_words

# Who speaks in a stage, where the person's name is not shown.
ROLES = {
    Stage.EXTERNAL_INDEX: "instansi yang menerbitkannya",
    Stage.SELF_ASSESSMENT: "instansi",
    Stage.REVIEW: "tim evaluasi",
    Stage.FINAL: "tim evaluasi",
    Stage.CORRECTION: "tim evaluasi",
}
ASSESSORS = "tim asesor"


@login_required
@require_GET
def detail(request: UserRequest, pk: int) -> HttpResponse:
    evaluation = visible_evaluation(request, pk)
    shape = shape_of(evaluation.period.instrument)
    stages = stages_shown(request.user, evaluation)
    names = sees_names(request.user, evaluation)
    parts = ways_of(evaluation, shape, stages)
    spoken = [stage for stage in stages if any(stage in way.words for part in parts for way in part.ways)]
    context = {
        "evaluation": evaluation,
        "instrument": shape.instrument,
        "rooms": open_rooms(request.user, evaluation),
        "reads_sheet": evaluation.stage != Stage.SELF_ASSESSMENT or holds(request.user, READ_SHEET, evaluation),
        "sees_names": names,
        "log": log_of(evaluation, names),
        "submission": evaluation.submissions.exclude(replaced(Stage.SELF_ASSESSMENT)).select_related("by").last(),
        "corrections": corrections_to(evaluation),
        "shows_corrected": Stage.CORRECTION in stages,
        "may_reopen": bool(REOPENED[Track(evaluation.track)].get(Stage(evaluation.stage)))
        and runs_period(request.user, evaluation),
        "may_correct": evaluation.stage in CORRECTED and runs_period(request.user, evaluation),
        "closed_to": closed_to(evaluation) if not names else [],
        "columns": [(stage, SHORT_LABELS[stage]) for stage in spoken],
        "parts": [(part, [row_of(way, spoken) for way in part.ways]) for part in parts],
        "bands": len(shape.bands),
        **outcome(request.user, evaluation, shape, parts),
    }
    return render(request, "evaluations/detail.html", context)


def runs_period(user: User, evaluation: Evaluation) -> bool:
    """Whether the person is of the ministry and runs periods; whoever is not costs no look-up."""
    return holds(user, "review_evaluation", evaluation) and user.has_perm("periods.run_period")


def outcome(user: User, evaluation: Evaluation, shape: Shape, parts: tuple[PartWay, ...]) -> dict[str, Any]:
    """The published result with its findings; before that a figure that says what it is.

    The institution's own figure follows from its own levels alone, the assessors' from all that is closed.
    """
    if evaluation.stage == Stage.PUBLISHED:
        result = evaluation.results.published().select_related("predikat", "run__publication").first()
        findings = evaluation.part_findings.exclude(text="").select_related("part")
        return {
            "result": result,
            "follows_up": holds(user, READ_SHEET, evaluation) or holds(user, "review_evaluation", evaluation),
            "findings": [(kind.label, [one for one in findings if one.kind == kind]) for kind in FindingKind],
        }
    if sees_names(user, evaluation):
        return {"figures": figures_of(shape, parts), "figures_of": "Indeks sementara menurut tahap yang sudah ditutup"}
    return {
        "figures": figures_of(shape, parts, Stage.SELF_ASSESSMENT),
        "figures_of": "Indeks menurut penilaian mandiri, bukan hasil",
    }


def figures_of(shape: Shape, parts: tuple[PartWay, ...], only: Stage | None = None) -> Figures:
    """What the settled levels amount to, or those of one stage beside other agencies' indices."""
    levels = {}
    for part in parts:
        for way in part.ways:
            word = way.words.get(Stage.EXTERNAL_INDEX if way.indicator.is_external else only) if only else None
            level = way.settled if only is None else word.level if word else None
            if level is not None:
                levels[way.indicator.pk] = level
    return shape.figures(levels)


def closed_to(evaluation: Evaluation) -> list[str]:
    """What the institution does not read, or not yet, in sentences."""
    stages = [stage for stage in stages_of(Track(evaluation.track)) if stage in SHOWN_COLUMNS]
    later = {Shown.PUBLISHED: "dibuka sejak hasil terbit", Shown.NEVER: "tidak dibuka pada periode ini"}
    opened = stages_opened(evaluation)
    return [
        f"Tingkat dan alasan {LABELS[stage].lower()} {later[shown]}."
        for stage in stages
        if stage not in opened and (shown := shown_from(evaluation, stage)) in later
    ]


def row_of(way: Any, stages: list[Stage]) -> dict[str, Any]:
    words = [
        {"stage": LABELS[stage], "role": ROLES.get(stage, ASSESSORS), "row": row} for stage, row in way.words.items()
    ]
    return {
        "indicator": way.indicator,
        "levels": [(SHORT_LABELS[stage], way.words[stage].level if stage in way.words else None) for stage in stages],
        "words": words,
        "differs": way.differs,
    }


def log_of(evaluation: Evaluation, names: bool) -> list[dict[str, Any]]:
    """Stages passed and limits moved, the latest first. Reasons that concern its own sheet the institution reads too,
    and who did it by role.
    """
    entries: list[dict[str, Any]] = []
    for one in evaluation.extensions.select_related("by"):
        text = f"Batas {LABELS[Stage(one.stage)].lower()} diperpanjang sampai {wib(one.until_after)}. {one.reason}"
        entries.append({"at": one.at, "note": one.by if names else "tim evaluasi", "text": text})
    for change in evaluation.stage_changes.select_related("by").order_by("-at", "-pk"):
        came_from, to = Stage(change.from_stage), Stage(change.to_stage)
        back = goes_back(came_from, to)
        role = "tim evaluasi" if back or own_sheet_passed(evaluation, change) else ROLES.get(came_from, ASSESSORS)
        words = change.reason if names or back or came_from == Stage.SELF_ASSESSMENT else ""
        text = step_in_words(came_from, to)
        entries.append({"at": change.at, "note": (change.by or "sistem") if names else role, "text": f"{text} {words}"})
    return sorted(entries, key=itemgetter("at"), reverse=True)


def own_sheet_passed(evaluation: Evaluation, change: Any) -> bool:
    """Whether the ministry let an unsigned sheet pass, in the institution's place."""
    return bool(evaluation.unsigned_reason) and change.from_stage == Stage.SELF_ASSESSMENT
