"""What `crm doctor` finds, whoever looked."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Finding:
    """`ok`: nothing has to be done. `mend` says what could be done."""

    ok: bool
    what: str
    mend: str = ""
