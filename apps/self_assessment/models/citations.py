"""Which of its own pieces the institution points to where it does not agree with the assessors."""

import pgtrigger
from django.conf import settings
from django.db import models
from django.utils import timezone

from apps.common.triggers import append_only
from apps.evaluations.models import Evaluation
from apps.evaluations.triggers import GATE_LOCK, until_signed
from apps.instruments.models import Indicator
from apps.periods.choices import stage_choices
from apps.rules.stages import Stage
from apps.self_assessment.models.evidence import Evidence

User = settings.AUTH_USER_MODEL

# Where an institution replies: to a level proposed in the interview, to what consolidation settled (sanggah).
CITING_STAGES = (Stage.INTERVIEW, Stage.REVIEW)

# A reply cites while it can be written, an objection with its own words, and both only what stands in this sheet.
_CITED = f"""
    PERFORM pg_advisory_xact_lock_shared({GATE_LOCK}, NEW.evaluation_id::int);
    IF NOT EXISTS (
        SELECT FROM self_assessment_evidence
        WHERE id = NEW.evidence_id AND evaluation_id = NEW.evaluation_id AND withdrawn_at IS NULL
    ) THEN
        RAISE EXCEPTION USING ERRCODE = 'SP005',
            MESSAGE = 'Bukti yang dirujuk bukan milik evaluasi ini atau sudah ditarik. Belum ada yang disimpan.';
    END IF;
    IF NOT EXISTS (
        SELECT FROM evaluations_evaluation e
        WHERE e.id = NEW.evaluation_id AND e.stage = NEW.stage AND (
            NEW.stage = '{Stage.INTERVIEW.value}' AND e.open_stage = NEW.stage
                AND clock_timestamp() >= e.open_from AND clock_timestamp() < e.open_until
            OR EXISTS (
                SELECT FROM evaluations_objection o
                WHERE o.evaluation_id = e.id AND o.indicator_id = NEW.indicator_id AND o.at = NEW.at
            ))
    ) THEN
        RAISE EXCEPTION USING ERRCODE = 'SP001',
            MESSAGE = 'Tanggapan pada tahap ini tidak sedang diterima. Rujukan bukti tidak disimpan.';
    END IF;
    RETURN NEW;
"""  # noqa: S608 - constants of our own


class Citation(models.Model):
    """A reply of the institution on one indicator points to a piece of evidence, and where in it.

    `reply` is the version of the clarification that the reply made, 1 for an objection: written anew, a reply cites
    anew, and what it cited before stays on record.
    """

    evaluation = models.ForeignKey(Evaluation, on_delete=models.PROTECT, related_name="citations")
    indicator = models.ForeignKey(Indicator, on_delete=models.PROTECT, related_name="+")
    stage = models.CharField(max_length=20, choices=stage_choices(CITING_STAGES))
    reply = models.PositiveIntegerField(default=1)
    evidence = models.ForeignKey(Evidence, on_delete=models.PROTECT, related_name="citations")
    place = models.CharField("halaman atau pasal", max_length=120, blank=True)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    page: int | None = None  # the first page that the place names, where a query has read it

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["evaluation", "indicator", "stage", "reply", "evidence"], name="a_reply_cites_a_piece_once"
            ),
            models.CheckConstraint(
                condition=models.Q(stage__in=[one.value for one in CITING_STAGES]), name="citation_of_a_reply"
            ),
        ]
        triggers = [
            *append_only(),
            pgtrigger.Trigger(name="cited_in_its_time", when=pgtrigger.Before, operation=pgtrigger.Insert, func=_CITED),
            until_signed(operation=pgtrigger.Insert),
        ]

    def __str__(self) -> str:
        return f"{self.evidence}, {self.place}" if self.place else str(self.evidence)
