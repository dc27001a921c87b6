"""The log-ins that the demonstration hands out, kept in a file so that a later start shows the same."""

import json
import secrets
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from django.conf import settings

from apps.accounts.models import User

PATH = Path(settings.BASE_DIR) / "var" / "demo" / "logins.json"
MAIL_DOMAIN = "peraga.invalid"  # nobody's, by RFC 2606: such a letter can reach nobody
WORDS = (
    "awan", "bambu", "cemara", "danau", "embun", "fajar", "gunung", "hujan", "jati", "kabut", "lembah", "melati",
    "nyiur", "ombak", "padi", "rimba", "sawah", "teluk", "udara", "wangi",
)  # fmt: skip


@dataclass(frozen=True)
class Login:
    """One line of the table that is shown."""

    role: str
    username: str
    password: str
    institution: str


def hand_out(wanted: Sequence[tuple[str, User, str]], path: Path) -> list[Login]:
    """A password for each of these (role, person, place), the earlier one where the file has it."""
    known = {one["username"]: one["password"] for one in json.loads(path.read_text())} if path.exists() else {}
    logins = []
    for role, user, place in wanted:
        password = known.get(user.username) or _password()
        if user.username not in known or not user.has_usable_password():
            user.set_password(password)
            user.email = user.email or f"{user.username}@{MAIL_DOMAIN}"
            user.save(update_fields=["password", "email"])
            known[user.username] = password
        logins.append(Login(role, user.username, password, place))
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps([asdict(one) for one in logins], indent=2, ensure_ascii=False) + "\n")
    return logins


def _password() -> str:
    """Easy to read aloud: two words and four digits, such as padi-kabut-4182."""
    return f"{secrets.choice(WORDS)}-{secrets.choice(WORDS)}-{secrets.randbelow(9000) + 1000}"
