"""Pipelines and their stages: data, not code, so that each company has its own."""

import re
from collections.abc import Sequence, Set
from enum import StrEnum
from itertools import chain, count

from sqlalchemy import ForeignKey, UniqueConstraint, select
from sqlalchemy.orm import Mapped, mapped_column, relationship

from crm_domain.base import Row
from crm_domain.errors import BadValue
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


STAGE_TAKEN = T("“{name}” already means the stage {stage}.", "“{name}”已经是阶段{stage}的叫法了。")
AFTER_THE_END = T(
    "{stage} ends a deal: name an open stage that the new one comes after.",
    "{stage}之后商机就结束了，请说排在哪个进行中的阶段后面。",
)


def _key(name: str, taken: Set[str]) -> str:
    """A word for programs, of its own."""
    plain = re.sub(r"\W+", "_", name.casefold()).strip("_") or "stage"
    return next(key for key in chain([plain], (f"{plain}_{n}" for n in count(2))) if key not in taken)


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

    def add_stage(self, name: str, lang: Lang, after: Stage, probability: int | None = None) -> Stage:
        """A new step behind another one; its chance, in percent, is half-way to the next where none is said."""
        self._refuse_taken(name)
        following = [stage for stage in self._fresh(after) if stage.position > after.position]
        if after.outcome != Outcome.OPEN:
            raise BadValue(AFTER_THE_END, stage=after.name)
        for stage in following:
            stage.position += 1
        upper = next((stage.probability for stage in following if stage.outcome == Outcome.OPEN), 100)
        stage = Stage(
            pipeline_id=after.pipeline_id,
            key=_key(name, {stage.key for stage in self.stages()}),
            name_en=name,
            name_zh=name,
            synonyms="",
            position=after.position + 1,
            outcome=Outcome.OPEN,
            probability=(after.probability + upper) // 2 if probability is None else probability,
        )
        self.desk.session.add(stage)
        self.desk.session.flush()
        kept_in(self.desk.session).stages.pop(self.desk.workspace.id, None)
        return stage

    def rename_stage(self, stage: Stage, name: str, lang: Lang) -> None:
        """In the language of whoever asks; what it was called before is still understood."""
        self._refuse_taken(name, but=stage)
        fresh = self.desk.session.get_one(Stage, stage.id)
        before = fresh.to(lang)
        if lang == "zh":
            fresh.name_zh = name
        else:
            fresh.name_en = name
        fresh.synonyms = "\n".join(dict.fromkeys([*filter(None, fresh.synonyms.split("\n")), before]))

    def _fresh(self, stage: Stage) -> Sequence[Stage]:
        query = select(Stage).where(Stage.pipeline_id == stage.pipeline_id).order_by(Stage.position)
        return self.desk.session.scalars(query).all()

    def _refuse_taken(self, name: str, but: Stage | None = None) -> None:
        for stage in self.stages():
            if (but is None or stage.id != but.id) and name.casefold() in (word.casefold() for word in stage.words()):
                raise BadValue(STAGE_TAKEN, name=name, stage=stage.name)

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
