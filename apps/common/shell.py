"""What the frame around every page says: who is here, in which period, at which stage."""

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class StageMark:
    """One segment of the stage line; `dates` is ready to read, such as "18 Agu–19 Sep"."""

    label: str
    dates: str
    state: Literal["done", "now", "todo"]


@dataclass(frozen=True, slots=True)
class Shell:
    """Context variable `shell` of base.html. Without arguments it is the public visitor.

    nav: (label, url, current); person_links: (label, url) shown in the menu above "Keluar".
    simulation_label: "" for real periods, else "SIMULASI" or "SIMULASI - REKONSTRUKSI".
    notices_url, help_url: "" where there is no such page.
    """

    home_url: str = "/"
    person_name: str = ""
    role_label: str = ""
    institution_name: str = ""
    person_links: tuple[tuple[str, str], ...] = ()
    notices_url: str = ""
    unread: int = 0
    help_url: str = ""
    nav: tuple[tuple[str, str, bool], ...] = ()
    period_label: str = ""
    instrument_label: str = ""
    legal_basis: str = ""
    simulation_label: str = ""
    stages: tuple[StageMark, ...] = ()

    @property
    def initials(self) -> str:
        """At most two letters for narrow screens, titles such as "Dra." or "S.Kom." left out."""
        names = [word for word in self.person_name.split() if "." not in word] or self.person_name.split()
        return "".join(name[0].upper() for name in names[:2])
