"""The drawer that files lie in until they have gone out with their letter: pictures, tables, exports."""

import hashlib
import os
import re
import shutil
import tempfile
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from crm_domain.errors import BadValue, NotFound
from crm_domain.texts import T

GONE = T("That file is no longer here. Please send it again.", "那个文件已经不在了，请重新发一次。")
UNREADABLE = T("I could not get the file {name}. Please send it again.", "没有拿到文件 {name}，请重新发一次。")
UNSEARCHED = frozenset({".xlsx", ".zip", ".png", ".svg"})  # packed: what is in them cannot be found by its words
_UNSAFE = re.compile(r"[^\w.\-]+")
_NAME = re.compile(r"[0-9a-f]{16}-[\w.\-]+")
KEPT = 30 * 24 * 3600.0  # seconds; what is older than that beside a new file goes


@dataclass(slots=True)
class Drawer:
    """`folder` is made with the first file; without one, a folder that lasts as long as the machine is up."""

    folder: Path | None = None

    def put(self, name: str, content: bytes) -> str:
        """The path of a file with this content; the same again is the same file. OSError where there is no room."""
        folder = self._open()
        stem, dot, kind = name.rpartition(".")
        path = folder / f"{stem}-{hashlib.sha256(content).hexdigest()[:10]}{dot}{kind}"
        written = path.with_name(f".{path.name}.{os.getpid()}")
        written.write_bytes(content)
        written.replace(path)
        _tidy(folder, path)
        return str(path)

    def keep(self, path: str) -> str:
        """A copy of what came with a message, which outlives the message; by what to ask for it."""
        name = _UNSAFE.sub("_", Path(path).name).lstrip(".")[-80:] or "file"
        try:
            with open(path, "rb") as file:
                digest = hashlib.file_digest(file, "sha256").hexdigest()[:16]
            kept = self._open() / "in" / digest / name
            kept.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            shutil.copyfile(path, kept)
        except OSError as error:
            raise NotFound(UNREADABLE, name=Path(path).name) from error
        return f"{digest}-{name}"

    def kept(self, key: str) -> Path:
        """Nothing but what was sent here can be asked for."""
        digest, _, name = key.partition("-")
        path = self._open() / "in" / digest / name
        if not _NAME.fullmatch(key) or not path.is_file():
            raise BadValue(GONE)
        return path

    def shown(self, keys: Iterable[str]) -> tuple[str, ...]:
        """The paths of those that are still here."""
        paths = ((self._open() / "in").joinpath(*key.split("-", 1)) for key in keys if _NAME.fullmatch(key))
        return tuple(str(path) for path in paths if path.is_file())

    def forget(self, texts: Iterable[str]) -> int:
        """Removes every file that holds one of these, and every one that cannot be searched. How many."""
        wanted, gone = [text.encode() for text in texts], 0
        for path in [path for path in self._open().rglob("*") if path.is_file()]:
            if path.suffix in UNSEARCHED or any(text in path.read_bytes() for text in wanted):
                path.unlink(missing_ok=True)
                gone += 1
        return gone

    def _open(self) -> Path:
        if self.folder is None:
            self.folder = Path(tempfile.mkdtemp(prefix="confab-"))
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        return self.folder


def name_of(key: str) -> str:
    """What a kept file was called."""
    return key.partition("-")[2]


def _tidy(folder: Path, newest: Path) -> None:
    now = newest.stat().st_mtime
    for entry in os.scandir(folder):
        if entry.is_file() and now - entry.stat().st_mtime > KEPT:
            os.unlink(entry.path)
