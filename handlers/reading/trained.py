"""The intent reader of our own commands, trained once and kept beside this code, the way Python keeps compiled modules.

What it was trained from is in the file's name, so a kept one equals a fresh one; where nothing can be written it is
trained anew by each process.
"""

import hashlib
from collections.abc import Callable, Sequence
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import TYPE_CHECKING

from handlers.reading.example import Example

if TYPE_CHECKING:
    from handlers.reading.intents import IntentReader

HERE = Path(__file__).parent
KEPT = HERE / "__trained__"
MOST = 3  # files kept: of this code, and of what it was before


def kept_or_trained(sources: Sequence[str], examples: Callable[[], Sequence[Example]]) -> "IntentReader":
    """`sources`: all that the examples are made of, beside the code of the reader itself."""
    from handlers.reading.intents import IntentReader
    from handlers.reading.linear import BRISK
    from handlers.reading.reader_file import NotReadable, load_reader

    file = _file(sources)
    if file.exists():
        try:
            return load_reader(file)
        except (NotReadable, OSError):
            pass  # half a file, or one of another version: train it anew
    reader = IntentReader.train(examples(), pace=BRISK)
    _keep(reader, file)
    return reader


def is_kept(sources: Sequence[str]) -> bool:
    """Whether nobody will have to wait for the training."""
    return _file(sources).exists()


def _file(sources: Sequence[str]) -> Path:
    return KEPT / f"{_digest(sources)}.npz"


def _digest(sources: Sequence[str]) -> str:
    digest = hashlib.sha256()
    for code in sorted(HERE.glob("*.py")):
        digest.update(code.read_bytes())
    for source in sources:
        digest.update(source.encode())
    return digest.hexdigest()[:24]


def _keep(reader: "IntentReader", file: Path) -> None:
    """Whole or not at all: another process may look at the same time."""
    from handlers.reading.reader_file import save_reader

    try:
        KEPT.mkdir(exist_ok=True)
        with NamedTemporaryFile(dir=KEPT, suffix=".part", delete=False) as part:
            pass
        save_reader(reader, Path(part.name))
        Path(part.name).replace(file)
        for old in sorted(KEPT.glob("*.npz"), key=lambda kept: -kept.stat().st_mtime)[MOST:]:
            old.unlink(missing_ok=True)
    except OSError:
        return  # a place that cannot be written
