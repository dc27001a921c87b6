"""What a page may not contain where no script, style or file comes from anywhere but this site."""

from html.parser import HTMLParser

LOADED = {
    "script": ("src",),
    "link": ("href",),
    "img": ("src", "srcset"),
    "source": ("src", "srcset"),
    "iframe": ("src",),
    "embed": ("src",),
    "object": ("data",),
    "video": ("src", "poster"),
    "audio": ("src",),
    "use": ("href", "xlink:href"),
    "image": ("href", "xlink:href"),
    "form": ("action",),
}


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag in ("style", "base") or (tag == "script" and "src" not in given):
            self.found.append(f"<{tag}> in the page")
        for name, value in attrs:
            if name == "style" or name.startswith("on"):
                self.found.append(f"{name} at <{tag}>")
            if name in LOADED.get(tag, ()) and not _is_ours(value or ""):
                self.found.append(f"<{tag}> loads {value}")
            if (value or "").strip().lower().startswith(("javascript:", "data:")):
                self.found.append(f"{name} of <{tag}> is {value}")

    handle_startendtag = handle_starttag


def _is_ours(address: str) -> bool:
    return address in ("", ".") or address[0] in "#?" or (address[0] == "/" and address[:2] != "//")


def offences(html: str) -> list[str]:
    """What stands in the page and may not."""
    reader = _Reader()
    reader.feed(html)
    return reader.found


def weaknesses(policy: str) -> list[str]:
    """What a content security policy leaves open: anything but this site, or nothing at all."""
    directives = [one.split() for one in policy.split(";") if one.strip()]
    open_sources = [
        f"{name} {source}"
        for name, *sources in directives
        for source in sources
        if name != "sandbox" and source not in ("'self'", "'none'")
    ]
    missing = [] if ["default-src", "'none'"] in directives else ["no default-src 'none'"]
    return open_sources + missing
