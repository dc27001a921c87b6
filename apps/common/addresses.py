"""The address of a page by its name, for pages that name many."""

from functools import cache

from django.urls import reverse

FIRST = 10**9  # a number that stands in no path


def address(name: str, *args: object) -> str:
    """What `reverse` gives; of a page that is told by numbers alone, its path is looked up once in a process."""
    if all(type(one) is int and one >= 0 for one in args):
        return _path(name, len(args)) % args
    return reverse(name, args=args)


@cache
def _path(name: str, numbers: int) -> str:
    """The path of a page with a place for each of its numbers."""
    stand_ins = range(FIRST, FIRST + numbers)
    path = reverse(name, args=stand_ins).replace("%", "%%")
    for one in stand_ins:
        path = path.replace(str(one), "%d")
    return path
