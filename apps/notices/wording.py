"""What mails say: plain text, every notice on a line of its own with the address it leads to."""

from collections.abc import Sequence
from datetime import date
from itertools import groupby

from django.conf import settings
from django.urls import reverse

from apps.accounts.models import User
from apps.common.formats import count, date_id, wib
from apps.notices.choices import FIXED, NoticeKind
from apps.notices.models import Notice

SUBJECT = 200
MOST = 40  # notices that one digest spells out
SIMULATED = "Data latihan, bukan hasil resmi."


def one_line(text: str) -> str:
    """What people typed, without line breaks or signs that steer: it can pass for nothing but its own line."""
    return " ".join("".join(sign if sign.isprintable() else " " for sign in text).split())


def address(path: str = "") -> str:
    """The whole address of one of our own paths; whatever is not one leads to the list of notices."""
    own = path.startswith("/") and not path.startswith(("//", "/\\"))
    return settings.SITE_URL.rstrip("/") + (path if own else reverse("notices:list"))


def subject_of(text: str, simulation_label: str) -> str:
    """The subject of a mail; that of a simulation says so first."""
    return one_line(f"[SIMULASI] {text}" if simulation_label else text)[:SUBJECT]


def urgent_text(person: User, notice: Notice) -> str:
    """The mail about one notice that does not wait."""
    simulated = f"{one_line(notice.simulation_label)}. {SIMULATED}\n\n" if notice.simulation_label else ""
    return (
        f"Yth. {one_line(person.name)},\n\n{simulated}{one_line(notice.text)}\n\n"
        f"Buka: {address(notice.url)}\n\n{_foot(NoticeKind(notice.kind))}"
    )


def digest_subject(notices: Sequence[Notice], day: date) -> str:
    """All of a simulation: the subject says so. Some of it: each group in the letter does."""
    common = notices[0].simulation_label if all(one.simulation_label for one in notices) else ""
    return subject_of(f"{count(len(notices))} pemberitahuan, {date_id(day)}", common)


def digest_text(person: User, notices: Sequence[Notice]) -> str:
    """The morning's letter. The notices come sorted by simulation label, then by kind."""
    lines = [f"Yth. {one_line(person.name)},", "", f"Ada {count(len(notices))} hal yang belum Anda baca.", ""]
    for label, group in groupby(notices[:MOST], key=lambda one: one.simulation_label):
        if label:
            lines += [f"{one_line(label)}. {SIMULATED}", ""]
        for kind, alike in groupby(group, key=lambda one: one.kind):
            lines += [NoticeKind(kind).label, ""]
            for notice in alike:
                lines += [f"- {one_line(notice.text)}", f"  {wib(notice.at)}", f"  {address(notice.url)}", ""]
    if len(notices) > MOST:
        lines += [f"Dan {count(len(notices) - MOST)} lainnya: {address()}", ""]
    return "\n".join([*lines, _foot()])


def _foot(kind: NoticeKind | None = None) -> str:
    settings_page = address(reverse("notices:preferences"))
    choice = (
        "Pemberitahuan jenis ini tidak dapat dimatikan."
        if kind in FIXED
        else f"Atur surel yang Anda terima: {settings_page}"
    )
    return f"--\nEvaluasi SPBE. Surel ini dikirim otomatis; jangan dibalas.\n{choice}\n"
