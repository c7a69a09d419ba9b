"""How the data is kept safe: copies of it, and keys to it."""

import re
from pathlib import Path
from typing import TYPE_CHECKING

from pydantic import Field, SecretStr

from bot.settings_section import SecretFile, Section

if TYPE_CHECKING:
    from crm_domain.sealing import Keys


class Backup(Section):
    """Made by `crm serve` as soon as there is a folder; encrypted where there is a passphrase."""

    secrets = ("passphrase",)

    folder: Path | None = None
    every_hours: int = Field(default=24, ge=1)
    keep: int = Field(default=14, ge=1)
    passphrase: SecretStr | None = None
    passphrase_file: SecretFile | None = None


class Encryption(Section):
    """With a key, personal fields are encrypted in the database. `old_keys`, apart by commas, still open theirs."""

    secrets = ("key", "old_keys")

    key: SecretStr | None = None
    key_file: SecretFile | None = None
    old_keys: SecretStr | None = None
    old_keys_file: SecretFile | None = None

    def keys(self) -> "Keys | None":
        """What opens and closes; None where nothing is encrypted. Raises CrmError for what is no key."""
        from crm_domain.sealing import Key, Keys

        current, old = self.plain("key"), re.split(r"[\s,]+", self.plain("old_keys") or "")
        if not current and not any(old):
            return None
        return Keys(Key(current) if current else None, [Key(one) for one in old if one])
