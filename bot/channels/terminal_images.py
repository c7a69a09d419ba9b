"""Pictures inside the terminal, where it can show them: the protocols of kitty and of iTerm2."""

from base64 import b64encode
from collections.abc import Callable, Mapping
from pathlib import Path

CHUNK = 4096  # bytes of base64 that one command of kitty's protocol may hold
PICTURES = (".png",)
KITTY = frozenset({"ghostty", "kitty"})
ITERM = frozenset({"iTerm.app", "WezTerm", "mintty"})
WITHIN = ("TMUX", "STY")  # a multiplexer swallows what it does not know


def inline(file: str, environ: Mapping[str, str]) -> str | None:
    """What shows this picture when written to the terminal; None where it cannot, or where it is no picture."""
    path = Path(file)
    write = protocol(environ)
    if write is None or path.suffix not in PICTURES:
        return None
    try:
        return write(path.read_bytes())
    except OSError:  # the path alone is shown then
        return None


def protocol(environ: Mapping[str, str]) -> Callable[[bytes], str] | None:
    """The terminal's own, as it says of itself in its environment."""
    program = environ.get("TERM_PROGRAM", "")
    if any(environ.get(name) for name in WITHIN):
        return None
    if environ.get("KITTY_WINDOW_ID") or "kitty" in environ.get("TERM", "") or program in KITTY:
        return kitty
    return iterm if program in ITERM or environ.get("LC_TERMINAL") == "iTerm2" else None


def kitty(png: bytes) -> str:
    """https://sw.kovidgoyal.net/kitty/graphics-protocol/: a PNG (f=100) that is shown at once (a=T), piece by piece."""
    data = b64encode(png).decode()
    parts = [data[start : start + CHUNK] for start in range(0, len(data), CHUNK)]
    last = len(parts) - 1
    heads = ("a=T,f=100," if n == 0 else "" for n in range(len(parts)))
    return "".join(
        f"\x1b_G{head}m={int(n < last)};{part}\x1b\\" for n, (head, part) in enumerate(zip(heads, parts, strict=True))
    )


def iterm(png: bytes) -> str:
    """https://iterm2.com/documentation-images.html"""
    return f"\x1b]1337;File=inline=1;size={len(png)}:{b64encode(png).decode()}\x07"
