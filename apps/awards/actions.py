"""Preparing, deciding and announcing awards, and making their certificates."""

import json
from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from apps.accounts.models import User
from apps.awards.models import (
    Award,
    AwardAnnouncement,
    AwardCategory,
    AwardCertificate,
    AwardExclusion,
    AwardList,
)
from apps.awards.paper import render_certificate
from apps.awards.queries import JOB, awards_of, final_run, judged_of, sheet_of
from apps.common.exceptions import DomainError
from apps.common.files import keep
from apps.common.gate import passing_the_gate
from apps.institutions.models import Institution, Membership
from apps.jobs.actions import ask, report
from apps.jobs.models import Job
from apps.notices.actions import notify_each
from apps.periods.models import EvaluationPeriod

FIXTURE = settings.BASE_DIR / "fixtures" / "awards.json"


@dataclass(frozen=True, slots=True)
class DecisionHead:
    """Under which number and day the awards are decided, and who signs the certificates."""

    number: str
    dated: date
    place: str
    signatory: str
    signatory_office: str


@transaction.atomic
def prepare_awards(period: EvaluationPeriod, *, by: User) -> AwardList:
    """Lay out the categories that ship with the application, against the year before; asked twice it is one list."""
    awards, is_new = AwardList.objects.get_or_create(
        period=period, defaults={"year_before": period.year - 1, "made_by": by}
    )
    if is_new:
        shipped = json.loads(FIXTURE.read_text(encoding="utf-8"))["categories"]
        AwardCategory.objects.bulk_create(
            AwardCategory(list=awards, position=position, **category)
            for position, category in enumerate(shipped, start=1)
        )
    return awards


def change(changed: AwardCategory | AwardList) -> None:
    """Keep a category, or the year compared, as it was edited; refused once the list is decided."""
    with passing_the_gate():
        changed.save()


def exclude(awards: AwardList, institution: Institution, reason: str, *, by: User) -> AwardExclusion:
    """Leave an institution out, for a reason that is printed with the list."""
    if awards.exclusions.filter(institution=institution, lifted_at=None).exists():
        raise DomainError(f"{institution} sudah dikecualikan.")
    with passing_the_gate():
        return AwardExclusion.objects.create(list=awards, institution=institution, reason=reason.strip(), by=by)


def lift(exclusion: AwardExclusion, *, by: User) -> None:
    with passing_the_gate():
        AwardExclusion.objects.filter(pk=exclusion.pk, lifted_at=None).update(lifted_by=by, lifted_at=timezone.now())


@transaction.atomic
def decide(awards: AwardList, head: DecisionHead, *, by: User) -> int:
    """Freeze who gets what; returns how many awards. The worker then makes their certificates."""
    awards = AwardList.objects.select_for_update(of=("self",)).select_related("period__instrument").get(pk=awards.pk)
    if awards.is_decided:
        raise DomainError("Penghargaan periode ini sudah ditetapkan.")
    run = final_run(awards.period)
    if run is None:
        raise DomainError("Penghargaan ditetapkan dari hasil yang sudah menjadi keputusan atau sudah terbit.")
    given = [
        Award(
            category=judged.category,
            result=winner.result,
            place=winner.place,
            is_shared=winner.is_shared,
            stated=winner.stated,
            before=winner.before,
        )
        for judged in judged_of(awards, run)
        for winner in judged.winners
    ]
    if not given:
        raise DomainError("Tidak ada instansi yang memperoleh penghargaan; tidak ada yang ditetapkan.")
    with passing_the_gate():
        Award.objects.bulk_create(given)
        AwardList.objects.filter(pk=awards.pk, decided_at=None).update(
            run=run,
            number=head.number,
            dated=head.dated,
            place=head.place,
            signatory=head.signatory,
            signatory_office=head.signatory_office,
            decided_by=by,
            decided_at=timezone.now(),
        )
    ask(JOB, awards.pk, by=by, total=len(given))
    return len(given)


def make_certificates(awards: AwardList, job: Job) -> None:
    """The certificate of every award that has none yet. May run twice: the first bytes stay."""
    waiting = list(awards_of(awards).filter(certificate=None))
    for done, award in enumerate(waiting, start=1):
        sha256, _ = keep([render_certificate(sheet_of(award))])
        AwardCertificate.objects.bulk_create([AwardCertificate(award=award, sha256=sha256)], ignore_conflicts=True)
        report(job, done, len(waiting), str(award.result.evaluation.institution))


@transaction.atomic
def announce(awards: AwardList, *, url: str, by: User) -> AwardAnnouncement:
    """Open the list to the public, and tell the institutions; refused before the certificates are made."""
    if Award.objects.filter(category__list=awards, certificate=None).exists():
        raise DomainError("Piagam masih dibuat. Penghargaan diumumkan sesudah semua piagam selesai.")
    with passing_the_gate():
        announcement = AwardAnnouncement.objects.create(list=awards, by=by)
    _tell(awards, url)
    return announcement


def _tell(awards: AwardList, url: str) -> None:
    won: dict[int, list[str]] = {}
    for award in awards_of(awards):
        won.setdefault(award.result.evaluation.institution_id, []).append(str(award.category))
    people = Membership.objects.filter(institution__in=won).select_related("institution").order_by("pk")
    words = {
        one.user_id: f"{one.institution} memperoleh penghargaan: {', '.join(won[one.institution_id or 0])}."
        for one in people
    }
    notify_each((user, text, url, awards.period.simulation_label) for user, text in words.items())
