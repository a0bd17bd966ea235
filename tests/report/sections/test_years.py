"""The scorecard of five years: values of each year, and effects that add up to the change of the total."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from math import fsum
from pathlib import Path

import pytest

from analysis import cases
from pages import page_of, section_of
from report.sections.annual import EACH, YEARS, amount, rows, sheet, tables
from reportgen import pipeline
from reportgen.analysis.material import Material
from reportgen.model.printing import number
from reportgen.report.desk.context import HospitalContext
from reportgen.report.desk.grades import together
from reportgen.report.section import Report
from reportgen.report.sections import years


@EACH
def test_effects_of_indicators_add_up_to_the_change_of_the_total(reports: Callable[..., Report], name: str):
    table = tables(sheet(reports(name, "zh", YEARS[name], "annual"), "years"))[0]
    place = [column.words.zh for column in table.columns].index("影响")
    of = {kind: [row[place] for row, line in zip(rows(table), table.lines, strict=True) if line.emphasis == kind]
          for kind in ("", "section", "grand")}  # fmt: skip
    total = amount(of["grand"][0])
    assert sum(amount(text) for text in of["section"]) == pytest.approx(total, abs=0.01 * len(of["section"]))
    assert sum(amount(text) for text in of[""] if text != "—") == pytest.approx(total, abs=0.005 * len(of[""]) + 0.01)


@pytest.mark.slow
@EACH
def test_values_of_earlier_years_are_those_of_their_evaluation(
    reports: Callable[..., Report], materials: Callable[..., Material], name: str
):
    year = str(int(YEARS[name]) - 1)
    report, then = reports(name, "en", YEARS[name], "annual"), materials(name, year)
    table = tables(sheet(report, "years"))[0]
    place = [column.words.en for column in table.columns].index(year)
    shown = {row[0]: row[place] for row in rows(table, "en")}
    catalog = then.catalog.indicators
    parts = then.scheme.parts
    known = [i for i in then.evaluation.indicators if i.value is not None and parts[i.part].from_folder is None]
    assert len(known) > 5
    for indicator in known:
        definition = catalog[indicator.id]
        text = shown[(definition.short or definition.name).en]
        value = indicator.value * 100 if definition.unit == "percent" else indicator.value
        assert amount(text) == pytest.approx(value, abs=0.51 * 10 ** -len(text.partition(".")[2]))


def test_the_title_counts_what_the_table_shows(reports: Callable[..., Report]):
    found = sheet(reports("renhe", "en", "2025", "annual"), "years")
    table = tables(found)[0]
    place = [column.words.en for column in table.columns].index("Effect")
    effects = [row[place] for row, line in zip(rows(table, "en"), table.lines, strict=True) if not line.emphasis]
    up, down = (sum(1 for text in effects if text.startswith(sign)) for sign in "+−")
    assert found.headline.en == f"Of {len(effects)} indicators {up} raised the total and {down} lowered it"


@pytest.mark.parametrize(
    ("effects", "said"),
    [
        ({"a": 1.0, "b": -1.0}, "1项使总分上升，1项使总分下降"),
        ({"a": 1.0, "b": 0.0}, "1项使总分上升，没有使总分下降的"),
        ({"a": 0.0, "b": -1.0}, "1项使总分下降，没有使总分上升的"),
        ({"a": 0.0, "b": 0.0}, "没有指标使总分变动"),
    ],
)
def test_a_title_counts_no_noughts(renhe: Material, effects: dict[str, float], said: str):
    told = years._headline(HospitalContext.of(renhe, "zh-en"), effects)

    assert told.zh.endswith(said)
    assert " 0 " not in told.en


def test_the_change_of_a_mark_has_the_decimals_of_the_marks(reports: Callable[..., Report]):
    table = tables(sheet(reports("renhe", "zh", "2025", "annual"), "years"))[0]
    place = [column.words.zh for column in table.columns].index("增减")
    rated = [row for row, line in zip(rows(table), table.lines, strict=True) if line.level and row[1] == "分"]

    assert rated
    assert {row[place].partition(".")[2] for row in rated} <= {str(digit) for digit in range(10)}


@EACH
def test_no_cell_is_left_empty(reports: Callable[..., Report], name: str):
    table = tables(sheet(reports(name, "en", YEARS[name], "annual"), "years"))[0]
    assert all(cell for row in rows(table) for cell in row)


def test_one_year_alone_has_no_course_but_what_to_bring(tmp_path: Path):
    cases.write(tmp_path, {"total_assets@2025": 10.0, "total_liabilities@2025": 4.0, "net_assets@2025": 6.0})
    (tmp_path / "case.yaml").write_text("entity: {id: h, name: {zh: 甲, en: A}}\n", encoding="utf-8")
    page = page_of(pipeline.evaluate(pipeline.check(tmp_path), period="2025"), "years", "en", kind="annual")

    assert page.title == "One year alone has no course to show"
    assert "Supply their statements" in page.text
    assert page.tables == []


def test_without_a_total_the_weights_are_those_of_the_scheme(materials: Callable[..., Material]):
    about = materials("renhe", "2025")
    rows = tuple(replace(one, effective_weight=one.weight * 1.5) for one in about.evaluation.indicators)
    parts = tuple(replace(one, score=None) for one in about.evaluation.parts)
    lost = replace(about, evaluation=replace(about.evaluation, indicators=rows, parts=parts, score=None, grade=None))

    shares = [together.weighed(lost.evaluation, one) for one in rows]
    page, letter = section_of(lost, "years", "en", "annual"), section_of(lost, "score_table", "en", "agency")

    assert shares == [one.weight for one in rows]
    assert page is not None
    assert letter is not None
    assert number(fsum(shares), 2, times=100) in letter.text
    for one in rows:
        named = about.catalog.indicators[one.id]
        assert number(one.weight, 2, times=100) in page.row((named.short or named.name).en)


def test_what_no_year_knows_has_no_row_but_is_named(renhe: Material, monkeypatch: pytest.MonkeyPatch):
    """Of two years without experts seven rows of dashes went on to a page of their own."""
    rated = [one for one in renhe.evaluation.indicators if one.ability == "management"]
    assert rated
    monkeypatch.setattr(years, "_is_known", lambda _, one, __: one.ability != "management")
    found = years.scorecard_of_years(HospitalContext.of(renhe, "zh")).blocks[0]

    assert len(found.lines) == 1 + len(renhe.evaluation.abilities) + len(renhe.evaluation.indicators) - len(rated)
    assert found.notes[0].zh.startswith(f"各年既无数值也无得分而未列的{len(rated)}项：人员能力、决策能力")


def test_an_indicator_with_a_value_in_any_year_is_known(renhe: Material):
    bare = [replace(one, score=None, value=None) for one in renhe.evaluation.indicators]
    without = HospitalContext.of(
        replace(renhe, evaluation=replace(renhe.evaluation, indicators=tuple(bare))), "zh")  # fmt: skip

    assert years._is_known(without, without.evaluation.indicator("current_ratio"), ("2025-10", "2026-10"))
    assert not years._is_known(without, without.evaluation.indicator("current_ratio"), ("1999-10",))


def test_a_score_of_another_indicator_makes_it_no_better_known(renhe: Material, monkeypatch: pytest.MonkeyPatch):
    context = HospitalContext.of(renhe, "zh")
    unscored = replace(context.evaluation.indicators[0], id="self_sufficiency_rate", score=None)
    monkeypatch.setattr(years, "value", lambda *_: None)

    assert years._is_known(context, context.evaluation.indicators[0], ("2025-10",))
    assert not years._is_known(context, unscored, ("2025-10",))


@pytest.mark.parametrize(("periods", "is_wide"), [(("2024", "2025"), False), (("2023", "2024", "2025"), True)])
def test_two_years_do_not_turn_the_paper(
    materials: Callable[..., Material], monkeypatch: pytest.MonkeyPatch, periods: tuple[str, ...], *, is_wide: bool
):
    """A landscape page of four rows left the scorecard before it nearly alone on its own."""
    material = materials("renhe", "2025")
    rows = tuple(replace(one, peer=None) for one in material.evaluation.indicators)
    alone = replace(material, evaluation=replace(material.evaluation, indicators=rows))
    monkeypatch.setattr(years, "years", lambda _: periods)
    (table,) = years.scorecard_of_years(HospitalContext.of(alone, "en")).blocks

    assert (sum(column.width for column in table.columns) > 172.001) is is_wide
