"""The public questions on public data: every wording, in both languages, answered with the exact numbers."""

import json
import math
import shutil
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest

from crm_domain.crm import Crm
from crm_domain.pipelines import Outcome as DealOutcome
from crm_domain.revenue import by_key, sums
from crm_domain.scope import Scope
from crm_domain.store import Store
from crm_domain.timespan import Timespan
from crm_domain.winrate import win_rate
from tests.maven import FOLDER, MAVEN, TODAY, load_maven
from tests.maven_truth import ASKED, MEASURES
from tests.people import Office, Person, done

pytestmark = pytest.mark.skipif(not MAVEN.exists(), reason="the Maven data of ../shared is not here")

LATER: dict[str, str] = {}
QUESTIONS = [json.loads(line) for line in (FOLDER / "questions.jsonl").open(encoding="utf-8")] if MAVEN.exists() else []
WORDINGS = [
    pytest.param(question, lang, words, id=f"{question['id']}-{lang}{n}")
    for question in QUESTIONS
    if question["id"] not in LATER
    for lang in ("en", "zh")
    for n, words in enumerate(question[lang])
]


@pytest.fixture(scope="module")
def boss(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Person]:
    """A manager of the Maven company on its last day."""
    path = tmp_path_factory.mktemp("maven") / "maven.db"
    shutil.copyfile(sqlite_template, path)
    store = Store(str(path))
    office = Office(store, now=TODAY)

    def work(crm: Crm) -> None:
        crm.members.add("The Boss", "manager", "boss", tz="UTC")
        load_maven(crm)

    office.crm(work)
    yield office.person("boss")
    store.close()


def found(figures: Any, path: str) -> list[Any]:
    """The values under a path of the question's form: a dot is a level, * any name, [] any place."""
    values = [figures]
    for step in path.replace("[]", ".[]").split("."):
        if not step:
            continue
        if step == "[]":
            values = [item for value in values for item in value]
        elif step == "*":
            values = [value[name] for value in values for name in sorted(value)]
        else:
            values = [value[int(step)] if isinstance(value, list) else value[step] for value in values]
    return values


def equal(said: Any, meant: Any) -> bool:
    if isinstance(meant, str):
        return bool(said == meant)
    return math.isclose(said, meant, abs_tol=0.0051)


@pytest.mark.parametrize(("question", "lang", "words"), WORDINGS)
def test_a_public_question_is_answered_exactly(boss, question, lang, words):
    assert datetime.fromisoformat(question["today"]).date() == TODAY.date()
    figures = done(boss.says(words)).figures
    for path in question["required"]:
        answer = question["answer"]
        names = sorted(answer)
        ours = {name: figures[name] for name in names} if path.startswith("*") else figures
        said, meant = found(ours, path), found(answer, path)
        assert len(said) == len(meant), path
        assert [(s, m) for s, m in zip(said, meant, strict=True) if not equal(s, m)] == [], path


def agree(ours: Any, truth: Any) -> bool:
    """Whether ours says all that the truth says."""
    if isinstance(truth, dict):
        return all(name in ours and agree(ours[name], value) for name, value in truth.items())
    if isinstance(truth, list):
        return all(agree(one, other) for one, other in zip(ours, truth, strict=False)) and len(ours) >= len(truth)
    return equal(ours, truth)


@pytest.mark.parametrize("measure", MEASURES)
def test_a_measure_that_is_computed_in_two_ways_comes_to_the_same_however_it_is_asked_for(boss, measure):
    truth = MEASURES[measure]()
    answers = {words: done(boss.says(words)).figures for words in ASKED[measure]}
    assert [words for words, figures in answers.items() if not agree(figures, truth)] == []


WRITTEN = Path(__file__).parents[1] / "corpora" / "wordings" / "measures.jsonl"
MORE = {line["measure"]: [*line["en"], *line["zh"]] for line in map(json.loads, WRITTEN.open(encoding="utf-8"))}
PUBLIC = {question["id"]: question for question in QUESTIONS}


def right(measure: str, figures: dict[str, Any]) -> bool:
    """Whether the answer says what the measure comes to; of one that is reckoned nowhere else, whom it puts first."""
    if measure in MEASURES:
        return agree(figures, MEASURES[measure]())
    if measure not in PUBLIC:
        return bool(figures.get("top"))
    answer = PUBLIC[measure]["answer"]
    required = {path.split(".")[0].removesuffix("[]") for path in PUBLIC[measure]["required"]}
    return agree(figures, {name: answer[name] for name in answer if required & {name, "*"}})


@pytest.mark.parametrize("measure", [name for name in MORE if name.startswith("Q")])
def test_a_measure_is_found_in_questions_that_were_written_before_it_was_read(boss, measure):
    replies = {words: boss.says(words) for words in MORE[measure]}
    assert [words for words, reply in replies.items() if not right(measure, reply.figures)] == []


def test_a_follow_up_changes_the_last_report(boss):
    def slots(words):
        return done(boss.says(words)).commands[0].slots

    quarter = {"start": "2017-07-01", "end": "2017-09-30"}
    august = {"start": "2017-08-01", "end": "2017-08-31"}
    assert slots("revenue this quarter") == {"period": quarter}
    assert slots("and by rep?") == {"period": quarter, "by": "owner"}
    assert slots("only East") == {"period": quarter, "by": "owner", "region": "East"}
    assert slots("那上个月呢") == {"period": august, "by": "owner", "region": "East"}
    assert slots("分产品看看") == {"period": august, "by": "product", "region": "East"}
    assert slots("how about the month before?")["period"] == {"start": "2017-07-01", "end": "2017-07-31"}
    assert slots("just Darcel Schlecht")["owner"] == "Darcel Schlecht"
    assert "owner" not in slots("everyone")
    assert done(boss.says("leaderboard")).commands[0].name == "report.leaderboard"  # a request of its own
    assert slots("by wins") == {"metric": "won"}
    assert slots("前三")["limit"] == "3"


def test_the_rows_behind_a_number_are_listed_page_by_page_and_sum_to_it(boss):
    told = done(boss.says("revenue in August"))
    rows = done(boss.presses("Show rows"))
    assert (rows.figures["rows"], rows.figures["rows_sum"]) == (told.figures["deals"], told.figures["revenue"])
    assert len(rows.table.rows) == 10
    assert done(boss.says("more")).table.rows[0] != rows.table.rows[0]
    pipeline = done(boss.says("各阶段商机")).figures["total"]
    rows = done(boss.says("明细")).figures
    assert (rows["rows"], rows["rows_sum"]) == (pipeline["deals"], pipeline["value"])


def test_any_report_comes_as_a_picture_and_as_a_table_file(boss):
    reply = done(boss.says("chart of revenue by month"))
    assert Path(reply.files[0]).read_bytes().startswith(b"\x89PNG")
    assert reply.commands[0].slots == {"by": "month"}
    for words in (
        "funnel last quarter as a chart",
        "赢单率按销售，画成图",
        "业绩排行榜图表",
        "stuck deals as a chart",
        "上季度漏斗图",
    ):
        assert [Path(file).suffix for file in done(boss.says(words)).files] == [".png"], words
    reply = done(boss.says("本季度业绩按销售"))
    reply = done(boss.says("导出csv"))
    lines = Path(reply.files[0]).read_text("utf-8-sig").splitlines()
    assert lines[0] == "销售,成交额,单数,占比"
    assert len(lines) == 31  # every rep, not the five that are shown
    assert lines[1].startswith("Darcel Schlecht,373218.00 USD,")


def test_a_forecast_gives_a_range_with_its_parts_and_draws_it(boss):
    told = done(boss.says("forecast next month"))
    figures = told.figures
    assert figures["p10"] < figures["p50"] < figures["p90"]
    assert figures["existing"] + figures["new"] == pytest.approx(figures["p50"])
    assert 300_000 < figures["p50"] < 1_500_000
    assert "8 of 10 cases" in told.text
    assert Path(done(boss.says("as a chart")).files[0]).exists()
    thin = done(boss.says("forecast next month for Carol Thompson"))  # she has never won a deal
    assert "No likely range is given" in thin.text
    assert thin.figures["p50"] is None


@pytest.mark.parametrize("by", [None, "owner", "region", "company", "month", "quarter"])
def test_what_the_database_sums_is_what_the_deals_come_to(boss, by):
    both = (DealOutcome.WON, DealOutcome.LOST)
    spans = [Timespan(date(2017, 7, 1), date(2017, 9, 30)), Timespan(date(2017, 3, 5), date(2017, 3, 7)),
             Timespan(date(2017, 4, 20), date(2017, 8, 2)), Timespan(None, date(2017, 6, 29))]  # fmt: skip

    def compare(crm):
        for span in spans:
            each, whole = (
                by_key(crm.figures.closed(span, Scope(), by)),
                by_key(crm.tallies.closed(both, span, Scope(), by)),
            )
            assert {key: (sums(facts), win_rate(facts)) for key, facts in each.items()} == {
                key: (sums(facts), win_rate(facts)) for key, facts in whole.items()
            }

    boss.office.crm(compare, as_="boss")


def test_a_forecast_tells_the_chance_to_make_the_quota(boss):
    chances = []
    for quota in ("200k", "450k"):
        done(boss.says(f"set Darcel Schlecht's quota for Q4 to {quota}"))
        told = done(boss.says("forecast next quarter for Darcel Schlecht"))
        chances.append(told.figures["quota_chance_pct"])
        assert "The chance to make it is about" in told.text
    assert 0 < chances[1] < chances[0] < 100
