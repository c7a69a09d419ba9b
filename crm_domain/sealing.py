"""Personal fields at rest: sealed with AES-GCM under a key of the house, where it has one.

A sealed value is `sealed1t.KEY.MARK.CONTENT` (t: a text, j: JSON): the name of the key, what the value is found by
again (for the few columns that are searched), and nonce and ciphertext in base64. Whatever is not written so is plain,
so a database may hold values of several keys, and none, while it goes over from one to the other.

The keys hang on the engine's dialect, which SQLAlchemy hands to every column type; without any the types are the plain
ones, and cost nothing.
"""

import hmac
import json
import os
import re
from base64 import b64decode, urlsafe_b64decode, urlsafe_b64encode
from binascii import Error as NotBase64
from collections.abc import Callable, Sequence
from functools import cached_property
from hashlib import sha256
from typing import Any

from sqlalchemy import ColumnElement, String, Text, TypeDecorator, cast, func, or_, type_coerce
from sqlalchemy.engine import Dialect
from sqlalchemy.orm import InstrumentedAttribute, Session

from crm_domain.base import Json
from crm_domain.errors import BadValue
from crm_domain.texts import T

KEY_BYTES = 32
NO_KEY = T(
    "That is no key: 32 random bytes in base64 are one. “crm db key” makes one.",
    "这不是有效的密钥：密钥是 32 个随机字节的 base64。“crm db key”可以生成一个。",
)
MISSING = T(
    "Personal data in this database is encrypted under the key {key}, which was not given. Set CONFAB_ENCRYPTION__KEY"
    " (or encryption.key_file) to it; after a change of keys the old one stands in CONFAB_ENCRYPTION__OLD_KEYS until"
    " “crm db encrypt” is through.",
    "此数据库的个人信息是用密钥 {key} 加密的，但没有提供该密钥。请把 CONFAB_ENCRYPTION__KEY（或 encryption.key_file）"
    "设为该密钥；更换密钥后，旧密钥要留在 CONFAB_ENCRYPTION__OLD_KEYS 里，直到“crm db encrypt”完成。",
)
DAMAGED = T(
    "A value that is encrypted under the key {key} was damaged. Restore it from a backup.",
    "有一个用密钥 {key} 加密的值已损坏，请从备份恢复。",
)

_SEALED = re.compile(r"sealed1([tj])\.([0-9a-f]{8})\.([\w-]*)\.([\w-]+)", re.ASCII)
_START = "sealed1"
Opened = Callable[[Any], Any]


class Key:
    """32 bytes of an operator's; what is sealed and what is marked each have a key derived from them."""

    def __init__(self, written: str) -> None:
        """Raises BadValue for what is no key."""
        try:
            secret = b64decode(written.replace("-", "+").replace("_", "/"), validate=True)
        except NotBase64:
            secret = b""
        if len(secret) != KEY_BYTES:
            raise BadValue(NO_KEY)
        from cryptography.hazmat.primitives.ciphers.aead import AESGCM  # a house without a key does not load it

        self.name = _derived(secret, "name").hex()[:8]
        self._cipher, self._marking = AESGCM(_derived(secret, "fields")), _derived(secret, "marks")

    def mark(self, text: str) -> str:
        """The same for the same words, whatever their case; tells nothing without the key."""
        return _short(hmac.digest(self._marking, text.strip().lower().encode(), "sha256")[:16])

    def head(self, text: str) -> str:
        """What every sealed value of these words begins with."""
        return f"{_START}t.{self.name}.{self.mark(text)}."

    def seal(self, kind: str, text: str, mark: str = "") -> str:
        nonce = os.urandom(12)
        return f"{_START}{kind}.{self.name}.{mark}.{_short(nonce + self._cipher.encrypt(nonce, text.encode(), None))}"

    def open(self, content: str) -> str:
        from cryptography.exceptions import InvalidTag

        raw = urlsafe_b64decode(content + "=" * (-len(content) % 4))
        try:
            return self._cipher.decrypt(raw[:12], raw[12:], None).decode()
        except InvalidTag as error:
            raise BadValue(DAMAGED, key=self.name) from error


def _derived(secret: bytes, purpose: str) -> bytes:
    """One step of HKDF (RFC 5869): the secret is as random as a key must be already."""
    return hmac.digest(secret, f"confab {purpose}\x01".encode(), sha256)


def _short(raw: bytes) -> str:
    return urlsafe_b64encode(raw).decode().rstrip("=")


def new_key() -> str:
    return urlsafe_b64encode(os.urandom(KEY_BYTES)).decode()


class Keys:
    """What is written is sealed under the `current` one, or left plain; what is read may be of any."""

    def __init__(self, current: Key | None, old: Sequence[Key] = ()) -> None:
        self.current = current
        self._known = {key.name: key for key in (*old, *([current] if current else ()))}

    @property
    def only_to_open(self) -> "Keys":
        return Keys(None, list(self._known.values()))

    @cached_property
    def names(self) -> frozenset[str]:
        return frozenset(self._known)

    def heads(self, text: str) -> list[str]:
        return [key.head(text) for key in self._known.values()]

    def is_current(self, raw: object) -> bool:
        """Whether a stored value is as it would be written now."""
        found = _SEALED.fullmatch(raw) if isinstance(raw, str) else None
        if self.current is None:
            return found is None and not (isinstance(raw, dict | list) and _START in json.dumps(raw))
        return raw is None or (found is not None and found[2] == self.current.name)

    def opened(self, value: Any) -> Any:
        """The value as it was; of one that the database put together out of sealed ones, each part."""
        match value:
            case str() if value.startswith(_START) and (found := _SEALED.fullmatch(value)):
                if (key := self._known.get(found[2])) is None:
                    raise BadValue(MISSING, key=found[2])
                text = key.open(found[4])
                return json.loads(text) if found[1] == "j" else text
            case dict():
                return {name: self.opened(item) for name, item in value.items()}
            case list():
                return [self.opened(item) for item in value]
        return value


def hand_to(dialect: Dialect, keys: Keys | None) -> None:
    """Before the engine is used: a dialect remembers how it reads and writes each type."""
    dialect.keys = keys  # type: ignore[attr-defined]


def keys_of(dialect: Dialect) -> Keys | None:
    return getattr(dialect, "keys", None)


def _reading(dialect: Dialect, inner: Opened | None) -> Opened | None:
    keys = keys_of(dialect)
    if keys is None:
        return inner
    return (lambda value: keys.opened(inner(value))) if inner else keys.opened


class Sealed(TypeDecorator[str]):
    """A text. One that is `marked` can be found again by its words; see `says`."""

    impl = String
    cache_ok = True

    def __init__(self, marked: bool = False) -> None:
        super().__init__()
        self.marked = marked

    @property
    def python_type(self) -> type[str]:
        return str

    def bind_processor(self, dialect: Dialect) -> Opened | None:
        inner, keys = super().bind_processor(dialect), keys_of(dialect)
        if keys is None or (key := keys.current) is None:
            return inner
        marked = self.marked
        return lambda value: None if value is None else key.seal("t", value, key.mark(value) if marked else "")

    def result_processor(self, dialect: Dialect, coltype: object) -> Opened | None:
        return _reading(dialect, super().result_processor(dialect, coltype))


class SealedJson(TypeDecorator[Any]):
    """What JSON holds, sealed as a whole. JSON itself holds the sealed text: PostgreSQL takes nothing else."""

    impl = Json
    cache_ok = True
    should_evaluate_none = True  # as of the type within

    @property
    def python_type(self) -> type[dict[str, Any]]:
        return dict

    def bind_processor(self, dialect: Dialect) -> Opened | None:
        inner, keys = super().bind_processor(dialect), keys_of(dialect)
        if keys is None or (key := keys.current) is None or inner is None:
            return inner
        return lambda value: inner(
            value if value is None else key.seal("j", json.dumps(value, ensure_ascii=False, separators=(",", ":")))
        )

    def result_processor(self, dialect: Dialect, coltype: object) -> Opened | None:
        return _reading(dialect, super().result_processor(dialect, coltype))


class Raw(TypeDecorator[str]):
    """A column's text as it would stand in the database without any seal; see `raw`."""

    impl = Text
    cache_ok = True

    def result_processor(self, dialect: Dialect, coltype: object) -> Opened | None:
        keys = keys_of(dialect)
        if keys is None:
            return None
        plain = re.compile(rf'"?{_SEALED.pattern}"?', re.ASCII)
        return lambda text: text and plain.sub(lambda found: _laid_bare(keys, found[0]), text)


def _laid_bare(keys: Keys, found: str) -> str:
    """In JSON a sealed text stands in quotes, and so does what it hid."""
    value = keys.opened(found.strip('"'))
    return value if isinstance(value, str) and not found.startswith('"') else json.dumps(value)


def raw(column: ColumnElement[Any] | InstrumentedAttribute[Any]) -> ColumnElement[str]:
    """The column as text, JSON or not, to be searched outside of the database."""
    return type_coerce(cast(column, Text), Raw)


def is_sealed(session: Session) -> bool:
    """Whether the database may hold sealed values: then it cannot search in them or sort by them."""
    return keys_of(session.get_bind().dialect) is not None


def says(session: Session, column: InstrumentedAttribute[Any], words: str) -> ColumnElement[bool]:
    """That a marked column holds just these words, in whatever case."""
    text, keys = type_coerce(column, String), keys_of(session.get_bind().dialect)
    plain = func.lower(text) == words.lower()
    return or_(plain, *(text.startswith(head, autoescape=True) for head in keys.heads(words))) if keys else plain
