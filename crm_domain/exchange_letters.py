"""What was said to people, in an exchange file: written out, and put back into an empty workspace.

By their letters members can be reached unasked and customers' threads are gone on with. What is still to be sent stays:
it goes out from where it was written.
"""

from collections.abc import Callable, Iterator, Mapping
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import select

from crm_domain.errors import BadValue, CrmError
from crm_domain.exchange_audit import ONLY_EMPTY
from crm_domain.exchange_directory import Directory
from crm_domain.exchange_fields import BAD, NONSENSE
from crm_domain.exchange_intake import NOT_A_RECORD, Intake
from crm_domain.exchange_values import mapping, moment, one_of, shown, sound, text, whole, yes_no
from crm_domain.outbox import OVER, Letter, post_all
from crm_domain.tally import Outcome

AT_ONCE = 1_000
UTC = ZoneInfo("UTC")
FACTS: Mapping[str, Callable[[Any], Any]] = {
    **dict.fromkeys(("channel", "chat", "account", "answers", "error", "sent_as"), text),
    **dict.fromkeys(("address", "body"), lambda raw: mapping(sound(raw))),
    "direct": yes_no,
    "state": one_of(tuple(OVER)),
    "tries": whole,
    **dict.fromkeys(("at", "sent_at"), lambda raw: moment(raw, UTC)),
}
NEEDED = ("channel", "chat", "address", "body", "state", "at")


def write_letters(directory: Directory) -> list[dict[str, Any]]:
    """Those that were sent or given up, in their order."""
    here = (Letter.workspace_id == directory.workspace.id, Letter.state.in_(OVER))
    columns = [getattr(Letter, name) for name in FACTS]
    found = directory.session.execute(select(*columns).where(*here).order_by(Letter.id)).mappings()
    return [{name: _written(value) for name, value in row.items() if value is not None} for row in found]


def _written(value: Any) -> Any:
    return value.astimezone(UTC).isoformat() if hasattr(value, "astimezone") else value


def restore_letters(intake: Intake, entries: list[Any]) -> None:
    letters = [letter for entry in entries if (letter := _read_or_reject(intake, entry))]
    for start in range(0, len(letters), AT_ONCE):
        post_all(intake.crm.session, letters[start : start + AT_ONCE])


def leave_letters(intake: Intake, entries: list[Any]) -> None:
    """What was said elsewhere can't be put among what is said here; what is here already is unchanged."""
    here = select(Letter.channel, Letter.chat, Letter.at).where(Letter.workspace_id == intake.crm.workspace.id)
    known = set(intake.crm.session.execute(here).tuples()) if entries else set()
    for letter in filter(None, (_read_or_reject(intake, entry, Outcome.UNCHANGED) for entry in entries)):
        if (letter["channel"], letter["chat"], letter["at"]) not in known:
            intake.tally.unchanged -= 1
            intake.tally.reject("letters", None, BadValue(ONLY_EMPTY))


def _read_or_reject(intake: Intake, entry: Any, outcome: Outcome = Outcome.CREATED) -> dict[str, Any] | None:
    intake.tally.read += 1
    try:
        letter = dict(_read(entry))
    except CrmError as reason:
        intake.tally.reject("letters", None, reason)
        return None
    intake.tally.count(outcome)
    empty = dict.fromkeys(FACTS) | {"direct": True, "tries": 0}
    return empty | letter | {"workspace_id": intake.crm.workspace.id}


def _read(entry: Any) -> Iterator[tuple[str, Any]]:
    if not isinstance(entry, dict):
        raise BadValue(NOT_A_RECORD, value=shown(entry))
    for name, take in FACTS.items():
        raw = entry.get(name)
        if raw is None and name not in NEEDED:
            continue
        try:
            yield name, take(raw)
        except NONSENSE as error:
            raise BadValue(BAD, field=name, value=shown(raw)) from error
