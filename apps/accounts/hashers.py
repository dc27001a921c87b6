"""How passwords are kept."""

from django.contrib.auth.hashers import Argon2PasswordHasher


class Argon2Hasher(Argon2PasswordHasher):
    """argon2id with explicit parameters (OWASP: 19 MiB, 2 passes, 1 lane).

    Django's defaults ask for 100 MiB and 8 lanes, which costs about 0.3 CPU seconds a log-in:
    too much for a morning when thousands log in at once.
    """

    time_cost = 2
    memory_cost = 19 * 1024
    parallelism = 1
