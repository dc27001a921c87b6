"""The running year of the demonstration: every institution of the register, at every stage of work."""

from collections.abc import Iterator, Sequence
from itertools import batched
