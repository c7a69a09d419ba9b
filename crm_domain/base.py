"""What every table of the domain has: an id, its workspace, a version, and moments kept in UTC."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from functools import cache
from typing import Any, ClassVar

from sqlalchemy import JSON, DateTime, ForeignKey, MetaData, TypeDecorator, bindparam, insert, text
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.engine import Dialect
from sqlalchemy.orm import DeclarativeBase, InstrumentedAttribute, Mapped, Session, declared_attr, mapped_column

from crm_domain.statements import Statement


class Moment(TypeDecorator[datetime]):
    """An aware datetime. Stored as UTC, given back as UTC; a naive one is a bug and is refused."""

    impl = DateTime(timezone=True)
    cache_ok = True

    @property
    def python_type(self) -> type[datetime]:
        return datetime

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"a moment without a zone: {value!r}")
        utc = value.astimezone(UTC)
        return utc.replace(tzinfo=None) if dialect.name == "sqlite" else utc

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


Json = JSON().with_variant(JSONB(), "postgresql")


class Base(DeclarativeBase):
    type_annotation_map = {datetime: Moment, dict[str, Any]: Json, list[Any]: Json}  # noqa: RUF012 - SQLAlchemy reads it so
    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_name)s",
            "pk": "pk_%(table_name)s",
        }
    )


class Row(Base):
    """A record of the domain. Its changes are journaled, and no other workspace ever sees it.

    `noun` is the record's name in permissions and history ("deals"), `owned_by` the columns that hold the members it
    belongs to, `label` the words a person calls it by.
    """

    __abstract__ = True
    noun: ClassVar[str]
    owned_by: ClassVar[tuple[str, ...]] = ()
    sent: ClassVar[bool] = False  # making one means that something has left the house: there is no way back

    id: Mapped[int] = mapped_column(primary_key=True, sort_order=-9)
    version: Mapped[int] = mapped_column(default=1, sort_order=90)
    created_at: Mapped[datetime] = mapped_column(sort_order=91)
    updated_at: Mapped[datetime] = mapped_column(sort_order=92)

    @declared_attr
    def workspace_id(cls) -> Mapped[int]:
        return mapped_column(ForeignKey("workspaces.id"), index=True, sort_order=-8)

    @declared_attr.directive
    def __mapper_args__(cls) -> dict[str, Any]:
        return {"version_id_col": cls.version, "eager_defaults": False}

    # AUTOINCREMENT: a number that a person has seen is never given to another record, even after an undo.
    __table_args__: Any = {"sqlite_autoincrement": True}  # noqa: RUF012

    @property
    def label(self) -> str:
        return f"#{self.id}"

    @property
    def kin(self) -> frozenset[int]:
        """Members who may act on it as its own do, though no column of it names them."""
        return frozenset()


def upsert(table: type[Base], key: Sequence[str], fresh: Sequence[str] = ()) -> Statement:
    """INSERT … ON CONFLICT on `key`, which keeps the row but for its `fresh` columns. Both databases read these words.

    As text, because the forms that SQLAlchemy has for it are one for each database.
    """
    columns = [column for column in table.__table__.columns if column.name != "id"]
    names = ", ".join(f'"{column.name}"' for column in columns)
    places = ", ".join(f":{column.name}" for column in columns)
    act = "UPDATE SET " + ", ".join(f"{name} = excluded.{name}" for name in fresh) if fresh else "NOTHING"
    words = f"INSERT INTO {table.__tablename__} ({names}) VALUES ({places}) ON CONFLICT ({', '.join(key)}) DO {act}"
    return Statement(text(words).bindparams(*(bindparam(column.name, type_=column.type) for column in columns)))


def insert_plainly(session: Session, table: type[Base], values: Mapping[str, Any]) -> int:
    """A row of the plumbing, past the ORM; the number it got."""
    return _insert(table).number(session, values)


def insert_all(session: Session, table: type[Base], rows: Sequence[Mapping[str, Any]]) -> Sequence[int]:
    """The same for many rows of the same columns, in one go; their numbers, in their order."""
    return session.connection().execute(_insert_all(table), [*rows]).scalars().all() if rows else []


@cache
def _insert(table: type[Base]) -> Statement:
    return Statement(insert(table))


@cache
def _insert_all(table: type[Base]) -> Any:
    return insert(table).returning(table.__table__.c.id, sort_by_parameter_order=True)


@cache
def insert_new(table: type[Base], key: tuple[str, ...], dialect: str) -> Any:
    """INSERT of rows of which those whose `key` is there already are left; gives the last column of the key."""
    kind = postgresql.insert if dialect == "postgresql" else sqlite.insert
    return kind(table).on_conflict_do_nothing(index_elements=key).returning(table.__table__.c[key[-1]])


def references_to(model: type[Row]) -> Iterator[InstrumentedAttribute[int | None]]:
    """Every mapped column, of whatever record, that points to a record of this model."""
    for mapper in Base.registry.mappers:
        for column in mapper.columns if issubclass(mapper.class_, Row) else ():
            if any(key.column.table is model.__table__ for key in column.foreign_keys):
                yield getattr(mapper.class_, mapper.get_property_by_column(column).key)


def begin_alone(session: Session) -> None:
    """Until the commit no other process does what begins like this; SQLite lets one write at a time anyway."""
    if session.get_bind().dialect.name == "postgresql":
        session.execute(text("select pg_advisory_xact_lock(4815162343)"))
