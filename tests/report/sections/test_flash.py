"""The flash: one page, eight numbers beside last year, plan and peers; what is not there is said and never made up."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from analysis.cases import case
from conformance.verapdf import validate
from population.hospitals import drawn, emptied
from rendered import MODES, Wanted, folder, material, paper, rendered
from reportgen import pipeline
from reportgen.analysis.grade_path import risks
from reportgen.model import printing
from reportgen.report.desk.context import HospitalContext
from reportgen.report.desk.grades import ways
from reportgen.report.desk.tables.figures import item_figures
from reportgen.report.sections.verdict import flash
from reportgen.report.sections.verdict.flash import FlashPage, page
from shell import reportgen

RENHE = Wanted("flash", "renhe", "2026-10")
GOOD = (0x2C, 0x76, 0x96)
"""The fill of its badge, which a picture of few colours has to keep."""
CASES = [RENHE, Wanted("flash", "us-cms", "2021"), Wanted("flash", "clinic", "2025")]


def of(found: Any, mode: str = "zh") -> FlashPage:
    return page(HospitalContext.of(found, mode))


@pytest.fixture(scope="module")
def renhe() -> Any:
    return material("renhe", "2026-10")


@pytest.mark.slow
@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("wanted", CASES, ids=str)
def test_it_is_one_page_without_a_finding_of_the_layout(wanted: Wanted, mode: str) -> None:
    report = rendered(wanted, mode)

    assert (len(report.pages), report.findings) == (1, ())


@pytest.mark.slow
@pytest.mark.parametrize("wanted", CASES, ids=str)
def test_it_conforms_as_other_reports_do(wanted: Wanted) -> None:
    assert [verdict for verdict in validate([paper(wanted, "zh-en")]) if not verdict.conforms] == []


@pytest.mark.parametrize("wanted", CASES, ids=str)
def test_it_has_eight_headline_numbers(wanted: Wanted) -> None:
    tables = of(material(wanted.sample, wanted.period)).tables

    assert sum(len(table.rows) for table in tables) == 8


def test_amounts_are_of_the_month_beside_the_same_month_of_last_year_and_the_plan_to_date(renhe: Any) -> None:
    amounts, _ = of(renhe).tables
    income, known = amounts.rows[0], item_figures(renhe, "total_income")

    assert known is not None
    assert known.alone is not None
    assert known.alone_last_year is not None
    assert known.against_budget is not None
    assert income.value == printing.number(known.alone, 2, over=1e4)
    assert income.last_year == printing.number(known.alone_last_year, 2, over=1e4)
    assert income.change == printing.percent(known.alone / known.alone_last_year - 1, 1, sign=True)
    assert income.beside == printing.percent(known.against_budget, 1, sign=True)
    assert amounts.past is not None
    assert amounts.past.zh == "2025年10月"


def test_indicators_stand_beside_the_middle_one_of_the_peers_and_that_of_the_headline_comes_first(renhe: Any) -> None:
    found, scored = of(renhe), {one.id: one for one in renhe.evaluation.indicators}
    context, first = HospitalContext.of(renhe, "zh"), found.tables[1].rows[0]
    name = next(one for one in scored if context.short(one) == first.name)

    assert first.name.zh in found.headline.zh
    assert {first.value, first.last_year} <= set(map(str, printing_of(found.headline.zh)))
    assert first.beside == context.printed(name, scored[name].peer.median)


@pytest.mark.parametrize(("alike", "come_first"), [(1, True), (2, True), (3, False)])
def test_indicators_that_cost_alike_come_first_if_the_headline_names_them(
    renhe: Any, monkeypatch: pytest.MonkeyPatch, *, alike: int, come_first: bool
) -> None:
    """It names one or two; where more cost as much it counts them, and no figure has to stand on the page."""
    context = HospitalContext.of(renhe, "zh")
    found = risks(renhe.evaluation, None, len(renhe.evaluation.indicators))
    measured = [
        one for one in found if one.id in renhe.catalog.indicators and renhe.analysis.books.indicator(one.id).value
    ]
    cheapest = tuple(measured[-alike:])
    monkeypatch.setattr(flash, "told_course", lambda _: None)
    monkeypatch.setattr(ways, "costliest_ones", lambda _: cheapest)

    first = {row.name for row in page(context).tables[1].rows[:alike]}

    assert (first == {context.short(one.id) for one in cheapest}) is come_first


def printing_of(words: str) -> list[str]:
    return list(printing.digits_of(words))


def test_without_a_plan_or_peers_the_columns_are_left_out_and_the_page_says_why() -> None:
    found = of(material("clinic", "2025"))

    assert [table.beside for table in found.tables] == ["", ""]
    assert "没有预算数" in found.notes.zh
    assert "没有同级数据" in found.notes.zh


@pytest.mark.parametrize(
    ("budget", "said"),
    [({}, "没有预算数，不比预算"), ({"total_income@2025:budget": 160e6}, "预算未分期，本期不比预算")],
)
def test_a_budget_of_the_year_alone_is_not_said_to_be_none(tmp_path: Path, budget: dict[str, float], said: str) -> None:
    """The page before it told how much of the budget was used, and this one that there was none."""
    cells = {"total_income@2025-03:ytd": 38e6, "total_income@2025-03": 13e6, "total_assets@2025-03": 200e6, **budget}

    assert said in of(case(tmp_path, cells, "2025-03").material).notes.zh


def test_a_budget_that_no_month_divides_is_not_said_to_be_missing(renhe: Any) -> None:
    """The board's page shows the year's budget of visits; the flash said that there was none."""
    visits = item_figures(renhe, "outpatient_emergency_visits")
    assert visits is not None
    assert visits.budget is not None

    assert "预算未分期" in of(renhe).notes.zh
    assert "无预算数" not in of(renhe).notes.zh


def test_a_hospital_with_a_single_month_has_no_change_and_the_page_says_why(renhe: Any) -> None:
    one = renhe.dataset.values.index.get_level_values("period") == renhe.period
    alone = replace(renhe, history={}, dataset=replace(renhe.dataset, values=renhe.dataset.values[one]))
    found = of(alone)

    assert found.tables[0].past is None
    assert all(row.last_year == row.change == "" for row in found.tables[0].rows)
    assert "没有上年同期数" in found.notes.zh


def test_the_note_tells_what_a_change_is_where_there_is_a_column_of_changes(tmp_path: Path) -> None:
    figures = {"total_assets": 100e6, "total_liabilities": 40e6, "current_assets": 30e6, "current_liabilities": 20e6}
    years = [{f"{item}@{year}": value for item, value in figures.items()} for year in (2024, 2025)]
    alone = of(case(emptied(tmp_path / "one"), years[1], "2025").material)
    beside = of(case(emptied(tmp_path / "two"), years[0] | years[1], "2025").material)

    assert [one.tables[-1].past is None for one in (alone, beside)] == [True, False]
    assert ["变动为两数之差" in one.notes.zh for one in (alone, beside)] == [False, True]


def test_without_a_score_there_is_no_grade_and_no_headline_of_one() -> None:
    plain = pipeline.evaluate(pipeline.check(folder("clinic")), scheme="none")
    found = of(plain)

    assert (found.is_scored, found.grade, found.score, found.scale) == (False, None, None, None)
    assert "「" not in found.headline.zh


@pytest.mark.slow
@pytest.mark.parametrize("seed", [2, 9, pytest.param(11, marks=pytest.mark.slow)])
def test_a_hospital_drawn_at_random_has_its_flash_on_one_page(seed: int, tmp_path: Path) -> None:
    hospital = drawn(seed, emptied(tmp_path / "case"))
    found = pipeline.grounds(pipeline.check(hospital.folder), report="flash")
    report = pipeline.render(found, report="flash", mode="zh-en")

    assert (len(report.pages), report.findings) == (1, ())


@pytest.mark.slow
def test_as_a_picture_it_is_one_file_named_after_itself(tmp_path: Path) -> None:
    done = reportgen("render", folder("clinic"), "--report", "flash", "--format", "png", "--lang", "en", cwd=tmp_path)

    (path,) = tmp_path.iterdir()
    assert (done.returncode, path.name) == (0, "clinic-flash-2025-en.png")
    with Image.open(path) as picture:
        assert picture.size == (1241, 1754)
        assert GOOD in {colour for _, colour in picture.convert("RGB").getcolors(100_000)}


def test_its_note_ends_in_a_stop(renhe: Any) -> None:
    notes = of(renhe).notes

    assert notes.zh.endswith("。")
    assert notes.en.endswith(".")
    assert "。。" not in notes.zh
