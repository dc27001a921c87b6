"""Who takes what, at the least cost: a flow with laminar bounds, solved as a linear programme by HiGHS.

Rows take columns: assessors take institutions, or teams do, or assessors take places in teams. Each column needs a
number of takers, at most so many of them from one group, and each row has room for so many columns. The bounds on a
column and on its groups lie within one another, those on rows do too; such a matrix is totally unimodular, so that
every vertex that the simplex method returns is whole and its optimum is that of the whole numbers, with no gap.
(Edmonds, "Submodular functions, matroids, and certain polyhedra", 1970; Hoffman and Kruskal, 1956.)
"""

from dataclasses import dataclass

import highspy
import numpy as np
from numpy.typing import NDArray

Whole = NDArray[np.int64]
Mask = NDArray[np.bool_]

SOLVER = f"HiGHS {highspy.Highs().version()}"
NEAR = 1e-6


@dataclass(frozen=True)
class Demand:
    """What is asked. `cost`, `allowed`: row x column; `room`: of each row; `need`: of each column, no more of
    a group than `most`; `group`: of each row."""

    cost: Whole
    allowed: Mask
    room: Whole
    need: Whole
    group: Whole
    most: Whole
    steps: Whole | None = None
    """row x unit: what the first, second ... column costs that a row takes; it never falls. None: nothing."""


@dataclass(frozen=True)
class Relaxed:
    """What one unit of breaking a bound costs; None: it may not be broken."""

    short: int | None = None
    beyond: int | None = None
    mixed: int | None = None


@dataclass(frozen=True)
class Flow:
    """`taken`: row x column; the rest says where bounds were broken: of columns, of rows, (column, group)."""

    taken: Mask
    cost: int
    short: Whole
    beyond: Whole
    mixed: tuple[tuple[int, int], ...]


def flow(demand: Demand, relaxed: Relaxed = Relaxed()) -> Flow | None:
    """The cheapest way, or None if there is none."""
    rows, columns = demand.allowed.shape
    who, what = np.nonzero(demand.allowed)
    bounded, of_pair = _groups(demand, who, what)
    builder = _Builder(columns + rows + len(bounded))
    entries = np.stack([what, columns + who, np.where(of_pair < 0, -1, columns + rows + of_pair)], axis=1)
    builder.add(demand.cost[who, what], np.ones(len(who)), entries, np.where(entries < 0, 0.0, 1.0))
    if demand.steps is None:
        reach = demand.room.astype(float)
    else:
        unit = np.arange(demand.steps.shape[1]) < demand.room[:, None]
        steppers, _ = np.nonzero(unit)
        builder.one(demand.steps[unit], np.ones(len(steppers)), columns + steppers, -1.0)
        reach = np.zeros(rows)
    first = builder.count
    if relaxed.short is not None:
        builder.one(np.full(columns, relaxed.short), demand.need, np.arange(columns), 1.0)
    second = builder.count
    if relaxed.beyond is not None:
        builder.one(np.full(rows, relaxed.beyond), np.full(rows, np.inf), columns + np.arange(rows), -1.0)
    third = builder.count
    if relaxed.mixed is not None:
        over = demand.need[bounded[:, 0]] - demand.most[bounded[:, 0]]
        builder.one(np.full(len(bounded), relaxed.mixed), over, columns + rows + np.arange(len(bounded)), -1.0)

    most = demand.most[bounded[:, 0]].astype(float)
    lower = np.concatenate([demand.need.astype(float), np.full(rows + len(bounded), -np.inf)])
    upper = np.concatenate([demand.need.astype(float), reach, most])
    solved = builder.solve(lower, upper)
    if solved is None:
        return None
    value, cost = solved
    taken = np.zeros((rows, columns), dtype=np.bool_)
    taken[who, what] = value[: len(who)] > 0
    short, beyond, mixed = value[first:second], value[second:third], value[third:]
    return Flow(
        taken,
        cost,
        short if len(short) else np.zeros(columns, dtype=np.int64),
        beyond if len(beyond) else np.zeros(rows, dtype=np.int64),
        tuple((int(column), int(group)) for column, group in bounded[np.nonzero(mixed)[0]]),
    )


def _groups(demand: Demand, who: Whole, what: Whole) -> tuple[Whole, Whole]:
    """(column, group) whose bound can bind at all, and for each pair which of them it belongs to, -1 for none."""
    groups = int(demand.group.max(initial=0)) + 1
    key = what * groups + demand.group[who]
    found, place, times = np.unique(key, return_inverse=True, return_counts=True)
    binding = times > demand.most[found // groups]
    number = np.where(binding, np.cumsum(binding) - 1, -1)
    kept = found[binding]
    return np.stack([kept // groups, kept % groups], axis=1), number[place]


class _Builder:
    """A linear programme, column by column; every column begins at zero."""

    def __init__(self, rows: int) -> None:
        self.rows = rows
        self.costs: list[NDArray] = []
        self.uppers: list[NDArray] = []
        self.indices: list[NDArray] = []
        self.values: list[NDArray] = []
        self.lengths: list[NDArray] = []
        self.count = 0

    def add(self, cost: NDArray, upper: NDArray, entries: Whole, values: NDArray) -> None:
        """Columns with up to `entries.shape[1]` entries; an entry of -1 is none."""
        held = entries >= 0
        self.costs.append(cost.astype(float))
        self.uppers.append(upper.astype(float))
        self.indices.append(entries[held])
        self.values.append(values[held])
        self.lengths.append(held.sum(axis=1))
        self.count += len(cost)

    def one(self, cost: NDArray, upper: NDArray, entry: Whole, value: float) -> None:
        """Columns with one entry each."""
        self.add(cost, upper, entry[:, None], np.full((len(cost), 1), value))

    def solve(self, lower: NDArray, upper: NDArray) -> tuple[Whole, int] | None:
        """The value of every column and the cost; None if nothing fits. One thread, one order, one answer."""
        if not self.count:
            return None if (lower > 0).any() else (np.zeros(0, dtype=np.int64), 0)
        programme = highspy.HighsLp()
        programme.num_col_, programme.num_row_ = self.count, self.rows
        programme.col_cost_ = np.concatenate(self.costs)
        programme.col_lower_ = np.zeros(self.count)
        programme.col_upper_ = np.concatenate(self.uppers)
        programme.row_lower_, programme.row_upper_ = lower, upper
        matrix = programme.a_matrix_
        matrix.format_ = highspy.MatrixFormat.kColwise
        matrix.start_ = np.concatenate([[0], np.cumsum(np.concatenate(self.lengths))]).astype(np.int32)
        matrix.index_ = np.concatenate(self.indices).astype(np.int32)
        matrix.value_ = np.concatenate(self.values)
        solver = highspy.Highs()
        solver.setOptionValue("output_flag", False)
        solver.setOptionValue("solver", "simplex")
        solver.setOptionValue("parallel", "off")
        solver.setOptionValue("threads", 1)
        solver.passModel(programme)
        solver.run()
        status = solver.getModelStatus()
        if status == highspy.HighsModelStatus.kInfeasible:
            return None
        if status != highspy.HighsModelStatus.kOptimal:
            raise RuntimeError(f"HiGHS stopped with {status}")
        exact = np.array(solver.getSolution().col_value)
        whole = np.rint(exact).astype(np.int64)
        if np.abs(exact - whole).max(initial=0.0) > NEAR:
            raise RuntimeError("HiGHS returned a vertex that is not whole")
        return whole, round(solver.getInfo().objective_function_value)
