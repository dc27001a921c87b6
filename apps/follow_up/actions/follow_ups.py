"""Planning what follows from a result, and carrying it on. A save names the version it has read."""

from collections.abc import Mapping
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.db.models import F
from django.urls import reverse
from django.utils import timezone

from apps.accounts.models import User
from apps.common.exceptions import StaleVersionError
from apps.common.gate import passing_the_gate
from apps.evaluations.models import Evaluation
from apps.follow_up.models import FollowUp
from apps.notices.actions import notify
from apps.notices.choices import NoticeKind
from apps.self_assessment.actions.evidence import store


@transaction.atomic
def plan(evaluation: Evaluation, said: Mapping[str, Any], *, upload: UploadedFile | None = None, by: User) -> FollowUp:
    """A new follow-up. `said` are columns of FollowUp; `upload` proves that it is done already."""
    with passing_the_gate():
        follow_up = FollowUp.objects.create(
            evaluation=evaluation, **said, **_kept(evaluation, upload, by), updated_by=by
        )
    _tell_owner(follow_up, by=by)
    return follow_up


@transaction.atomic
def revise(
    follow_up: FollowUp, said: Mapping[str, Any], *, version: int, upload: UploadedFile | None = None, by: User
) -> None:
    """Change it if nobody has since `version`; else StaleVersionError. A new file replaces the one before."""
    evaluation = follow_up.evaluation
    before = follow_up.unit, follow_up.owner
    changes = {**said, **_kept(evaluation, upload, by), "updated_by": by, "updated_at": timezone.now()}
    with passing_the_gate():
        same = FollowUp.objects.filter(pk=follow_up.pk, version=version)
        if not same.update(**changes, version=F("version") + 1):
            raise StaleVersionError(
                "Tindak lanjut ini sudah diubah sejak Anda membukanya. Belum ada yang ditimpa: bandingkan, lalu simpan "
                "yang Anda kehendaki."
            )
    follow_up.refresh_from_db()
    if (follow_up.unit, follow_up.owner) != before:
        _tell_owner(follow_up, by=by)


def _kept(evaluation: Evaluation, upload: UploadedFile | None, by: User) -> dict[str, Any]:
    return {"proof_file": store(evaluation.institution, upload, by=by)} if upload else {}


def _tell_owner(follow_up: FollowUp, *, by: User) -> None:
    """Whoever it falls to: the person, or everybody of the unit."""
    owners = User.objects.filter(memberships__units=follow_up.unit_id) if follow_up.unit_id else [follow_up.owner]
    told = {one for one in owners if one and one != by}
    url = reverse("follow_up:edit", args=[follow_up.evaluation_id, follow_up.pk])
    text = f"Tindak lanjut untuk {follow_up.held_by}: {follow_up.text}"
    notify(told, text, url, kind=NoticeKind.FOLLOW_UP, simulation=follow_up.evaluation.period.simulation_label)
