"""The one tree of refusals: what a person can act on, in both languages. Anything else that is raised is a bug."""

from crm_domain.texts import Lang, T


class CrmError(Exception):
    """A refusal. `text` says what is wrong and what to do; `values` go into its places, raw."""

    def __init__(self, text: T, /, **values: object) -> None:
        super().__init__(text.en)
        self.text = text
        self.values = values
        self.slot = ""  # what it is about, where that is one slot of a command

    def to(self, lang: Lang) -> str:
        return self.text.to(lang, **self.values)


class NotAllowed(CrmError):
    """The member's role does not reach that far."""


class NotFound(CrmError):
    """No such record, or none that this member may see: the two look alike on purpose."""


class BadValue(CrmError):
    """A value that no record can hold: a negative amount, 30 February, an unknown stage."""


class Conflict(CrmError):
    """The record is not what it was when the message was read."""
