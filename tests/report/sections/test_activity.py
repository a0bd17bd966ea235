"""Activity: years and months as they were read, and what changed."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from analysis.cases import case
from population.hospitals import drawn, emptied
from rendered import SMALL
from report.sections.annual import EACH, YEARS, amount, rows, tables
from report.sections.reading import content
from reportgen import pipeline
from reportgen.analysis.material import Material
from reportgen.model.definitions import Item
from reportgen.report.assembly import hospital
from reportgen.report.desk.context import HospitalContext
from reportgen.report.desk.tables.sheet import LANDSCAPE_MM
from reportgen.report.section import Report
from reportgen.report.sections import activity as section
from reportgen.report.sections.activity import AIRY, MAIN, _items, activity
from reportgen.report.speech import same

OF_ONE_YEAR = 9811
"""A drawn hospital with figures of activity of one year."""


def test_figures_are_those_that_were_read(reports: Callable[..., Report], materials: Callable[..., Material]):
    data = materials("renhe", "2025").dataset
    years = tables(content(reports("renhe", "zh", "2025", "annual"), "activity").of_years)[0]
    heads = [column.words.zh for column in years.columns]
    row = next(row for row in rows(years) if row[0] == "出院人数" or row[0].startswith("出院人次"))
    for year in ("2023", "2024", "2025"):
        assert amount(row[heads.index(f"{year}年")]) == data.value("discharges", "renhe", year)


@EACH
def test_the_title_tells_visits_and_discharges_with_their_change(reports: Callable[..., Report], name: str):
    found = content(reports(name, "en", YEARS[name], "annual"), "activity")
    table = {row[0]: row for row in rows(tables(found.of_years)[0], "en")}
    told = [table[item] for item in ("Visits", "Discharges") if item in table]
    assert told
    for row in told:
        change = (amount(row[-2]) / amount(row[-3]) - 1) * 100
        assert f" {row[-2]}, {change:+.1f}% on last year" in found.headline.en


def test_without_visits_and_discharges_the_title_counts_rises_and_falls(materials: Callable[..., Material]):
    context = HospitalContext.of(materials("renhe", "2025"), "en")
    items = [(name, item) for name, item in _items(context) if name not in MAIN]
    assert len(items) < len(_items(context))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("reportgen.report.sections.activity.MAIN", ())
        patch.setattr("reportgen.report.sections.activity._items", lambda _: items)
        found = activity(context)
    changes = [(row[-3], row[-2]) for row in rows(tables(found.of_years)[0], "en")]
    known = [(amount(was), amount(now)) for was, now in changes if "—" not in was + now]
    up, down = sum(1 for was, now in known if now > was), sum(1 for was, now in known if now < was)
    assert found.headline.en.endswith(f"{up} rose on last year and {down} fell")


def test_last_year_is_read_from_the_sheet_of_this_year_where_it_brought_none_of_its_own(
    materials: Callable[..., Material], monkeypatch: pytest.MonkeyPatch
):
    material = materials("renhe", "2025")
    read = section.to_date
    monkeypatch.setattr(section, "to_date", lambda *of: read(*of) if of[-1].year == 2025 else (None, None))
    found = activity(HospitalContext.of(material, "en"))
    table = tables(found.of_years)[0]
    row = next(row for row in rows(table, "en") if row[0] == "Discharges")

    assert [column.words.en for column in table.columns][2:] == ["2024", "2025", "Change %"]
    assert amount(row[2]) == material.dataset.value("discharges", "renhe", "2025", "comp")
    assert re.fullmatch(r"Visits .+ on last year; discharges .+ on last year", found.headline.en)


def test_figures_without_last_year_are_not_counted_among_those_that_did_not_fall(
    materials: Callable[..., Material], monkeypatch: pytest.MonkeyPatch
):
    context = HospitalContext.of(materials("renhe", "2025"), "zh-en")
    items, read = [one for one in _items(context) if one[0] not in MAIN][:5], section._at
    compared = {name for name, _ in items[:3]}

    def found(of: HospitalContext, name: str, item: Item, period: str) -> tuple[float | None, None]:
        return (read(of, name, item, period)[0] if period == "2025" else 1.0 if name in compared else None), None

    monkeypatch.setattr(section, "MAIN", ())
    monkeypatch.setattr(section, "_items", lambda _: items)
    monkeypatch.setattr(section, "_at", found)
    said = activity(context).headline
    assert said.zh == "有上年数的3项业务与资源数据中，3项较上年增加，没有减少的"
    assert (
        said.en == "Of 3 figures of activity and resources with last year beside them 3 rose on last year and none fell"
    )


@pytest.mark.parametrize(("names", "said"), [("up", "All 2 figures of activity and resources rose on last year"),
                                             ("down", "All 2 figures of activity and resources fell on last year")])  # fmt: skip
def test_where_all_moved_one_way_the_title_does_not_count_none(
    materials: Callable[..., Material], names: str, said: str
):
    context = HospitalContext.of(materials("renhe", "2025"), "en")
    material, pairs = context.material, {"up": [], "down": []}
    for name, item in _items(context):
        now, was = (material.dataset.value(name, "renhe", period) for period in ("2025", "2024"))
        if name not in MAIN and now is not None and was is not None and abs(now - was) > 1:
            pairs["up" if now > was else "down"].append((name, item))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("reportgen.report.sections.activity.MAIN", ())
        patch.setattr("reportgen.report.sections.activity._items", lambda _: pairs[names][:2])
        assert activity(context).headline.en == said


def test_months_add_up_to_the_year(reports: Callable[..., Report]):
    found = content(reports("renhe", "en", "2025", "annual"), "activity")
    year = {row[0]: row[-2] for row in rows(tables(found.of_years)[0], "en")}
    for row in rows(tables(found.of_months)[0], "en"):
        if all("—" not in text for text in row[2:]):
            assert sum(amount(text) for text in row[2:]) == pytest.approx(amount(year[row[0]]), abs=6.5)


def test_amounts_too_long_for_a_column_of_a_month_stand_in_the_unit_of_the_statements(
    reports: Callable[..., Report], materials: Callable[..., Material], monkeypatch: pytest.MonkeyPatch
):
    usual = rows(tables(content(reports("renhe", "zh", "2025", "annual"), "activity").of_months)[0], "zh")
    monkeypatch.setattr(section, "LONG", 1.0)
    context = HospitalContext.of(materials("renhe", "2025"), "zh")
    table = activity(context).of_months
    scaled = {row[0]: row for row in rows(tables(table)[0], "zh")}
    money = [row for row in usual if row[1] == "元"]

    assert money
    for row in money:
        assert scaled[row[0]][1] == "万元"
        assert [amount(text) for text in scaled[row[0]][2:]] == pytest.approx(
            [amount(text) / 1e4 for text in row[2:]], abs=0.51
        )
    assert not any("取整到元" in note.zh for one in tables(table) for note in one.notes)


def test_months_that_take_little_of_a_second_page_stand_airy(reports: Callable[..., Report]):
    one = content(reports("renhe", "en", "2025", "annual"), "activity")
    both = content(reports("renhe", "zh-en", "2025", "annual"), "activity")

    assert one.is_airy
    assert len(tables(one.of_months)[0].lines) in AIRY
    assert not both.is_airy


def test_names_on_two_lines_count_twice_for_how_much_air_there_is(reports: Callable[..., Report]):
    months = tables(content(reports("renhe", "zh-en", "2025", "annual"), "activity").of_months)[0]
    lines = [replace(line, cells=(same("出院人数"), same("人"), *line.cells[2:])) for line in months.lines[:20]]

    assert months.lines_high(LANDSCAPE_MM) > len(months.lines)
    assert replace(months, lines=tuple(lines)).lines_high(LANDSCAPE_MM) == 20


def test_what_a_hospital_does_comes_before_the_parameters_of_the_evaluation(materials: Callable[..., Material]):
    statements = [item.statement for _, item in _items(HospitalContext.of(materials("renhe", "2025"), "zh"))]

    assert {"operations", "inputs"} == set(statements)
    assert "operations" not in statements[statements.index("inputs") :]


@pytest.mark.slow
def test_without_any_figure_the_annual_lists_it_among_what_is_not_shown():
    clinic = pipeline.grounds(pipeline.check(SMALL / "clinic"), report="annual")
    annual = clinic.catalog.reports["annual"]
    with_it = replace(clinic, case=replace(clinic.case, file=clinic.case.file.model_copy(update={"reports": {}})))
    found = hospital(with_it, "annual", "en")

    assert "activity" in {entry.section for entry in annual.sections}
    assert "activity" not in {one.name for one in found.sections}
    (gaps,) = (one.content for one in found.sections if one.name == "gaps")
    assert any("workbook of operations" in f"{row.cells[1]}" for block in gaps.blocks for row in block.lines)


@pytest.mark.parametrize(("visits", "is_upright"), [(1310.0, True), (1_310_000.0, False)])
def test_few_figures_of_few_digits_stand_on_an_upright_page(tmp_path: Path, visits: float, *, is_upright: bool):
    """Three figures of a small hospital turned the paper, and left the page before them nearly empty."""
    months = [f"2025-{month:02}" for month in range(1, 13)]
    figures = {f"emergency_visits@{month}": visits for month in months} | {
        f"discharges@{month}": 150.0 for month in months
    }
    figures |= {"emergency_visits@2025": 12 * visits, "discharges@2025": 1800.0}
    found = activity(HospitalContext.of(case(tmp_path, figures, "2025").material, "en"))

    assert found.is_upright is is_upright
    assert found.of_months is not None
    (table,) = tables(found.of_months)
    assert sum(column.width for column in table.columns) == pytest.approx(172.0 if is_upright else LANDSCAPE_MM)


@pytest.mark.parametrize(
    ("now", "said"),
    [
        ((40.0, 8.0), "2 figures of activity and resources; none that compares with last year changed"),
        ((41.0, 8.0), "Of 2 figures of activity and resources 1 rose on last year and none fell"),
        ((39.0, 8.0), "Of 2 figures of activity and resources 1 fell on last year and none rose"),
    ],
)
def test_a_title_counts_no_way_that_nothing_moved(tmp_path: Path, now: tuple[float, float], said: str):
    """Of one figure that stayed the same “0 rose and 0 fell” was told."""
    names = ("beds_authorised", "beds_open")
    figures = {f"{name}@2024": value for name, value in zip(names, (40.0, 8.0), strict=True)}
    figures |= {f"{name}@2025": value for name, value in zip(names, now, strict=True)}

    assert activity(HospitalContext.of(case(tmp_path, figures, "2025").material, "en")).headline.en == said


def test_a_table_of_one_year_is_not_called_one_of_1_years(tmp_path: Path):
    one = drawn(OF_ONE_YEAR, emptied(tmp_path / "case"))
    context = HospitalContext.of(pipeline.evaluate(pipeline.check(one.folder), period="2025"), "zh-en")
    table, *_ = tables(activity(context).of_years)

    assert (table.caption.words.zh, table.caption.words.en) == ("业务与资源", "Activity and resources")
