"""What the page of data quality says is what the checks found."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from analysis.cases import case
from pages import page_of
from report.sections.reading import content
from reportgen.analysis.material import Material
from reportgen.model.printing import percent
from reportgen.report.desk.context import HospitalContext
from reportgen.report.section import Report
from reportgen.report.sections import quality


def test_the_headline_gives_grade_completeness_and_how_much_was_checked(
    reports: Callable[..., Report], materials: Callable[..., Material]
):
    said, found = content(reports("renhe", "zh-en"), "quality").headline, materials("renhe").quality
    for words in (said.zh, said.en):
        assert percent(found.completeness, 1) in words
        assert f"{found.equations_checked:,}" in words


@pytest.mark.serves("001-32")
def test_each_statement_prints_how_many_lines_are_due_read_and_missing(renhe: Material):
    first = next(one for one in renhe.quality.sources if one.period == renhe.period)
    others = [one for one in renhe.quality.sources if one is not first]
    short = replace(first, found=first.expected - 3, completeness=0.9)
    page = page_of(replace(renhe, quality=replace(renhe.quality, sources=(short, *others))), "quality")
    head, *lines = page.table("Source", "Due / read / missing")

    assert head == ["Source", "File", "Due / read / missing", "Complete", "Ties", "Issues", "Note"]
    (line,) = (line for line in lines if line[0] == renhe.catalog.forms[first.form].title.en)
    assert line[2:4] == [f"{first.expected} / {first.expected - 3} / 3", "90%"]
    assert first.expected > 20


def test_what_is_missing_begins_its_line_with_a_capital(renhe: Material):
    said = [line.en for line in quality._gaps(HospitalContext.of(replace(renhe, opinions=None), "en"))]

    assert "Experts' ratings (folder experts)" in " ".join(said)
    assert all(line[:1].isupper() for line in said)


def test_every_source_of_the_period_has_its_row(reports: Callable[..., Report], materials: Callable[..., Material]):
    rows = content(reports("renhe", "zh-en"), "quality").sources
    told = [source for source in materials("renhe").quality.sources if source.period == materials("renhe").period]
    assert [row.file for row in rows] == [source.file or "" for source in told]
    assert rows


def test_the_grid_has_a_column_for_every_month_so_far(reports: Callable[..., Report]):
    grid = content(reports("renhe", "zh-en"), "quality").grid
    assert len(grid.months) == 10
    assert all(len(row.cells) == 10 for row in grid.rows)


def test_a_year_has_no_grid_of_months(reports: Callable[..., Report]):
    assert content(reports("us-cms", "zh-en"), "quality").grid is None


def test_the_summary_says_over_how_many_months_equations_were_counted(
    reports: Callable[..., Report], materials: Callable[..., Material]
):
    said, material = content(reports("renhe", "zh-en"), "quality").summary, materials("renhe")
    assert material.outcome is not None
    now, _ = material.outcome.equations("renhe", "2026-10")
    assert f"cross-checks were made in 10 months ({now} this month), and all agree." in said.en
    assert "全部相符；" in said.zh
    assert "10个月核对勾稽" in said.zh
    assert f"（本月{now}项）" in said.zh


def test_the_grid_of_a_year_counts_the_figures_of_its_months(materials: Callable[..., Material]):
    year = materials("renhe", "2025")
    values = year.dataset.values.copy()
    values.loc[("renhe", "2025-03"), values.columns.get_level_values(0) == "total_assets"] = float("nan")
    dataset = replace(year.dataset, values=values)

    def row(of: Material) -> list[str]:
        rows = (line for table in page_of(of, "quality").tables for line in table)
        (found,) = (line for line in rows if line[0] == "Statement of financial position" and len(line) == 13)
        return found[1:]

    assert row(year) == ["100"] * 12
    assert row(replace(year, dataset=dataset)) == ["100", "100", "98", *["100"] * 9]


def test_where_nothing_could_be_checked_no_number_of_checks_is_said_to_fail(renhe: Material):
    found = replace(renhe, quality=replace(renhe.quality, equations_checked=0, equations_failed=0, grade=None))
    summary = quality.quality(HospitalContext.of(found, "en")).summary.en

    assert "no sums could be cross-checked" in summary
    assert "of which" not in summary


def test_the_headline_tells_of_errors_before_warnings(renhe: Material):
    """'2 warnings to settle', it said above three errors that left the whole balance sheet unread."""
    found = replace(renhe.quality, errors=3, warnings=1, equations_checked=0, equations_failed=0)
    said = quality.quality(HospitalContext.of(replace(renhe, quality=found), "zh-en")).headline

    assert said.zh.startswith("错误3项、警告1项待核实；数据质量不评级")
    assert said.en.startswith("3 errors and 1 warning to settle; data quality not graded")


def test_a_form_that_is_missing_says_what_of_it_other_tables_have(tmp_path: Path):
    """“Missing” stood for a statement of performance whose figures the next page printed from the hospital's own table."""
    figures = {"total_income@2026-10": 3e7, "total_expense@2026-10": 2e7, "total_assets@2026-10": 9e7}
    context = HospitalContext.of(case(tmp_path, figures, "2026-10").material, "zh-en")
    income, cash = (quality._not_submitted(context, code) for code in ("会政财02", "会政财04"))

    assert (income.zh, income.en) == ("未报此表，2项取自其他表", "missing; 2 of its lines from other tables")
    assert (cash.zh, cash.en) == ("未报送", "missing")
