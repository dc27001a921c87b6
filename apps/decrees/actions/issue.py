"""Issuing and publishing. After issue nothing of a decree moves: the database refuses it."""

from django.db import transaction
from django.utils import timezone

from apps.accounts.models import User
from apps.common.exceptions import DomainError
from apps.common.files import keep
from apps.common.signing import configured_signer
from apps.decrees.actions.press import tell_the_press
from apps.decrees.models import BlockKind, Decree, DecreeState, PlanState
from apps.decrees.paper import render_decree
from apps.decrees.queries import name_of, sheet_of, waiting_plans
from apps.jobs.actions import ask
from apps.results.actions import publish
from apps.results.models import Publication, RunState
from apps.results.queries import has_quorum


@transaction.atomic
def request_issue(decree: Decree, *, by: User) -> None:
    """Ask the worker for the final paper; with it the decree is issued.

    Refused without quorum, number, date or signatory, and before the present words were rendered as a draft.
    """
    decree = Decree.objects.select_for_update(of=["self"]).select_related("run__period").get(pk=decree.pk)
    if missing := what_is_missing(decree):
        raise DomainError(f"Keputusan belum dapat ditetapkan: {'; '.join(missing)}.")
    decree.issued_by = by
    decree.job = ask("decrees.issue", decree.pk, by=by, total=1)
    decree.save(update_fields=["issued_by", "job"])


def what_is_missing(decree: Decree) -> list[str]:
    """What stands between a draft and its issue, in words."""
    needs = {
        "hitungan ini sudah digantikan": decree.run.state == RunState.COMPUTED,
        "kuorum suara belum tercapai": has_quorum(decree.run),
        "nomor belum diisi": decree.number,
        "tanggal belum diisi": decree.dated,
        "tahun keputusan berbeda dari tahun tanggalnya": not decree.dated or decree.dated.year == decree.year,
        "nama penandatangan belum diisi": decree.signatory,
        "diktum belum ada": decree.blocks.filter(kind=BlockKind.DICTUM).exists(),
        "naskah terakhir belum dibuat sebagai draf": decree.state == DecreeState.RENDERED,
    }
    return [sentence for sentence, is_met in needs.items() if not is_met]


def issue(decree: Decree) -> None:
    """Make the final paper, sign it where somebody signs here, and issue the decree with it, in one transaction.

    Done twice, or twice at once, it has one effect: the file that the row names first is the only one.
    """
    if decree.state == DecreeState.ISSUED:
        return
    signer = configured_signer()
    signed_as = signer.subject if signer else ""
    paper = render_decree(sheet_of(decree, is_draft=False, signed_as=signed_as))
    if signer:
        paper = signer.sign(paper, reason=f"Penetapan {name_of(decree)}", place=decree.place)
    sha256, _ = keep([paper])
    with transaction.atomic():
        present = Decree.objects.select_for_update(of=["self"]).select_related("run__period").get(pk=decree.pk)
        if present.state == DecreeState.ISSUED:
            return
        if present.version != decree.version or what_is_missing(present):
            raise DomainError("Draf berubah sebelum ditetapkan. Periksa draf yang baru, lalu tetapkan kembali.")
        Decree.objects.filter(pk=decree.pk).update(
            state=DecreeState.ISSUED, issued_sha256=sha256, signed_as=signed_as, issued_at=timezone.now()
        )


@transaction.atomic
def publish_decree(decree: Decree, *, by: User) -> Publication:
    """Open decree and results to the public, at once and together; an hour that was set for it is no longer needed."""
    if decree.state != DecreeState.ISSUED:
        raise DomainError("Keputusan belum ditetapkan; hasilnya belum dapat diterbitkan.")
    waiting_plans(decree.run.period).update(state=PlanState.CANCELLED, ended_by=by, ended_at=timezone.now())
    publication = publish(decree.run, by=by)
    tell_the_press(decree)
    return publication
