"""Handing a sheet over. The gate is held first, so nothing can change between the check and the close."""

import secrets
from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.db.models import Case, DateTimeField, F, Func, Q, TextField, Value, When
from django.db.models.functions import Coalesce, NullIf
from django.utils import timezone

from apps.accounts.models import User
from apps.common.exceptions import DomainError, StageClosedError
from apps.evaluations import gate
from apps.evaluations.actions import advance, advance_many, close_into_ledger
from apps.evaluations.models import Evaluation
from apps.rules.stages import Stage
from apps.self_assessment.actions.answers import lay_out_sheets
from apps.self_assessment.actions.receipts import ask_receipt
from apps.self_assessment.models import UNCONFIRMED, Answer, Submission
from apps.self_assessment.queries.sealing import sheet_hashes
from apps.self_assessment.queries.submission import Blocker, blockers_of
from apps.self_assessment.texts import TEXT_FIELDS

CODE_LETTERS = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
UNANSWERED = "Tidak dijawab sampai batas waktu; dihitung sebagai tingkat terendah instrumen."
UNREVIEWED = (
    "Diambil alih dari tahun lalu dan tidak ditinjau instansi sampai batas waktu; "
    "dihitung sebagai tingkat terendah instrumen."
)


@transaction.atomic
def submit(evaluation: Evaluation, *, by: User) -> Submission:
    """Close a complete and signed sheet into the ledger and hand it to the assessors.

    A sheet outside the national tracks only closes: its levels are the institution's own and no stage follows.
    Raises DomainError naming everything that is missing.
    """
    receipt = submit_many([evaluation], by=by)[0]
    ask_receipt(receipt, by=by)
    return receipt


@transaction.atomic
def submit_many(evaluations: Iterable[Evaluation], *, by: User) -> list[Submission]:
    """Submit many, all or none, in a number of statements that does not depend on how many they are.

    Their receipts are made when the institutions ask for them.
    """
    found = list(evaluations)
    gate.hold([one.pk for one in found])
    _read_again(found)
    lay_out_sheets(found)
    digests = sheet_hashes([one.pk for one in found])
    for one in found:
        _check_open(one)
    for one, missing in zip(found, blockers_of(found, digests).values(), strict=True):
        _check_complete(one, missing)
    moment = timezone.now()
    _close(found, by=by, at=moment)
    return Submission.objects.bulk_create(
        [Submission(evaluation=one, code=_code(), sheet_sha256=digests[one.pk], by=by, at=moment) for one in found]
    )


@transaction.atomic
def let_pass_unsigned(evaluation: Evaluation, *, reason: str, by: User) -> None:
    """The ministry hands on a sheet that was never submitted: as it stands; what was not answered, or taken over
    from an earlier year and never looked at, counts as the lowest.

    The reason stays with the evaluation, and every level that nobody chose says so in the ledger.
    """
    if not reason.strip():
        raise DomainError("Meloloskan lembar tanpa tanda tangan memerlukan alasan. Belum ada yang diubah.")
    gate.hold([evaluation.pk])
    evaluation.refresh_from_db()
    if evaluation.stage != Stage.SELF_ASSESSMENT or not evaluation.is_assessed:
        raise DomainError(f"{evaluation.institution} tidak sedang menunggu pengiriman lembarnya.")
    if evaluation.is_open(Stage.SELF_ASSESSMENT):
        raise DomainError(
            f"Penilaian mandiri {evaluation.institution} masih dibuka; instansi masih dapat mengirim sendiri."
        )
    lay_out_sheets([evaluation])
    Evaluation.objects.filter(pk=evaluation.pk).update(unsigned_reason=reason.strip())
    _close([evaluation], by=by, at=timezone.now(), reason=reason.strip())
    evaluation.refresh_from_db()


def _close(evaluations: list[Evaluation], *, by: User, at: datetime, reason: str = "") -> None:
    close_into_ledger(Stage.SELF_ASSESSMENT, _said(evaluations, by=by, at=at))
    assessed = [one for one in evaluations if one.is_assessed]
    own = [one for one in evaluations if not one.is_assessed]
    if len(assessed) == 1:
        advance(assessed[0], Stage.DESK_REVIEW, by=by, reason=reason)
    elif assessed:
        advance_many(assessed, Stage.DESK_REVIEW, by=by, reason=reason)
    if own:
        Evaluation.objects.filter(pk__in=[one.pk for one in own]).update(open_stage="", open_from=None, open_until=None)
        for one in own:
            one.open_stage, one.open_from, one.open_until = "", None, None


def _said(evaluations: list[Evaluation], *, by: User, at: datetime):  # type: ignore[no-untyped-def]
    """What the sheets say, in the columns of the ledger; what nobody answered is the scale's lowest level.

    Words of an earlier year that nobody has looked at are not the institution's answer, whatever level stands by them.
    """
    lowest = F("indicator__instrument__scale_min")
    spoken = [NullIf(name, Value("")) for name in TEXT_FIELDS]
    said = Func(Value("\n\n"), *spoken, function="CONCAT_WS", output_field=TextField())
    asked = Answer.objects.filter(evaluation__in=evaluations, indicator__external_index="")
    return asked.values_list(
        "evaluation_id",
        "indicator_id",
        Case(When(UNCONFIRMED, then=lowest), default=Coalesce(F("level"), lowest)),
        Case(
            When(UNCONFIRMED, then=Value(UNREVIEWED)),
            When(Q(level__isnull=True), then=Value(UNANSWERED)),
            default=said,
            output_field=TextField(),
        ),
        Value(by.pk),
        Value(at, output_field=DateTimeField()),
    )


def _read_again(evaluations: list[Evaluation]) -> None:
    """Where they stand now that nobody else can move them."""
    standing = Evaluation.objects.in_bulk([one.pk for one in evaluations])
    for one in evaluations:
        for name in ("stage", "open_stage", "open_from", "open_until"):
            setattr(one, name, getattr(standing[one.pk], name))


def _check_open(evaluation: Evaluation) -> None:
    if not evaluation.is_open(Stage.SELF_ASSESSMENT):
        raise StageClosedError(f"Penilaian mandiri {evaluation.institution} tidak sedang dibuka. Lembar belum dikirim.")


def _check_complete(evaluation: Evaluation, missing: list[Blocker]) -> None:
    if missing:
        whose = f"Lembar {evaluation.institution} belum dapat dikirim. "
        raise DomainError(whose + " ".join(str(one) for one in missing))


def _code() -> str:
    """A code people can read out: no letter that looks like a digit."""
    groups = ("".join(secrets.choice(CODE_LETTERS) for _ in range(4)) for _ in range(3))
    return "-".join(("PM", *groups))
