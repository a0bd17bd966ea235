"""How a group was judged: weights add up, standards are shown for each level that has its own."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from reportgen.analysis.group.material import GroupMaterial
from reportgen.report.html import write
from reportgen.report.section import Report
from reportgen.report.sections.group_method import _cell


def view(report: Report):
    return next(section.content for section in report.sections if section.name == "group_method")


@pytest.mark.slow
def test_levels_with_standards_of_their_own_have_tables_of_their_own(group_reports: Callable[..., Report]):
    found = view(group_reports("lianhe", "en"))
    (grades,), tables = found.grades, found.tables
    assert len(tables) == 2
    assert len(grades.lines) == 5
    for table in tables:
        assert sum(float(line.cells[2]) for line in table.lines) == pytest.approx(100)
    assert len(view(group_reports("us-cms", "en")).tables) == 1


def test_words_tell_the_draws_and_the_limits(lianhe: GroupMaterial, group_reports: Callable[..., Report]):
    told = " ".join(line.en for line in view(group_reports("lianhe", "en")).words)
    for fact in (f"{lianhe.league.draws:,}", "±20%", "95%", "80%", "fewer than 5", "yuan"):
        assert fact in told


def test_standards_say_what_they_earn_and_the_words_what_lies_between(group_reports: Callable[..., Report]):
    found = view(group_reports("lianhe", "en"))
    heads = [column.words.en for column in found.tables[0].columns[3:]]
    assert heads == [
        "Excellent, 100 points", "Good, 80 points", "Fair, 60 points", "Low, 40 points", "Poor, 20 points",
    ]  # fmt: skip
    assert any("in proportion" in line.en for line in found.words)


def test_words_tell_what_a_step_aims_at_and_by_which_lines_alerts_are_counted(
    lianhe: GroupMaterial, group_reports: Callable[..., Report]
):
    told = " ".join(line.en for line in view(group_reports("lianhe", "en")).words)
    lines = lianhe.catalog.warnings[lianhe.case.file.analysis.warnings]
    assert lines.name.en in told
    assert "(its benchmark)" in told
    signs = next(one.content for one in group_reports("lianhe", "en").sections if one.name == "group_reading")
    assert "Benchmark" in [line.cells[0].en for line in signs.blocks[0].lines]


def test_where_data_are_missing_the_title_and_the_words_tell_who_takes_over_the_weight(
    group_reports: Callable[..., Report],
):
    found = view(group_reports("lianhe", "en"))
    assert "except for gaps" in found.headline.en
    assert any(line.en.startswith("Gaps: ") for line in found.words)
    assert any(line.en.startswith("Largest threat: ") for line in found.words)


@pytest.mark.slow
def test_each_table_stands_whole_and_need_not_wait_for_the_next(group_reports: Callable[..., Report]):
    """Two kept together left the page before them nearly empty."""
    html = write(group_reports("lianhe", "zh")).html
    section = html[html.index("follow group-method") :].partition("</section>")[0]

    assert section.count('<div class="whole">') == section.count("<table") == 3
    assert '<div class="whole">\n<div class="whole">' not in section


def test_levels_are_spoken_of_where_there_are_several(group_reports: Callable[..., Report]):
    told = [" ".join(line.en for line in view(group_reports(name, "en")).words) for name in ("lianhe", "alliance")]

    assert ["across levels" in words for words in told] == [True, False]
    assert all("one scale throughout" in words for words in told)


@pytest.mark.parametrize(
    ("share", "style", "printed"),
    [(None, "none", "×"), (1.0, "full", "100"), (0.9995, "full", "100"), (0.9994, "part", "100"), (0.6, "part", "60")],
)
def test_a_form_is_full_where_hardly_a_line_in_two_thousand_is_missing(share: float | None, style: str, printed: str):
    cell = _cell(share)

    assert (cell.text, cell.style) == (printed, style)
