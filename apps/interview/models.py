"""The interview: when, what was asked, what the institution replied, what level came of it."""

from collections.abc import Mapping
from functools import partial
from typing import ClassVar

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from apps.common.codes import new_code
from apps.common.history import tracked
from apps.common.triggers import append_only
from apps.evaluations.engaging import Meeting, engages
from apps.evaluations.models import Evaluation, MarkedWord, Side
from apps.evaluations.triggers import (
    ANY_WRITE,
    level_gate,
    only_marked,
    stage_gate,
    standing_gate,
    until_signed,
    waits_for_seals,
)
from apps.periods.models import EvaluationPeriod
from apps.rules.stages import Stage

User = settings.AUTH_USER_MODEL

new_minutes_code = partial(new_code, "BI")
HELD = pgtrigger.UpdateOf("held_at")
# The whole team sits in it.
MEETING = Meeting(
    Stage.INTERVIEW,
    holds="NEW.held_at IS NULL AND (TG_OP = 'INSERT' OR OLD.held_at IS NULL)",
    starts="NEW.starts_at",
    ends="NEW.ends_at",
    people="SELECT user_id FROM evaluations_teammember WHERE team_id = here.team_id ORDER BY user_id",
)


_FITS_ITS_SLOT = """
    IF NEW.slot_id IS NULL THEN RETURN NEW; END IF;
    SELECT * INTO slot FROM interview_interviewslot WHERE id = NEW.slot_id FOR UPDATE;
    IF NEW.starts_at < slot.starts_at OR NEW.ends_at > slot.ends_at OR NOT EXISTS (
        SELECT FROM evaluations_evaluation e WHERE e.id = NEW.evaluation_id
          AND e.period_id = slot.period_id AND slot.batch IN (0, e.batch)
    ) THEN
        RAISE EXCEPTION USING ERRCODE = 'SP005', MESSAGE = 'Slot interviu ini bukan untuk instansi atau waktu ini.';
    END IF;
    IF slot.capacity <= (
        SELECT count(*) FROM interview_interviewsession taken
        WHERE taken.slot_id = NEW.slot_id AND taken.evaluation_id <> NEW.evaluation_id
    ) THEN
        RAISE EXCEPTION USING ERRCODE = 'SP006', MESSAGE = 'Slot interviu ini sudah penuh. Pilih slot lain.';
    END IF;
    RETURN NEW;
"""

_BOTH_SIDES = """
    IF NEW.held_at IS NOT NULL AND (
        SELECT count(DISTINCT side) FROM interview_attendee WHERE evaluation_id = NEW.evaluation_id
    ) < 2 THEN
        RAISE EXCEPTION USING ERRCODE = 'SP006',
            MESSAGE = 'Daftar hadir belum memuat kedua pihak. Pelaksanaan interviu belum dicatat.';
    END IF;
    RETURN NEW;
"""

_NOT_HELD = """
    IF TG_OP = 'DELETE' THEN row_evaluation := OLD.evaluation_id; ELSE row_evaluation := NEW.evaluation_id; END IF;
    IF EXISTS (
        SELECT FROM interview_interviewsession WHERE evaluation_id = row_evaluation AND held_at IS NOT NULL
    ) THEN
        RAISE EXCEPTION USING ERRCODE = 'SP005',
            MESSAGE = 'Daftar hadir interviu yang sudah dicatat hanya diganti seluruhnya.';
    END IF;
    IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
    RETURN NEW;
"""

_OF_THE_TEAM = """
    IF NEW.user_id IS NOT NULL AND NOT EXISTS (
        SELECT FROM evaluations_evaluation e JOIN evaluations_teammember member ON member.team_id = e.team_id
        WHERE e.id = NEW.evaluation_id AND member.user_id = NEW.user_id
    ) THEN
        RAISE EXCEPTION USING ERRCODE = 'SP005', MESSAGE = 'Asesor ini bukan anggota tim yang menilai instansi ini.';
    END IF;
    RETURN NEW;
"""


class InterviewSlot(models.Model):
    """A time that may be booked, by as many institutions as it has room for. Batch 0 is for every batch."""

    period = models.ForeignKey(EvaluationPeriod, on_delete=models.CASCADE, related_name="interview_slots")
    batch = models.PositiveSmallIntegerField("gelombang", default=0)
    starts_at = models.DateTimeField("mulai")
    ends_at = models.DateTimeField("selesai")
    capacity = models.PositiveSmallIntegerField("kapasitas", default=1)
    link = models.URLField("tautan pertemuan", max_length=500, blank=True)
    made_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["starts_at", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="slot_ends_after_it_begins"),
            models.CheckConstraint(condition=Q(capacity__gt=0), name="slot_has_room"),
        ]

    def __str__(self) -> str:
        return f"{self.period}: {self.starts_at}"


class InterviewSession(models.Model):
    """The appointment of one institution, and what the minutes say of it.

    It may be made before the interview opens; that it was held, and who was there (`Attendee`), is recorded only
    while it is open.
    """

    evaluation = models.OneToOneField(Evaluation, on_delete=models.PROTECT, related_name="interview")
    slot = models.ForeignKey(InterviewSlot, null=True, on_delete=models.PROTECT, related_name="sessions")
    starts_at = models.DateTimeField("mulai")
    ends_at = models.DateTimeField("selesai")
    link = models.URLField("tautan pertemuan", max_length=500, blank=True)
    held_at = models.DateTimeField(null=True)
    scheduled_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    minutes_code = models.CharField(max_length=20, unique=True, default=new_minutes_code)
    minutes_sha256 = models.CharField(max_length=64, blank=True)

    class Meta:
        ordering = ["starts_at"]
        constraints = [
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="interview_ends_after_it_begins"),
        ]
        triggers = [
            standing_gate(
                "appointment_gate",
                pgtrigger.Insert | pgtrigger.UpdateOf("starts_at", "ends_at", "link") | pgtrigger.Delete,
                Stage.DESK_REVIEW,
                Stage.INTERVIEW,
            ),
            stage_gate(Stage.INTERVIEW, operation=HELD),
            until_signed(Stage.INTERVIEW, HELD),
            pgtrigger.Trigger(
                name="with_both_sides",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | HELD,
                func=_BOTH_SIDES,
            ),
            pgtrigger.Trigger(
                name="fits_its_slot",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.UpdateOf("slot_id", "starts_at", "ends_at"),
                declare=[("slot", "record")],
                func=_FITS_ITS_SLOT,
            ),
            engages(
                MEETING, pgtrigger.Insert | pgtrigger.UpdateOf("starts_at", "ends_at", "held_at") | pgtrigger.Delete
            ),
        ]

    def __str__(self) -> str:
        return f"{self.evaluation}: {self.starts_at}"


class Attendee(models.Model):
    """Who was at an interview: an assessor of the team, or somebody of the institution by name and position.

    `name` is what the minutes print. The rows are replaced together, and stay once both sides have signed.
    """

    evaluation = models.ForeignKey(Evaluation, on_delete=models.PROTECT, related_name="attendees")
    side = models.CharField(max_length=12, choices=Side)
    user = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    is_lead = models.BooleanField(default=False)
    name = models.CharField(max_length=300)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["evaluation", "user"], name="nobody_attends_twice"),
            models.CheckConstraint(
                condition=Q(side=Side.ASSESSORS, user__isnull=False)
                | Q(side=Side.INSTITUTION, user__isnull=True, is_lead=False),
                name="assessors_attend_as_themselves",
            ),
            models.CheckConstraint(condition=~Q(name=""), name="attendee_has_a_name"),
        ]
        triggers = [
            stage_gate(Stage.INTERVIEW),
            until_signed(Stage.INTERVIEW),
            pgtrigger.Trigger(
                name="while_not_held",
                when=pgtrigger.Before,
                operation=ANY_WRITE,
                declare=[("row_evaluation", "bigint")],
                func=_NOT_HELD,
            ),
            pgtrigger.Trigger(name="of_the_team", when=pgtrigger.Before, operation=pgtrigger.Insert, func=_OF_THE_TEAM),
        ]

    def __str__(self) -> str:
        return self.name


class AppointmentKind(models.TextChoices):
    BOOKED = "booked", "Dijadwalkan"
    MOVED = "moved", "Dipindahkan"
    CANCELLED = "cancelled", "Dibatalkan"


class AppointmentChange(models.Model):
    """An appointment made, moved or called off: who did it and why. `sequence` counts from 0, as calendars do."""

    evaluation = models.ForeignKey(Evaluation, on_delete=models.PROTECT, related_name="appointment_changes")
    sequence = models.PositiveIntegerField()
    kind = models.CharField(max_length=10, choices=AppointmentKind)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    reason = models.TextField("alasan", blank=True)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-sequence"]
        constraints = [
            models.UniqueConstraint(fields=["evaluation", "sequence"], name="one_change_per_sequence"),
            models.CheckConstraint(condition=Q(kind=AppointmentKind.BOOKED) | ~Q(reason=""), name="moving_says_why"),
        ]
        triggers = [*append_only(), waits_for_seals()]

    def __str__(self) -> str:
        return f"{self.evaluation_id}, {self.sequence}: {self.kind}"


class Reply(models.TextChoices):
    OPEN = "", "Belum ditanggapi"
    AGREED = "agreed", "Setuju"
    CONTESTED = "contested", "Tidak setuju"


@tracked
class Clarification(MarkedWord):
    """What the interview brought for one marked indicator, and what the institution says to it.

    `reply_version` is the version that the reply made: by it the evidence is found that the reply cites.
    """

    reply = models.CharField("tanggapan instansi", max_length=10, choices=Reply, blank=True, db_default=Reply.OPEN)
    reply_text = models.TextField("isi tanggapan", blank=True, db_default="")
    requested_level = models.DecimalField("tingkat yang diminta", max_digits=5, decimal_places=2, null=True)
    replied_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    reply_version = models.PositiveIntegerField(default=0, db_default=0)

    # A reply answers one proposed level; its words stay.
    RESET_WITH_LEVEL: ClassVar[Mapping[str, str]] = {"reply": Reply.OPEN}

    class Meta:
        ordering = ["indicator__number"]
        constraints = [
            models.UniqueConstraint(fields=["evaluation", "indicator"], name="one_clarification_per_indicator"),
            models.CheckConstraint(condition=Q(level__isnull=True) | ~Q(reason=""), name="clarification_says_why"),
            models.CheckConstraint(
                condition=~Q(reply=Reply.CONTESTED) | ~Q(reply_text=""), name="contesting_reply_says_why"
            ),
            models.CheckConstraint(
                condition=~Q(reply=Reply.CONTESTED) | Q(requested_level__isnull=False),
                name="contesting_reply_asks_for_a_level",
            ),
        ]
        triggers = [
            stage_gate(Stage.INTERVIEW),
            level_gate(),
            only_marked(Stage.INTERVIEW),
            until_signed(Stage.INTERVIEW),
        ]

    def __str__(self) -> str:
        return f"{self.evaluation_id}/{self.indicator_id}"
