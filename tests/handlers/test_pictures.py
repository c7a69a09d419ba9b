"""Pictures: every shape in both languages, no glyph missing, words inside; the same picture is the same file."""

import warnings
from dataclasses import replace

import pytest

from handlers.alt import in_words
from handlers.chart import Chart, Shape, bar, short
from handlers.drawer import Drawer
from handlers.picture import png

AMOUNTS = (120.0, 80.0, -15.5, 0.0)
EN = Chart(
    Shape.BARS,
    "Won by rep – Q3",
    ("Ann $ee", "Bo", "Cy_{x}", "A very long name indeed, Limited"),
    AMOUNTS,
    ("$120", "$80", "−$15.50", "$0"),
    note="1 Jul – 30 Sep 2017",
)
ZH = replace(
    EN, title="第三季度成交额（按销售）", labels=("王芳", "林晓琳", "张伟", "上海某某国际贸易有限公司华东分公司")
)


def shaped(chart, shape):
    spans = {"low": AMOUNTS, "high": (120.0, 95.0, 10.0, 5.0)} if shape is Shape.FAN else {}
    values = tuple(map(abs, chart.values)) if shape in (Shape.FUNNEL, Shape.SHARES, Shape.FAN) else chart.values
    both = {"before": (100.0, 70.0, 5.0, 1.0), "before_name": "之前", "now_name": "现在"}
    level = {"level": 60.0, "level_name": "平均 60", "spread": 20.0}
    return replace(chart, shape=shape, values=values, **spans, **both, **level)


@pytest.mark.parametrize("shape", list(Shape))
@pytest.mark.parametrize("chart", [EN, ZH], ids=["en", "zh"])
def test_every_shape_is_drawn_with_all_its_glyphs_and_says_itself_in_words(chart, shape, tmp_path):
    with warnings.catch_warnings():
        warnings.simplefilter("error")  # a glyph that no font has is a warning
        picture = png(shaped(chart, shape))
    file = tmp_path / "picture.png"
    file.write_bytes(picture)
    assert picture.startswith(b"\x89PNG")
    assert int.from_bytes(picture[16:20]) >= 1000  # wide enough for a phone
    assert in_words(file) == f"{chart.title}. " + "; ".join(
        f"{label}: {mark}" for label, mark in zip(chart.labels, chart.marks, strict=True)
    )


def test_one_value_is_drawn_and_nothing_at_all_is_empty():
    one = replace(EN, labels=("Ann",), values=(5.0,), marks=("5",))
    for shape in (Shape.BARS, Shape.FUNNEL, Shape.COLUMNS, Shape.LINE):
        assert png(replace(one, shape=shape)).startswith(b"\x89PNG")
    assert replace(one, values=(0.0,)).empty
    assert not one.empty


def test_a_terminal_gets_bars_that_stand_straight_in_chinese_too():
    lines = replace(ZH, labels=("王芳", "林晓琳", "Bo", "张伟")).sketch.split("\n")
    assert lines[0] == "王芳   ████████████████████████ $120"
    assert lines[1].startswith("林晓琳 ████████████████ $80")
    assert lines[3] == "张伟     $0"
    assert bar(0.001) == "▏"


def test_a_long_name_is_cut_by_its_width():
    assert short(["上海某某国际贸易有限公司华东分公司"], 10) == ("上海某某…",)


def test_the_same_content_is_the_same_file_and_only_the_owner_reads_it(tmp_path):
    drawer = Drawer(tmp_path / "files")
    first, again = drawer.put("a.png", b"1"), drawer.put("a.png", b"1")
    assert first == again != drawer.put("a.png", b"2")
    assert (tmp_path / "files").stat().st_mode & 0o077 == 0
    assert in_words(tmp_path / "files" / first.rpartition("/")[2]) == ""
