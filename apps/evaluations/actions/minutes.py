"""Minutes: made from what stands, signed by both sides, and then no longer changed."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db import IntegrityError, transaction
from django.urls import reverse

from apps.accounts.models import User
from apps.common.exceptions import DomainError
from apps.common.files import keep
from apps.common.gate import passing_the_gate
from apps.common.minutes import MinutesSheet, render_minutes
from apps.evaluations import gate
from apps.evaluations.agenda import silent_marks
from apps.evaluations.minutes import MINUTES, digest_of, minutes_of, signed
from apps.evaluations.models import Evaluation, Means, MinutesPaper, MinutesSignature, Side
from apps.institutions.models import Role
from apps.jobs.actions import ask
from apps.notices.actions import notify
from apps.notices.choices import NoticeKind
from apps.rules.stages import LABELS, Stage


@dataclass(frozen=True)
class Pen:
    """How somebody signs: with a code that was checked just now, or with a paper that is kept under its hash."""

    means: Means
    file_sha256: str = ""


def keep_minutes(evaluation: Evaluation, stage: Stage, sheet: MinutesSheet) -> str:
    """Render the minutes with the signatures that their content has, keep them; returns the hash of the PDF.

    Another content than before has no signatures: those of the earlier one stay on record and no longer count.
    """
    digest = digest_of(sheet)
    found = MinutesSignature.objects.filter(evaluation=evaluation, stage=stage, levels_sha256=digest)
    signatures = {one.side: one for one in found.select_related("by")}
    sha256, _ = keep([render_minutes(signed(sheet, digest, signatures))])
    MinutesPaper.objects.create(evaluation=evaluation, stage=stage, levels_sha256=digest, file_sha256=sha256)
    return sha256


@transaction.atomic
def sign(evaluation: Evaluation, stage: Stage, *, side: Side, read: str, pen: Pen, by: User) -> MinutesSignature:
    """Sign the minutes whose content has the hash `read`; DomainError if it is not what stands now."""
    room = MINUTES[stage]
    gate.hold([evaluation.pk])
    if silent_marks([evaluation], stage, room.words).exists():
        raise DomainError(
            f"Masih ada indikator {LABELS[stage].lower()} yang belum dicatat hasilnya. "
            "Berita acara belum ditandatangani."
        )
    standing = minutes_of(evaluation, stage)
    if standing.paper is None:
        raise DomainError("Berita acara belum dibuat, jadi belum ada yang dapat ditandatangani.")
    if standing.paper.levels_sha256 != digest_of(room.sheet_of(evaluation)):
        raise DomainError(
            "Isi tahap ini berubah sesudah berita acara dibuat. Buat ulang berita acara, baca, lalu tanda tangani."
        )
    if standing.paper.levels_sha256 != read:
        raise DomainError("Berita acara sudah diperbarui sejak Anda membukanya. Baca yang terbaru, lalu tanda tangani.")
    try:
        with passing_the_gate():
            signature = MinutesSignature.objects.create(
                evaluation=evaluation,
                stage=stage,
                side=side,
                levels_sha256=read,
                means=pen.means,
                file_sha256=pen.file_sha256,
                by=by,
            )
    except IntegrityError:
        raise DomainError(f"{side.label} sudah menandatangani berita acara ini.") from None
    ask(room.job, evaluation.pk, by=by, total=1, anew=True)
    _tell_the_other(evaluation, stage, side, minutes_of(evaluation, stage).is_signed)
    return signature


def _tell_the_other(evaluation: Evaluation, stage: Stage, side: Side, is_signed: bool) -> None:
    what = "sudah ditandatangani kedua pihak" if is_signed else f"ditandatangani {side.label.lower()}, menunggu Anda"
    notify(
        _signers(evaluation, Side.INSTITUTION if side == Side.ASSESSORS else Side.ASSESSORS),
        f"Berita acara {LABELS[stage].lower()} {evaluation.institution} {what}.",
        reverse("evaluations:sign", args=[evaluation.pk, stage.value]),
        kind=NoticeKind.STAGE,
        simulation=evaluation.period.simulation_label,
    )


def _signers(evaluation: Evaluation, side: Side) -> Iterable[User]:
    if side == Side.ASSESSORS:
        return User.objects.filter(team_memberships__team=evaluation.team_id, team_memberships__is_lead=True)
    return User.objects.filter(
        memberships__institution=evaluation.institution_id, memberships__role=Role.COORDINATOR, is_active=True
    )
