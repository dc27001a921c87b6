"""People who log in, and the one-time links that bring them."""

from django.contrib.auth.models import AbstractUser
from django.db import models
from django.utils import timezone


class User(AbstractUser):
    """One person. What they are (role, institution) stands in institutions.Membership."""

    first_name = None  # type: ignore[assignment]
    last_name = None  # type: ignore[assignment]
    name = models.CharField("nama lengkap", max_length=200)
    email = models.EmailField("alamat surel", blank=True)
    session_round = models.PositiveIntegerField(default=0, db_default=0)
    # Set for one request in which somebody of the ministry looks at this person's pages: they see less than the person.
    is_looked_at = False

    REQUIRED_FIELDS = ["name"]

    class Meta:
        verbose_name = "pengguna"

    def __str__(self) -> str:
        return self.name or self.username

    def _get_session_auth_hash(self, secret: str | None = None) -> str:
        """Django's, which changes with the password; here it changes with the round, too, and every session ends."""
        found: str = super()._get_session_auth_hash(secret)  # type: ignore[misc]
        return f"{found}{self.session_round or ''}"

    def get_full_name(self) -> str:
        return str(self)

    def get_short_name(self) -> str:
        return str(self)


class OneTimeLink(models.Model):
    """A way in for somebody who has no password yet. Only the hash of the secret is kept."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="links")
    secret_sha256 = models.CharField(max_length=64, unique=True)
    created_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"{self.user}, sampai {self.expires_at:%Y-%m-%d}"


class FailedLogin(models.Model):
    """A log-in that was refused. What was typed is kept only as a hash: people type passwords there too."""

    account = models.CharField(max_length=64)
    network = models.CharField(max_length=64)
    at = models.DateTimeField(default=timezone.now, db_index=True)

    class Meta:
        indexes = [
            models.Index(fields=["account", "network", "at"], name="failed_by_account"),
            models.Index(fields=["network", "at"], name="failed_by_network"),
        ]

    def __str__(self) -> str:
        return f"{self.network}: {self.at}"
