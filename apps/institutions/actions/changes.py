"""Institutions begin, end and follow one another. The rows of the past stay as they were."""

from django.db import IntegrityError, transaction
from django.utils.text import slugify

from apps.accounts.models import User
from apps.common.exceptions import DomainError
from apps.institutions.actions.people import join
from apps.institutions.groups import lay_out_groups
from apps.institutions.models import (
    Institution,
    InstitutionChange,
    Membership,
    Province,
    Succession,
    Unit,
)
from apps.institutions.register import CARRIED_ON_WHOLE, ChangeAsked, NewInstitution, faults_of
from apps.institutions.successions import carry_on

ZONES = {"WIB": "Asia/Jakarta", "WITA": "Asia/Makassar", "WIT": "Asia/Jayapura"}
UNCHANGED = "Register belum diubah."


@transaction.atomic
def change_register(asked: ChangeAsked, *, by: User) -> InstitutionChange:
    """Make the change: whoever ends gets a last day, whoever begins a row of its own, and who follows whom is kept.

    A new name is a new row, so what hangs on the old one goes on showing the old name.
    """
    held = Institution.objects.select_for_update(of=("self",)).in_bulk([one.pk for one in asked.formers])
    for one in asked.formers:
        one.valid_to = held[one.pk].valid_to
    if faults := faults_of(asked):
        raise DomainError(" ".join([*faults, UNCHANGED]))
    change = InstitutionChange.objects.create(
        kind=asked.kind, effective_on=asked.effective_on, legal_basis=asked.legal_basis, note=asked.note, by=by
    )
    Institution.objects.filter(pk__in=[one.pk for one in asked.ending]).update(valid_to=asked.last_day, ended_by=change)
    heirs = [*(_begin(one, asked, change) for one in asked.laters), *filter(None, [asked.into])]
    lines = list(asked.lines(heirs))
    Succession.objects.bulk_create(Succession(former=former, later=later, change=change) for former, later in lines)
    lay_out_groups(heirs)
    if asked.kind in CARRIED_ON_WHOLE:
        for former, later in lines:
            _bring_all(former, later)
    carry_on(lines, by=by)
    return change


@transaction.atomic
def add_province(province: Province) -> None:
    """A new province: its time zone follows from the name of the zone."""
    province.timezone = ZONES[province.zone]
    try:
        with transaction.atomic():
            province.save(force_insert=True)
    except IntegrityError as error:
        raise DomainError(f"Sudah ada provinsi dengan kode atau nama ini. {UNCHANGED}") from error


def _begin(new: NewInstitution, asked: ChangeAsked, change: InstitutionChange) -> Institution:
    return Institution.objects.create(
        code=new.code,
        slug=_free_slug(new),
        name=new.name,
        category=new.category,
        province=new.province,
        valid_from=asked.effective_on,
        begun_by=change,
    )


def _bring_all(former: Institution, later: Institution) -> None:
    """Everybody keeps their roles under the new name, and the old ones for the years gone by."""
    Institution.objects.filter(pk=later.pk).update(email_domains=former.email_domains)
    copies = [Unit(institution=later, name=one.name) for one in former.units.all()]
    units = {one.name: one for one in Unit.objects.bulk_create(copies)}
    memberships = Membership.objects.filter(institution=former).select_related("user").prefetch_related("units")
    for one in memberships:
        join(one.user, one.role, institution=later, units=[units[unit.name] for unit in one.units.all()])  # type: ignore[arg-type]


def _free_slug(new: NewInstitution) -> str:
    """The address is made from the name; where an institution of the past has that one, with the code behind it."""
    length = Institution._meta.get_field("slug").max_length or 0
    slug = slugify(new.name)[:length]
    if not Institution.objects.filter(slug=slug).exists():
        return slug
    code = slugify(new.code)
    return f"{slug[: length - len(code) - 1]}-{code}"
