"""Pipelines and their stages: data, not code, so that each company has its own."""

from collections.abc import Sequence
from enum import StrEnum

from sqlalchemy import ForeignKey, UniqueConstraint, select
from sqlalchemy.orm import Mapped, mapped_column, relationship

from crm_domain.base import Row
from crm_domain.kept import joined, kept_in
from crm_domain.records import Records
from crm_domain.texts import Lang, T


class Outcome(StrEnum):
    OPEN = "open"
    WON = "won"
    LOST = "lost"


class Pipeline(Row):
    __tablename__ = "pipelines"
    __table_args__ = (UniqueConstraint("workspace_id", "name"), {"sqlite_autoincrement": True})
    noun = "pipelines"

    name: Mapped[str]
    stages: Mapped[list["Stage"]] = relationship(back_populates="pipeline", order_by="Stage.position")

    @property
    def label(self) -> str:
        return self.name


class Stage(Row):
    """A step of a pipeline. `key` is the word of the contract; `synonyms` are what people say for it, one a line."""

    __tablename__ = "stages"
    __table_args__ = (UniqueConstraint("pipeline_id", "key"), {"sqlite_autoincrement": True})
    noun = "pipelines"

    pipeline_id: Mapped[int] = mapped_column(ForeignKey("pipelines.id"), index=True)
    key: Mapped[str]
    name_en: Mapped[str]
    name_zh: Mapped[str]
    synonyms: Mapped[str] = mapped_column(default="")
    position: Mapped[int]
    outcome: Mapped[str] = mapped_column(default=Outcome.OPEN)
    probability: Mapped[int] = mapped_column(default=0)  # percent

    pipeline: Mapped[Pipeline] = relationship(back_populates="stages")

    @property
    def label(self) -> str:
        return self.key

    @property
    def name(self) -> T:
        return T(self.name_en, self.name_zh)

    def words(self) -> list[str]:
        """All that people call this stage."""
        return [self.key, self.name_en, self.name_zh, *filter(None, self.synonyms.split("\n"))]

    def to(self, lang: Lang) -> str:
        return self.name_zh if lang == "zh" else self.name_en


# key, English, Chinese, what people say, outcome, probability in percent
DEFAULT_STAGES: tuple[tuple[str, str, str, str, Outcome, int], ...] = (
    ("lead", "Lead", "线索", "leads\nnew lead\n潜在客户\n初步接触", Outcome.OPEN, 10),
    (
        "qualified",
        "Qualified",
        "已验证",
        "qualification\nqualify\n合格\n确认\n已确认\n需求确认\n验证",
        Outcome.OPEN,
        25,
    ),
    (
        "proposal",
        "Proposal",
        "报价",
        "propsal\nquote\nquoted\nproposals\n方案\n提案\n报价中\n报价阶段\n方案报价",
        Outcome.OPEN,
        50,
    ),
    (
        "negotiation",
        "Negotiation",
        "谈判",
        "negotiating\nnegotiations\nnego\n谈判中\n商务谈判\n谈判阶段\n议价",
        Outcome.OPEN,
        75,
    ),
    ("won", "Won", "赢单", "closed won\nwin\n成交\n赢\n已赢单\n签单", Outcome.WON, 100),
    ("lost", "Lost", "丢单", "closed lost\nlose\n输单\n丢\n已丢单\n失单", Outcome.LOST, 0),
)


class Pipelines(Records[Pipeline]):
    model = Pipeline

    def stages(self) -> Sequence[Stage]:
        """The stages of every pipeline in their order."""
        session, place = self.desk.session, self.desk.workspace.id
        known = kept_in(session).stages
        if place in known:
            return [joined(session, stage) for stage in known[place]]
        query = select(Stage).where(Stage.workspace_id == place).order_by(Stage.pipeline_id, Stage.position)
        if found := session.scalars(query).all():
            known[place] = found
        return found

    def stage(self, key: str) -> Stage:
        return next(stage for stage in self.stages() if stage.key == key)

    def put_default(self) -> Pipeline:
        """The pipeline of the contract: lead, qualified, proposal, negotiation, won, lost."""
        pipeline = Pipeline(name="sales")
        self.put(pipeline)
        for position, (key, en, zh, said, outcome, chance) in enumerate(DEFAULT_STAGES):
            self.desk.session.add(
                Stage(
                    pipeline_id=pipeline.id,
                    key=key,
                    name_en=en,
                    name_zh=zh,
                    synonyms=said,
                    position=position,
                    outcome=outcome,
                    probability=chance,
                )
            )
        self.desk.session.flush()
        return pipeline
