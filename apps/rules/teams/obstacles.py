"""Why no teams can be made, and what would cure it: found by letting one rule give way at a time.

Every cure was tried before it is named.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

import numpy as np

from apps.rules.teams.demand import allowed, demand
from apps.rules.teams.flow import Flow, Relaxed, flow
from apps.rules.teams.problem import Assessor, Institution, Problem

NAMED = 10
SHOWN = 3


@dataclass(frozen=True)
class Obstacle:
    """A rule that stands in the way, as a sentence, and what would cure it."""

    sentence: str
    cure: str


def obstacles(problem: Problem) -> tuple[Obstacle, ...]:
    """What stands in the way of teams for every institution; empty if nothing does."""
    if len(problem.assessors) < problem.size:
        missing = problem.size - len(problem.assessors)
        sentence = f"Baru ada {len(problem.assessors)} asesor, sedangkan setiap instansi memerlukan {problem.size}."
        return (Obstacle(sentence, f"Tambah sekurang-kurangnya {missing} asesor."),)
    if alone := list(_nobody_for(problem)):
        return _few(alone)
    beyond = _relaxed(problem, Relaxed(beyond=1))
    if beyond is None or not beyond.cost:
        return ()
    cure = _cure(problem, beyond.cost)
    if problem.wanted > problem.free:
        sentence = (
            f"Kapasitas kurang {_number(beyond.cost)} penugasan: {_number(len(problem.institutions))} instansi "
            f"memerlukan {_number(problem.wanted)}, sedangkan {_number(len(problem.assessors))} asesor masih dapat "
            f"menerima {_number(problem.free)}."
        )
        return (Obstacle(sentence, cure),)
    return (*_few(list(_blocked(problem))), Obstacle(_misplaced(problem, beyond), cure))


def _few(found: list[Obstacle]) -> tuple[Obstacle, ...]:
    if len(found) <= NAMED:
        return tuple(found)
    rest = f"Hal serupa terjadi pada {len(found) - NAMED} instansi lain."
    return (*found[:NAMED], Obstacle(rest, "Selesaikan yang sudah disebut, lalu susun usulan lagi."))


def _nobody_for(problem: Problem) -> Iterator[Obstacle]:
    """Institutions that could not be given a team even if everybody had room for everything."""
    for institution in problem.institutions:
        open_to = [one for one in problem.assessors if (one.key, institution.key) not in problem.tied]
        bound = [one.name for one in problem.assessors if (one.key, institution.key) in problem.tied]
        missing = problem.size - len(open_to)
        if missing > 0:
            sentence = (
                f"{institution.name}: hanya {len(open_to)} asesor yang tidak terikat benturan kepentingan, "
                f"diperlukan {problem.size}."
            )
            yield Obstacle(sentence, f"Tambah {missing} asesor yang tidak terikat{_or_excepted(bound)}.")
        elif len({one.university for one in open_to}) < problem.universities:
            sentence = (
                f"{institution.name}: semua asesor yang tidak terikat benturan kepentingan berasal dari satu "
                f"perguruan tinggi ({open_to[0].university})."
            )
            yield Obstacle(sentence, f"Tambah 1 asesor dari perguruan tinggi lain{_or_excepted(bound)}.")


def _or_excepted(names: list[str]) -> str:
    return f", atau setujui pengecualian bagi {_listed(names)}" if names else ""


def _number(number: int) -> str:
    return f"{number:,}".replace(",", ".")


def _listed(names: list[str]) -> str:
    more = f", dan {len(names) - SHOWN} lainnya" if len(names) > SHOWN else ""
    return f"{', '.join(names[:SHOWN])}{more}"


def _blocked(problem: Problem) -> Iterator[Obstacle]:
    """Capacity is there, but not where it is wanted: which rule keeps it away, if it is one alone."""
    mixed = _relaxed(problem, Relaxed(mixed=1))
    if mixed:
        for column in sorted({column for column, _ in mixed.mixed}):
            institution = problem.institutions[column]
            university = problem.assessors[int(np.nonzero(mixed.taken[:, column])[0][0])].university
            yield Obstacle(
                f"{institution.name}: semua asesor yang masih ada kapasitas berasal dari satu perguruan tinggi "
                f"({university}).",
                "Tambah asesor dari perguruan tinggi lain, atau tugaskan dengan tangan dan tulis alasannya.",
            )
        return
    in_spite = _in_spite(problem)
    if in_spite:
        for column, institution in enumerate(problem.institutions):
            names = [one.name for one in _taking(problem, in_spite, column) if _is_tied(problem, one, institution)]
            if names:
                yield Obstacle(
                    f"{institution.name}: asesor yang masih ada kapasitas terikat benturan kepentingan.",
                    f"Tambah {len(names)} asesor yang tidak terikat{_or_excepted(names)}.",
                )


def _misplaced(problem: Problem, beyond: Flow) -> str:
    names = [problem.assessors[row].name for row in np.nonzero(beyond.beyond)[0]]
    return (
        f"Kapasitas kurang {_number(beyond.cost)} penugasan pada asesor yang dapat menerimanya ({_listed(names)}); "
        "kapasitas asesor lain tidak dapat dipakai karena benturan kepentingan atau perguruan tingginya."
    )


def _cure(problem: Problem, lacking: int) -> str:
    """The smallest capacity for all and the smallest number of new assessors that are enough, each by itself."""
    people = len(problem.assessors)
    asks_for_less = any(problem.limit(one) < problem.capacity for one in problem.assessors)
    start = 1 if asks_for_less else problem.capacity - (-lacking // people)
    capacity = _least(start, lambda number: is_possible(problem.with_capacity(number)))
    words = f"Naikkan kapasitas menjadi {capacity}"
    if asks_for_less and capacity <= problem.capacity:
        words = f"Minta asesor yang membatasi diri menerima {capacity} instansi"
    elif asks_for_less:
        words += ", juga bagi yang membatasi diri,"
    if problem.capacity:
        more = _least(-(-lacking // problem.capacity), lambda number: is_possible(_with_more(problem, number)))
        words += f" atau tambah {more} asesor"
    return f"{words}."


def _least(start: int, is_enough: Callable[[int], bool]) -> int:
    """The smallest number from `start` on that is enough; what is enough stays enough."""
    below, step = start - 1, 1
    while not is_enough(below + step):
        below, step = below + step, 2 * step
    above = below + step
    while above - below > 1:
        middle = (above + below) // 2
        below, above = (below, middle) if is_enough(middle) else (middle, above)
    return above


def is_possible(problem: Problem) -> bool:
    return _relaxed(problem, Relaxed()) is not None


def _with_more(problem: Problem, number: int) -> Problem:
    """With so many assessors more, each from a university of their own and tied to nobody."""
    first = min((one.key for one in problem.assessors), default=0) - 1
    new = (Assessor(first - place, "", f"+{place}") for place in range(number))
    return replace(problem, assessors=(*problem.assessors, *new))


def _relaxed(problem: Problem, relaxed: Relaxed) -> Flow | None:
    need = np.full(len(problem.institutions), problem.size, dtype=np.int64)
    nothing = np.zeros((len(problem.assessors), len(problem.institutions)), dtype=np.int64)
    return flow(demand(problem, need, nothing), relaxed)


def _in_spite(problem: Problem) -> Flow | None:
    """With as few conflicts as possible."""
    need = np.full(len(problem.institutions), problem.size, dtype=np.int64)
    return flow(demand(replace(problem, tied=frozenset()), need, (~allowed(problem)).astype(np.int64)))


def _taking(problem: Problem, found: Flow, column: int) -> list[Assessor]:
    return [problem.assessors[row] for row in np.nonzero(found.taken[:, column])[0]]


def _is_tied(problem: Problem, assessor: Assessor, institution: Institution) -> bool:
    return (assessor.key, institution.key) in problem.tied
