"""Intraclass correlations: how much of the spread of mean levels is the things judged, not the judges."""

from collections.abc import Sequence

import numpy as np


def icc_1k(targets: Sequence[Sequence[float]]) -> float | None:
    """ICC(1,k): each thing judged by k judges of its own; reliability of their mean.

    (BMS - WMS) / BMS of the one-way analysis of variance. Shrout & Fleiss (1979), Intraclass correlations: uses in
    assessing rater reliability, Psychological Bulletin 86(2), 420-428. `targets[i]`: the k levels of a thing.
    None for fewer than two things or judges, or where all means are equal.
    """
    levels = _table(targets)
    if levels is None:
        return None
    things, judges = levels.shape
    between = judges * float(np.var(levels.mean(axis=1), ddof=1))
    within = float(((levels - levels.mean(axis=1, keepdims=True)) ** 2).sum()) / (things * (judges - 1))
    return 1 - within / between if between else None


def icc_2k(targets: Sequence[Sequence[float]]) -> float | None:
    """ICC(2,k): the same k judges judge everything; reliability of their mean for judges like these.

    (BMS - EMS) / (BMS + (JMS - EMS) / n) of the two-way analysis of variance: a judge who is stricter throughout
    counts as disagreement. Shrout & Fleiss (1979), as above. `targets[i][j]`: the level of judge j for thing i.
    """
    levels = _table(targets)
    if levels is None:
        return None
    things, judges = levels.shape
    rows, columns = levels.mean(axis=1, keepdims=True), levels.mean(axis=0, keepdims=True)
    between = judges * float(np.var(rows, ddof=1))
    by_judge = things * float(np.var(columns, ddof=1))
    error = float(((levels - rows - columns + levels.mean()) ** 2).sum()) / ((things - 1) * (judges - 1))
    spread = between + (by_judge - error) / things
    return (between - error) / spread if spread > 0 else None


def _table(targets: Sequence[Sequence[float]]) -> np.ndarray | None:
    """Things by judges, None where there are fewer than two of either. Raises ValueError for gaps."""
    if len(targets) < 2 or len(targets[0]) < 2:
        return None
    if len({len(one) for one in targets}) > 1:
        raise ValueError("every thing needs a level of every judge")
    return np.array(targets, dtype=float)
