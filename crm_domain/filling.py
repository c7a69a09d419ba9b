"""One record's values laid over another's: what is empty is filled, what differs wins or is kept beside."""

from collections.abc import Mapping
from typing import Any


def filled(row: dict[str, Any], values: Mapping[str, Any], over: bool) -> bool:
    """Whether anything of the values is new. What a duplicate says otherwise is kept beside, under `also`."""
    changed, also = False, dict[str, list[Any]]()
    for name, value in values.items():
        if value is None or name in ("more", "closed_at"):
            continue
        now = row.get(name)
        if now is None or (over and now != value):
            row[name], changed = value, True
        elif now != value and name in ("email", "phone", "title"):
            also.setdefault(name, []).append(value)
    more = _joined(row.get("more") or {}, values.get("more") or {}, also, over)
    if more != (row.get("more") or {}):
        row["more"], changed = more, True
    return changed


def _joined(now: dict[str, Any], new: dict[str, Any], also: dict[str, list[Any]], over: bool) -> dict[str, Any]:
    more = now | new if over else new | now
    if over or not also:
        return more
    kept = {name: list(values) for name, values in (now.get("also") or {}).items()}
    for name, values in also.items():
        kept[name] = [*kept.get(name, []), *(value for value in values if value not in kept.get(name, []))]
    return more | {"also": kept}
