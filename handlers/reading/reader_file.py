"""A trained intent reader as a file, so that a start need not train it again."""

import json
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from zipfile import BadZipFile

import numpy as np

from handlers.reading.encoder import Encoder
from handlers.reading.features import Vocabulary
from handlers.reading.heads import Heads
from handlers.reading.intents import IntentReader
from handlers.reading.judgement import Judge
from handlers.reading.kernel import KernelHeads
from handlers.reading.linear import LinearHeads
from handlers.reading.outofscope import Scope

_VERSION = 1
_KERNEL = ("centre", "landmarks", "weights", "offset")


class NotReadable(ValueError):
    """The file holds no reader that this program can use; the message says why."""


def save_reader(reader: IntentReader, file: Path) -> None:
    """Writes the reader without its encoder, as arrays in NumPy's own format (.npz)."""
    heads = reader.heads
    arrays: dict[str, np.ndarray] = {
        "names": _packed({"version": _VERSION, "intents": reader.intents, "columns": list(heads.vocabulary.columns)}),
        "rarity": heads.vocabulary.rarity,
        "linear.weights": heads.linear.weights,
        "linear.bias": heads.linear.bias,
        "enough": np.array(reader.enough),
    }
    arrays |= _judge_arrays("words", reader.by_words)
    if heads.kernel and reader.by_both:
        arrays |= {f"kernel.{name}": getattr(heads.kernel, name) for name in _KERNEL}
        arrays |= _judge_arrays("both", reader.by_both)
    written = file.with_name(f".{file.name}.{os.getpid()}")
    with written.open("wb") as target:
        np.savez(target, **arrays)  # type: ignore[arg-type]
    written.replace(file)  # nobody reads half a file


def load_reader(file: Path, encoder: Encoder | None = None) -> IntentReader:
    """Reads what `save_reader` wrote. Without an encoder it reads by words, even if it was trained with one.

    Raises NotReadable for any other file, and for a reader that was trained without the encoder that is given.
    """
    try:
        with np.load(file, allow_pickle=False) as stored:
            reader = _reader(dict(stored), encoder)
    except (BadZipFile, ValueError, KeyError, EOFError, TypeError) as error:
        raise NotReadable(f"{file} holds no reader of this version: {error}") from None
    if encoder and reader.by_both is None:
        raise NotReadable(f"{file} was trained without a sentence encoder")
    return reader


def _reader(stored: Mapping[str, np.ndarray], encoder: Encoder | None) -> IntentReader:
    names = json.loads(stored["names"].tobytes())
    if names["version"] != _VERSION:
        raise ValueError(f"version {names['version']}")
    kernel = KernelHeads(*(stored[f"kernel.{name}"] for name in _KERNEL)) if "kernel.centre" in stored else None
    return IntentReader(
        names["intents"],
        Heads(
            Vocabulary(names["columns"], stored["rarity"]),
            LinearHeads(stored["linear.weights"], stored["linear.bias"]),
            kernel,
        ),
        _judge(stored, "words"),
        _judge(stored, "both") if kernel else None,
        float(stored["enough"]),
        encoder,
    )


def _packed(names: Mapping[str, Any]) -> np.ndarray:
    return np.frombuffer(json.dumps(names).encode(), np.uint8)


def _judge_arrays(name: str, judge: Judge) -> dict[str, np.ndarray]:
    numbers = np.array([judge.share, judge.sharpness, judge.scope.least])
    return {f"{name}.numbers": numbers, f"{name}.known": judge.scope.known}


def _judge(stored: Mapping[str, np.ndarray], name: str) -> Judge:
    share, sharpness, least = stored[f"{name}.numbers"].tolist()
    return Judge(share, sharpness, Scope(stored[f"{name}.known"], least))
