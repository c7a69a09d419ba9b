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

    def filled(self) -> "Filled":
        columns, place, often = np.unique(self.columns, return_inverse=True, return_counts=True)
        row = np.repeat(np.arange(len(self)), np.diff(self.starts))
        shared = often > 1
        several = shared[place]
        full = np.zeros((len(self), int(shared.sum())), np.float32)
        full[row[several], (np.cumsum(shared) - 1)[place[several]]] = self.values[several]
        used = np.concatenate([columns[shared], self.columns[~several]])
        return Filled(used, full, row[~several], self.values[~several][:, None])

    def dot(self, weights: np.ndarray) -> np.ndarray:
        """rows · weights, float32 [rows, outputs]."""
        out = np.empty((len(self), weights.shape[1]), np.float32)
        for start in range(0, len(self), _AT_ONCE):
            some = np.arange(start, min(start + _AT_ONCE, len(self)))
            filled = self.take(some).filled()
            out[some] = filled.dot(weights[filled.used])
        return out


class Filled(NamedTuple):
    """Rows over the columns that are filled at all: of those that one row fills alone nothing need be added up.

    used: [shared + alone] columns; full: float32 [rows, shared]; row: [alone], ascending, and value: [alone, 1].
    """

    used: np.ndarray
    full: np.ndarray
    row: np.ndarray
    value: np.ndarray

    def dot(self, weights: np.ndarray) -> np.ndarray:
        """rows · weights, float32 [rows, outputs]; weights: of the used columns."""
        found: np.ndarray = self.full @ weights[: self.full.shape[1]]
        rows, first = np.unique(self.row, return_index=True)
        if len(rows):
            found[rows] += np.add.reduceat(weights[self.full.shape[1] :] * self.value, first)
        return found

    def back(self, outputs: np.ndarray) -> np.ndarray:
        """Transposed rows · outputs, float32 [used, outputs]."""
        return np.concatenate([self.full.T @ outputs, outputs[self.row] * self.value])


_AT_ONCE = 64
