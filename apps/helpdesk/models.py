"""Help for people: questions from any page, a second factor that was lost, and looking at what somebody sees."""

from datetime import datetime, timedelta

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from apps.common.triggers import append_only, decided_once, never_deleted, once_written
from apps.evaluations.models import Evaluation
from apps.institutions.models import Institution

User = settings.AUTH_USER_MODEL

LOOK = timedelta(minutes=30)


class PageQuestion(models.Model):
    """What somebody asks or reports from a page: `page` is its path here, `institution` whose work it is about."""

    class Kind(models.TextChoices):
        QUESTION = "question", "Pertanyaan"
        PROBLEM = "problem", "Masalah"

    class State(models.TextChoices):
        WAITING = "waiting", "Menunggu"
        IN_HAND = "in_hand", "Ditangani"
        ANSWERED = "answered", "Dijawab"

    asker = models.ForeignKey(User, on_delete=models.PROTECT, related_name="page_questions")
    institution = models.ForeignKey(Institution, null=True, on_delete=models.PROTECT, related_name="+")
    evaluation = models.ForeignKey(Evaluation, null=True, on_delete=models.PROTECT, related_name="+")
    page = models.CharField("halaman", max_length=300, blank=True)
    kind = models.CharField("jenis", max_length=10, choices=Kind, default=Kind.QUESTION)
    text = models.TextField("pertanyaan atau masalah")
    at = models.DateTimeField(default=timezone.now)
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    handled_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["-at", "-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(text__regex=r"\S"), name="page_question_says_something"),
            models.CheckConstraint(
                condition=Q(page="") | Q(page__regex=r"^/[^/\\]") | Q(page="/"),
                name="page_question_is_from_a_page_here",
            ),
            models.CheckConstraint(
                condition=Q(state="waiting", handled_by=None) | (~Q(state="waiting") & Q(handled_by__isnull=False)),
                name="page_question_in_hand_has_somebody",
            ),
        ]
        indexes = [models.Index(fields=["state", "-at"], name="page_question_by_state")]
        triggers = [
            once_written("asker_id", "institution_id", "evaluation_id", "page", "kind", "text", "at"),
            *never_deleted(),
        ]

    def __str__(self) -> str:
        return f"{self.asker}: {self.page}"


class PageAnswer(models.Model):
    """What the ministry answers; another answer is another row."""

    question = models.ForeignKey(PageQuestion, on_delete=models.PROTECT, related_name="answers")
    text = models.TextField("jawaban")
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["at", "pk"]
        constraints = [models.CheckConstraint(condition=Q(text__regex=r"\S"), name="page_answer_says_something")]
        triggers = append_only()

    def __str__(self) -> str:
        return f"{self.question_id}: {self.by}"


_BY_TWO_OF_THE_MINISTRY = """
    IF TG_OP = 'INSERT' AND NEW.decided_at IS NOT NULL THEN
        RAISE EXCEPTION USING ERRCODE = 'SP006', MESSAGE = 'Pengosongan diminta lebih dahulu, lalu diputus orang lain.';
    END IF;
    IF NOT EXISTS (
        SELECT FROM institutions_membership held
        WHERE held.role IN ('evaluation_team', 'administrator')
          AND held.user_id = CASE TG_OP WHEN 'INSERT' THEN NEW.requested_by_id ELSE NEW.decided_by_id END
    ) THEN
        RAISE EXCEPTION USING ERRCODE = 'SP005',
            MESSAGE = 'Verifikasi dua langkah dikosongkan oleh dua orang kementerian.';
    END IF;
    RETURN NEW;
"""


class FactorReset(models.Model):
    """Somebody has lost the second factor: one of the ministry asks, another decides, neither for themselves."""

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="factor_resets")
    reason = models.TextField("alasan")
    identity_check = models.TextField("cara memeriksa identitas")
    requested_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    requested_at = models.DateTimeField(default=timezone.now)
    is_approved = models.BooleanField(default=False)
    remark = models.TextField("catatan putusan", blank=True)
    decided_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-requested_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(reason__regex=r"\S", identity_check__regex=r"\S"), name="factor_reset_says_why_and_how"
            ),
            models.CheckConstraint(
                condition=Q(decided_by=None) | ~Q(decided_by=F("requested_by")), name="two_people_reset_a_factor"
            ),
            models.CheckConstraint(
                condition=~Q(requested_by=F("user")) & (Q(decided_by=None) | ~Q(decided_by=F("user"))),
                name="nobody_resets_their_own_factor",
            ),
            models.CheckConstraint(
                condition=Q(decided_by=None, decided_at=None, is_approved=False)
                | Q(decided_by__isnull=False, decided_at__isnull=False),
                name="factor_reset_is_decided_by_somebody",
            ),
            models.UniqueConstraint(
                fields=["user"], condition=Q(decided_at=None), name="one_open_factor_reset_per_person"
            ),
        ]
        triggers = [
            once_written("user_id", "reason", "identity_check", "requested_by_id", "requested_at"),
            decided_once("decided_at"),
            *never_deleted(),
            pgtrigger.Trigger(
                name="by_two_of_the_ministry",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.Update,
                func=_BY_TWO_OF_THE_MINISTRY,
            ),
        ]

    def __str__(self) -> str:
        return str(self.user)

    @property
    def outcome(self) -> str:
        if self.decided_at is None:
            return "Menunggu orang kedua"
        return "Dikosongkan" if self.is_approved else "Ditolak"


_NOT_AT_THE_CENTRE = """
    IF NOT EXISTS (
        SELECT FROM institutions_membership held WHERE held.user_id = NEW.by_id AND held.role = 'evaluation_team'
    ) OR EXISTS (
        SELECT FROM institutions_membership held WHERE held.user_id = NEW.of_id
          AND held.role IN ('evaluation_team', 'agency_member', 'auditor', 'administrator')
    ) OR EXISTS (SELECT FROM accounts_user WHERE id = NEW.of_id AND is_superuser) THEN
        RAISE EXCEPTION USING ERRCODE = 'SP005',
            MESSAGE = 'Tim evaluasi hanya dapat melihat sebagai orang instansi atau perguruan tinggi.';
    END IF;
    RETURN NEW;
"""


class Look(models.Model):
    """One of the ministry looks at the pages of somebody else, read-only, until a moment at the latest."""

    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    of = models.ForeignKey(User, on_delete=models.PROTECT, related_name="looks")
    reason = models.TextField("alasan")
    from_at = models.DateTimeField(default=timezone.now)
    until = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-from_at", "-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(reason__regex=r"\S"), name="look_says_why"),
            models.CheckConstraint(condition=~Q(by=F("of")), name="look_is_at_somebody_else"),
            models.CheckConstraint(condition=Q(until__lte=F("from_at") + LOOK), name="look_ends_by_itself"),
        ]
        triggers = [
            once_written("by_id", "of_id", "reason", "from_at", "until"),
            decided_once("ended_at"),
            *never_deleted(),
            pgtrigger.Trigger(
                name="not_at_the_centre",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert,
                func=_NOT_AT_THE_CENTRE,
            ),
        ]

    def __str__(self) -> str:
        return f"{self.by} > {self.of}"

    @property
    def ends(self) -> datetime:
        """When it ended, or ends by itself."""
        return self.ended_at or self.until


class LookedPage(models.Model):
    """One page that was opened in a look, also one that was then refused."""

    look = models.ForeignKey(Look, on_delete=models.PROTECT, related_name="pages")
    path = models.CharField(max_length=300)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["at", "pk"]
        triggers = append_only()

    def __str__(self) -> str:
        return self.path
