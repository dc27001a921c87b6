"""Closing the desk review: one word of the team on every indicator enters the ledger."""

from collections.abc import Sequence

from django.db import connection, transaction

from apps.accounts.models import User
from apps.common.exceptions import DomainError, StageClosedError
from apps.common.gate import passing_the_gate
from apps.desk_review.queries import not_all_locked, settled_judgements, unsettled
from apps.evaluations import gate
from apps.evaluations.actions import advance_many, close_into_ledger
from apps.evaluations.actions.teams import refuse_incomplete_teams
from apps.evaluations.models import Evaluation
from apps.rules.stages import Stage, Track

FOLLOWING = {Track.EVALUATION: Stage.INTERVIEW, Track.MONITORING: Stage.CONSOLIDATION}


@transaction.atomic
def close_desk_review(evaluation: Evaluation, *, by: User) -> None:
    """Close one. Raises DomainError naming who has not locked or what is not settled."""
    close_desk_reviews_many([evaluation], by=by)
    evaluation.refresh_from_db()


@transaction.atomic
def close_desk_reviews_many(evaluations: Sequence[Evaluation], *, by: User) -> None:
    """Close many, all or none, in a number of statements that does not depend on how many they are."""
    pks = [one.pk for one in evaluations]
    gate.hold(pks)
    found = list(Evaluation.objects.filter(pk__in=pks).select_related("institution"))
    _check(found)
    refuse_incomplete_teams(found)
    close_into_ledger(Stage.DESK_REVIEW, settled_judgements(pks))
    with passing_the_gate():
        _mark_for_interview(pks, by)
    for track, following in FOLLOWING.items():
        advance_many([one for one in found if one.track == track], following, by=by)


def _check(evaluations: list[Evaluation]) -> None:
    for one in evaluations:
        if not one.is_open(Stage.DESK_REVIEW):
            raise StageClosedError(f"Penilaian dokumen {one.institution} tidak sedang dibuka. Belum ada yang ditutup.")
    pks = [one.pk for one in evaluations]
    if waiting := not_all_locked(pks).select_related("institution").first():
        raise DomainError(f"{waiting.institution} belum dapat ditutup: belum semua asesornya mengunci penilaian.")
    if rows := list(unsettled(pks)):
        names = [row["evaluation__institution__name"] for row in rows]
        numbers = [str(row["indicator__number"]) for row, name in zip(rows, names, strict=True) if name == names[0]]
        raise DomainError(
            f"{names[0]} belum dapat ditutup: perbedaan belum diputus pada indikator {', '.join(numbers)}."
        )


def _mark_for_interview(evaluation_ids: list[int], by: User) -> None:
    """One mark an indicator with everybody's questions, on the track that has interviews."""
    with connection.cursor() as cursor:
        cursor.execute(
            """
            INSERT INTO evaluations_mark (evaluation_id, indicator_id, stage, question, by_id, at)
            SELECT judged.evaluation_id, judged.indicator_id, %s,
                   string_agg(DISTINCT judged.question, E'\n\n'), COALESCE(lead.user_id, %s), now()
            FROM desk_review_judgement judged
            JOIN evaluations_evaluation evaluation ON evaluation.id = judged.evaluation_id
            JOIN evaluations_teammember seat
                ON seat.team_id = evaluation.team_id AND seat.user_id = judged.assessor_id
            LEFT JOIN evaluations_teammember lead ON lead.team_id = evaluation.team_id AND lead.is_lead
            WHERE evaluation.id = ANY(%s) AND evaluation.track = %s AND judged.question <> ''
            GROUP BY judged.evaluation_id, judged.indicator_id, lead.user_id
            ON CONFLICT (evaluation_id, indicator_id, stage) DO NOTHING
            """,
            [Stage.INTERVIEW.value, by.pk, evaluation_ids, Track.EVALUATION.value],
        )
