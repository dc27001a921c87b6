"""What somebody ought to know: in the application, and by mail."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from apps.notices.choices import FIXED, NoticeKind


class Notice(models.Model):
    """One sentence for one person, with the place it leads to.

    `settled_at`: when it was mailed, or when it was decided that it is not; until then a digest may take it up.
    """

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="notices")
    kind = models.CharField(max_length=10, choices=NoticeKind, default=NoticeKind.GENERAL)
    simulation_label = models.CharField(max_length=60, blank=True)
    text = models.CharField(max_length=300)
    url = models.CharField(max_length=300, blank=True)
    at = models.DateTimeField(default=timezone.now)
    read_at = models.DateTimeField(null=True)
    settled_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-at", "-pk"]
        indexes = [
            models.Index(fields=["user"], condition=Q(read_at__isnull=True), name="unread_notices"),
            models.Index(fields=["at"], condition=Q(settled_at__isnull=True), name="unsettled_notices"),
        ]

    def __str__(self) -> str:
        return self.text


class Letter(models.Model):
    """One mail that is to leave. The row is the work: a worker sends it, and tries again until it has gone.

    Its words are not kept once it has gone. The attachment is a kept file, named by its hash. A mail server that dies
    between taking a letter and saying so gets it twice; it is never lost.
    """

    address = models.EmailField()
    subject = models.CharField(max_length=200)
    text = models.TextField()
    attachment_sha256 = models.CharField(max_length=64, blank=True)
    attachment_name = models.CharField(max_length=255, blank=True)
    attachment_type = models.CharField(max_length=100, blank=True)
    written_at = models.DateTimeField(default=timezone.now)
    due_at = models.DateTimeField(default=timezone.now)
    tries = models.PositiveSmallIntegerField(default=0)
    sent_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["written_at", "pk"]
        indexes = [models.Index(fields=["due_at"], condition=Q(sent_at__isnull=True), name="letters_to_send")]

    def __str__(self) -> str:
        return f"{self.address}: {self.subject}"


class Digest(models.Model):
    """That a person got the letter of a day: the row by which nobody gets two."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="digests")
    day = models.DateField()
    letter = models.OneToOneField(Letter, on_delete=models.PROTECT, related_name="digest")

    class Meta:
        ordering = ["-day"]
        constraints = [models.UniqueConstraint(fields=["user", "day"], name="one_digest_per_person_and_day")]

    def __str__(self) -> str:
        return f"{self.user_id}: {self.day}"


class Preference(models.Model):
    """What a person wants to hear of one kind, and where. Without a row: everything, everywhere."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="notice_preferences")
    kind = models.CharField(max_length=10, choices=NoticeKind)
    in_app = models.BooleanField(default=True)
    by_mail = models.BooleanField(default=True)

    class Meta:
        ordering = ["kind"]
        constraints = [
            models.UniqueConstraint(fields=["user", "kind"], name="one_preference_per_kind"),
            models.CheckConstraint(condition=~Q(kind__in=list(FIXED)), name="fixed_kinds_cannot_be_switched_off"),
        ]

    def __str__(self) -> str:
        return f"{self.user_id}: {self.kind}"


class DueReminder(models.Model):
    """That a person was reminded of a limit, so many days before. Another limit is reminded of anew."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="due_reminders")
    key = models.CharField(max_length=100)
    until = models.DateTimeField()
    days = models.PositiveSmallIntegerField()
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["at"]
        constraints = [
            models.UniqueConstraint(fields=["user", "key", "until", "days"], name="one_reminder_per_limit_and_days")
        ]
        indexes = [models.Index(fields=["until"], name="reminders_by_limit")]

    def __str__(self) -> str:
        return f"{self.user_id}: {self.key} ({self.days})"


class CalendarFeed(models.Model):
    """The address at which a person's calendar fetches their limits. Only the hash of its secret is kept."""

    user = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="calendar_feed")
    secret_sha256 = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return f"{self.user_id}: {self.made_at}"
