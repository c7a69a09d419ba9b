"""The furnished office of the conversations, here too."""

from tests.handlers.conftest import ann, each_office, furnished_template, lin, office, office_store

__all__ = ["ann", "each_office", "furnished_template", "lin", "office", "office_store"]
