"""Rows of which few columns are filled: the texts as the linear heads see them."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

import numpy as np


class Rows(NamedTuple):
    """A matrix in compressed rows: row i fills columns[starts[i]:starts[i + 1]] with values of the same places."""

    starts: np.ndarray
    columns: np.ndarray
    values: np.ndarray
    width: int

    @classmethod
    def of(cls, rows: Iterable[tuple[Sequence[int], Sequence[float]]], width: int) -> "Rows":
        starts, columns, values = [0], list[int](), list[float]()
        for places, filled in rows:
            columns += places
            values += filled
            starts.append(len(columns))
        return cls(np.array(starts), np.array(columns, np.int32), np.array(values, np.float32), width)

    def __len__(self) -> int:
        return len(self.starts) - 1

    def take(self, rows: np.ndarray) -> "Rows":
        """These rows, in this order."""
        lengths = self.starts[rows + 1] - self.starts[rows]
        starts = np.concatenate([[0], np.cumsum(lengths)])
        places = np.arange(starts[-1]) + np.repeat(self.starts[rows] - starts[:-1], lengths)
        return Rows(starts, self.columns[places], self.values[places], self.width)

    def dense(self) -> tuple[np.ndarray, np.ndarray]:
        """The columns that are filled at all, and the rows over them: float32 [rows, columns]."""
        used, place = np.unique(self.columns, return_inverse=True)
        full = np.zeros((len(self), len(used)), np.float32)
        full[np.repeat(np.arange(len(self)), np.diff(self.starts)), place] = self.values
        return used, full

    def dot(self, weights: np.ndarray) -> np.ndarray:
        """rows · weights, float32 [rows, outputs]."""
        out = np.empty((len(self), weights.shape[1]), np.float32)
        for start in range(0, len(self), _AT_ONCE):
            some = np.arange(start, min(start + _AT_ONCE, len(self)))
            used, full = self.take(some).dense()
            out[some] = full @ weights[used]
        return out


_AT_ONCE = 64
