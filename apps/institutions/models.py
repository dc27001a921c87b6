"""Who is assessed, who assesses, and which person belongs where."""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils import timezone

from apps.common.triggers import append_only


class Category(models.TextChoices):
    """The kinds of institutions; the order is that of the decree's annex."""

    MINISTRY = "kementerian", "Kementerian"
    AGENCY = "lpnk", "Lembaga Pemerintah Nonkementerian"
    OTHER_BODY = "lembaga_lain", "Lembaga Lain"
    PROVINCE = "provinsi", "Provinsi"
    REGENCY = "kabupaten", "Kabupaten"
    CITY = "kota", "Kota"


class Province(models.Model):
    """A region with its time zone; institutions of the centre belong to none."""

    code = models.CharField(max_length=2, primary_key=True)
    name = models.CharField(max_length=60, unique=True)
    zone = models.CharField(max_length=4)
    timezone = models.CharField(max_length=40)
    valid_from = models.DateField("berlaku sejak", null=True, blank=True)
    legal_basis = models.CharField("dasar hukum", max_length=300, blank=True)

    class Meta:
        ordering = ["code"]

    def __str__(self) -> str:
        return self.name


class Institution(models.Model):
    """An instansi. One that was renamed, moved or merged keeps its row, with its last day and its successors."""

    code = models.CharField(max_length=20, unique=True)
    slug = models.SlugField(max_length=120, unique=True)
    name = models.CharField(max_length=200)
    category = models.CharField(max_length=20, choices=Category)
    province = models.ForeignKey(Province, null=True, blank=True, on_delete=models.PROTECT)
    email_domains = ArrayField(models.CharField(max_length=100), verbose_name="domain surel", default=list, blank=True)
    valid_from = models.DateField(null=True, blank=True)
    valid_to = models.DateField(null=True, blank=True)
    successors = models.ManyToManyField(
        "self", through="Succession", through_fields=("former", "later"), symmetrical=False, related_name="predecessors"
    )
    begun_by = models.ForeignKey("InstitutionChange", null=True, on_delete=models.PROTECT, related_name="begun")
    ended_by = models.ForeignKey("InstitutionChange", null=True, on_delete=models.PROTECT, related_name="ended")

    class Meta:
        ordering = ["code"]
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True)
                | Q(valid_from__isnull=True)
                | Q(valid_to__gte=models.F("valid_from")),
                name="institution_ends_after_it_begins",
            ),
            models.UniqueConstraint(
                fields=["name"], condition=Q(valid_to__isnull=True), name="one_living_institution_per_name"
            ),
            models.CheckConstraint(
                condition=Q(ended_by=None) | Q(valid_to__isnull=False), name="an_ended_institution_has_a_last_day"
            ),
            models.CheckConstraint(
                condition=Q(begun_by=None) | Q(valid_from__isnull=False), name="a_begun_institution_has_a_first_day"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class ChangeKind(models.TextChoices):
    """What can happen to institutions."""

    ADDED = "added", "Instansi baru"
    RENAMED = "renamed", "Ganti nama atau wilayah"
    MOVED = "moved", "Pindah provinsi"
    MERGED = "merged", "Penggabungan"
    SPLIT = "split", "Pemekaran"
    ENDED = "ended", "Pembubaran"


class InstitutionChange(models.Model):
    """A change among institutions: from which day on, by which law. What follows stands in the rows it began and ended.

    `effective_on` is the first day of the new state.
    """

    kind = models.CharField(max_length=10, choices=ChangeKind)
    effective_on = models.DateField("berlaku sejak")
    legal_basis = models.CharField("dasar hukum", max_length=300)
    note = models.TextField("catatan", blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-effective_on", "-pk"]
        constraints = [models.CheckConstraint(condition=~Q(legal_basis=""), name="a_change_has_a_legal_basis")]
        triggers = append_only()

    def __str__(self) -> str:
        return f"{self.get_kind_display()}, {self.effective_on}"


class Succession(models.Model):
    """That one institution took over the work of another, whole or in part. Without `change`: from the files."""

    former = models.ForeignKey(Institution, on_delete=models.PROTECT, related_name="later_links")
    later = models.ForeignKey(Institution, on_delete=models.PROTECT, related_name="former_links")
    change = models.ForeignKey(InstitutionChange, null=True, on_delete=models.PROTECT, related_name="successions")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["former", "later"], name="one_succession_per_pair"),
            models.CheckConstraint(condition=~Q(former=models.F("later")), name="nobody_succeeds_itself"),
        ]

    def __str__(self) -> str:
        return f"{self.former} > {self.later}"


class University(models.Model):
    """Where assessors come from. A fictitious one exists only for simulations and says so in its name."""

    name = models.CharField(max_length=200, unique=True)
    city = models.CharField(max_length=100, blank=True)
    province = models.CharField(max_length=60, blank=True)
    seen_in = models.PositiveSmallIntegerField(null=True, blank=True)
    is_fictitious = models.BooleanField(default=False)

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class Agency(models.Model):
    """A member of the Tim Koordinasi SPBE Nasional."""

    code = models.SlugField(max_length=20, unique=True)
    name = models.CharField(max_length=200)

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.name


class Unit(models.Model):
    """A part of an institution (unit kerja, perangkat daerah); without one, a unit of the ministry's own team."""

    institution = models.ForeignKey(Institution, null=True, on_delete=models.CASCADE, related_name="units")
    name = models.CharField(max_length=200)

    class Meta:
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(fields=["institution", "name"], nulls_distinct=False, name="one_unit_per_name")
        ]

    def __str__(self) -> str:
        return self.name


class Role(models.TextChoices):
    """Every role a person can hold. What each may do stands in apps/evaluations/roles.py."""

    RESPONDENT = "respondent", "Responden"
    DATA_ENTRY = "data_entry", "Pelaksana entri data"
    PERSON_IN_CHARGE = "person_in_charge", "Penanggung jawab"
    COORDINATOR = "coordinator", "Koordinator SPBE"
    INSTITUTION_ADMINISTRATOR = "institution_administrator", "Administrator instansi"
    ASSESSOR = "assessor", "Asesor"
    UNIVERSITY_COORDINATOR = "university_coordinator", "Koordinator perguruan tinggi"
    EVALUATION_TEAM = "evaluation_team", "Tim evaluasi"
    AGENCY_MEMBER = "agency_member", "Anggota tim koordinasi nasional"
    AUDITOR = "auditor", "Pemeriksa"
    ADMINISTRATOR = "administrator", "Administrator"


# Those who work on the sheet, from the least to the most they may do; the administrator only looks after people.
SHEET_ROLES = (Role.RESPONDENT, Role.DATA_ENTRY, Role.PERSON_IN_CHARGE, Role.COORDINATOR)
INSTITUTION_ROLES = (Role.INSTITUTION_ADMINISTRATOR, *SHEET_ROLES)
UNIVERSITY_ROLES = (Role.ASSESSOR, Role.UNIVERSITY_COORDINATOR)
CENTRAL_ROLES = (Role.EVALUATION_TEAM, Role.AUDITOR, Role.ADMINISTRATOR)
# Those who serve the whole evaluation: the ministry's own people and the agencies' members.
ROLES_AT_THE_CENTRE = (Role.EVALUATION_TEAM, Role.AGENCY_MEMBER, Role.AUDITOR, Role.ADMINISTRATOR)


class Membership(models.Model):
    """One person in one role, at the place where that role is held. Ketua tim is a place in a team."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="memberships")
    role = models.CharField(max_length=30, choices=Role)
    institution = models.ForeignKey(
        Institution, null=True, blank=True, on_delete=models.CASCADE, related_name="memberships"
    )
    units = models.ManyToManyField(Unit, blank=True, related_name="memberships")
    university = models.ForeignKey(
        University, null=True, blank=True, on_delete=models.CASCADE, related_name="memberships"
    )
    agency = models.ForeignKey(Agency, null=True, blank=True, on_delete=models.CASCADE, related_name="memberships")

    class Meta:
        ordering = ["pk"]
        permissions = [("manage_people", "Mengelola akun dan peran")]
        constraints = [
            models.UniqueConstraint(
                fields=["user", "role", "institution", "university", "agency"],
                nulls_distinct=False,
                name="one_membership_per_role_and_place",
            ),
            models.CheckConstraint(
                name="a_role_is_held_at_its_own_kind_of_place",
                condition=Q(
                    role__in=INSTITUTION_ROLES,
                    institution__isnull=False,
                    university__isnull=True,
                    agency__isnull=True,
                )
                | Q(
                    role__in=UNIVERSITY_ROLES,
                    institution__isnull=True,
                    university__isnull=False,
                    agency__isnull=True,
                )
                | Q(
                    role=Role.AGENCY_MEMBER,
                    institution__isnull=True,
                    university__isnull=True,
                    agency__isnull=False,
                )
                | Q(
                    role__in=CENTRAL_ROLES,
                    institution__isnull=True,
                    university__isnull=True,
                    agency__isnull=True,
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user}: {self.get_role_display()} {self.place}".rstrip()

    @property
    def place(self) -> str:
        """The name of the institution, university or agency; empty for the ministry's own roles."""
        return str(self.institution or self.university or self.agency or "")


class Invitation(models.Model):
    """Somebody is asked by mail to take a role. Only the hash of the secret is kept; it works once."""

    institution = models.ForeignKey(Institution, on_delete=models.CASCADE, related_name="invitations")
    email = models.EmailField("alamat surel")
    role = models.CharField(max_length=30, choices=Role)
    units = models.ManyToManyField(Unit, blank=True, related_name="+")
    secret_sha256 = models.CharField(max_length=64, unique=True)
    invited_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)
    used_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-at", "-pk"]
        constraints = [
            models.CheckConstraint(name="an_invitation_is_for_an_institution", condition=Q(role__in=INSTITUTION_ROLES)),
            models.CheckConstraint(
                name="an_invitation_is_used_or_withdrawn", condition=Q(used_at=None) | Q(withdrawn_at=None)
            ),
            models.UniqueConstraint(
                fields=["institution", "email", "role"],
                condition=Q(used_at=None, withdrawn_at=None),
                name="one_open_invitation_per_address_and_role",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.email}: {self.get_role_display()}"

    @property
    def has_expired(self) -> bool:
        return self.expires_at <= timezone.now()


class PeopleAct(models.TextChoices):
    """What was done about the people of an institution, said of whoever did it."""

    INVITED = "invited", "mengundang"
    SENT_AGAIN = "sent_again", "mengirim ulang undangan kepada"
    CALLED_OFF = "called_off", "membatalkan undangan kepada"
    ACCEPTED = "accepted", "menerima undangan"
    WITHDRAWN = "withdrawn", "mencabut peran dari"
    HANDED_OVER = "handed_over", "menyerahkan peran kepada"
    UNITS_SET = "units_set", "mengubah unit kerja"


class PeopleRecord(models.Model):
    """One act about the people of an institution. `email` where nobody came yet; `giver` lost what `person` got."""

    institution = models.ForeignKey(Institution, on_delete=models.PROTECT, related_name="people_records")
    act = models.CharField(max_length=20, choices=PeopleAct)
    role = models.CharField(max_length=30, choices=Role)
    email = models.EmailField(blank=True)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    giver = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    units = models.TextField(blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-at", "-pk"]
        triggers = append_only()

    def __str__(self) -> str:
        return f"{self.by} {self.get_act_display()} {self.person or self.email}"
