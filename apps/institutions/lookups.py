"""Finding an institution by what people call it."""

from django.db.models import CharField, Q, Transform

SHORTEST_ACRONYM = 3


@CharField.register_lookup
class Initials(Transform):
    """The capitals of a name in their order: "Badan Siber dan Sandi Negara" is BSSN."""

    lookup_name = "initials"
    template = "regexp_replace(%(expressions)s, '[^[:upper:]]', '', 'g')"


def named(word: str, path: str = "name") -> Q:
    """Names that contain the word, or whose initials do. `path` leads to the name."""
    found = Q(**{f"{path}__icontains": word})
    if len(word) < SHORTEST_ACRONYM:
        return found
    return found | Q(**{f"{path}__initials__contains": word.upper()})
