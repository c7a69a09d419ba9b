"""The drawer that files lie in until they have gone out with their letter: pictures, tables, exports."""

import hashlib
import os
import tempfile
from dataclasses import dataclass
from pathlib import Path

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

    def _open(self) -> Path:
        if self.folder is None:
            self.folder = Path(tempfile.mkdtemp(prefix="confab-"))
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        return self.folder


def _tidy(folder: Path, newest: Path) -> None:
    now = newest.stat().st_mtime
    for entry in os.scandir(folder):
        if entry.is_file() and now - entry.stat().st_mtime > KEPT:
            os.unlink(entry.path)
