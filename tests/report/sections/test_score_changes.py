"""Why the score changed: steps that add up, and the quarters as they were judged."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from pages import page_of, section_of
from rendered import checked, material
from report.sections.annual import EACH, YEARS, amount, rows, sheet, tables
from reportgen.analysis.material import Material
from reportgen.pipeline import evaluate
from reportgen.report.section import Report


@pytest.mark.serves("001-11")
def test_every_score_of_the_year_stands_beside_that_of_the_year_before(materials: Callable[..., Material]):
    found = materials("renhe", "2025")
    head, *lines = page_of(found, "score_changes", kind="annual").table("Indicator", "By score")
    before = {one.id: one.score or 0.0 for one in found.history["2024"].indicators}
    shown = {line[0]: line[1:3] for line in lines}

    assert head[:3] == ["Indicator", "2024", "2025"]
    for one in found.evaluation.indicators:
        name = found.catalog.indicators[one.id].short or found.catalog.indicators[one.id].name
        assert shown[name.en] == [f"{before[one.id]:.1f}", f"{one.score:.1f}"]
    assert lines[-1][:3] == ["Total", f"{found.history['2024'].score:.2f}", f"{found.evaluation.score:.2f}"]


@EACH
def test_abilities_add_up_to_the_change_and_indicators_to_their_ability(reports: Callable[..., Report], name: str):
    table = tables(sheet(reports(name, "zh", YEARS[name], "annual"), "score_changes"))[0]
    total = amount(list(rows(table))[-1][5])
    sums, members = [], []
    for row, line in zip(rows(table), table.lines, strict=True):
        if line.emphasis == "section":
            sums.append(amount(row[5]))
            members.append([])
        elif not line.emphasis:
            members[-1].append(amount(row[5]))
    assert sum(sums) == pytest.approx(total, abs=0.01 * len(sums))
    for whole, parts in zip(sums, members, strict=True):
        assert sum(parts) == pytest.approx(whole, abs=0.005 * len(parts) + 0.01)


def test_abilities_stand_with_their_scores_of_both_years(
    reports: Callable[..., Report], materials: Callable[..., Material]
):
    table = tables(sheet(reports("renhe", "zh", "2025", "annual"), "score_changes"))[0]
    abilities = materials("renhe", "2025").evaluation.abilities
    found = [row for row, line in zip(rows(table), table.lines, strict=True) if line.emphasis == "section"]
    for row, ability in zip(found, abilities, strict=True):
        assert (row[0], row[2]) == (ability.name.zh, f"{ability.score:.2f}")
        moved = (amount(row[2]) - amount(row[1])) * ability.weight
        assert moved == pytest.approx(amount(row[5]), abs=0.01)


@pytest.mark.slow
def test_quarters_are_those_that_a_report_of_their_month_shows(
    reports: Callable[..., Report], materials: Callable[..., Material]
):
    table = tables(sheet(reports("renhe", "zh", "2025", "annual"), "score_changes"))[1]
    found = {row[0]: row[-3] for row in rows(table)}
    assert list(found) == ["2025年3月", "2025年6月", "2025年9月", "2025年12月"]
    assert found["2025年6月"] == materials("renhe", "2025-06").evaluation.score_printed


def test_more_abilities_than_find_room_beside_each_other_stand_below_each_other():
    nine = evaluate(checked("renhe"), period="2025", scheme="nine_abilities")
    table = section_of(nine, "score_changes", "en").table("Ability", "Mar 2025", "Dec 2025")
    assert [row[0] for row in table[1:]] == [
        *(one.name.en for one in nine.evaluation.abilities), "Overall score", "Change", "Grade",
    ]  # fmt: skip
    assert len(table[0]) == 5
    assert [row[-1] for row in table[-3:]] == ["72.95", "—③", "Good"]


def test_quarters_in_which_other_indicators_are_scored_are_not_subtracted():
    """Growth of a December that the form of last year tells would count as a fall of six points since September."""
    table = section_of(material("renhe", "2025"), "score_changes", "en").table("Year to", "Change")
    september, december = ([*row] for row in table if row[0] in {"Sep 2025", "Dec 2025"})

    assert (september[4][0], september[-2]) == ("—", "+1.96")
    assert (december[4], december[-2][0]) == ("54.35", "—")


def test_a_panel_of_years_says_what_to_supply_for_quarters(reports: Callable[..., Report]):
    found = sheet(reports("us-cms", "en", "2021", "annual"), "score_changes")
    assert len(tables(found)) == 1
    assert "Supply" in found.blocks[-1].lines[0].en


def test_each_ability_of_the_last_quarter_that_is_not_as_in_the_year_has_its_reason(
    reports: Callable[..., Report], materials: Callable[..., Material]
):
    table = tables(sheet(reports("renhe", "en", "2025", "annual"), "score_changes"))[1]
    last, year = list(rows(table))[-1], materials("renhe", "2025").evaluation
    notes = " ".join(note.en for note in table.notes)
    for ability, cell in zip(year.abilities, last[1:], strict=False):
        assert ability.score is not None
        if cell.startswith("—"):
            assert f"{ability.name.en} is not scored by quarter" in notes
        elif cell != f"{ability.score:.2f}":
            assert f"{ability.name.en} {cell} (year {ability.score:.2f})" in notes
        else:
            assert f"{ability.name.en} is rated by experts" in notes
    assert "Figures of the earlier period are missing" in notes


def test_months_without_a_total_are_not_said_to_be_missing():
    annual = evaluate(checked("renhe"), period="2025")
    nobody = replace(annual, judge=lambda end: replace(annual.evaluation, period=end, score=None))

    assert "各季末均未形成总分" in page_of(nobody, "score_changes", "zh", kind="annual").text


def test_without_a_total_it_is_told_which_year_lacks_it():
    """To bring last year's statements is no remedy where they are there, or where this year has no total either."""
    annual = evaluate(checked("renhe"), period="2025")
    then = annual.history["2024"]
    lost = replace(annual, history={**annual.history, "2024": replace(then, score=None)})
    absent = replace(annual, history={})
    now = replace(annual, evaluation=replace(annual.evaluation, score=None, grade=None))
    pages = {
        name: page_of(found, "score_changes", kind="annual")
        for name, found in {"lost": lost, "absent": absent, "now": now}.items()
    }

    assert "Too few indicators of last year could be scored" in pages["lost"].text
    assert "Supply last year's annual statements" in pages["absent"].text
    assert pages["now"].title == "2025 has no total, so there is no change to split"
    assert not [name for name in ("lost", "now") if "Supply last year's annual statements" in pages[name].text]


def test_where_nothing_moves_the_total_no_indicator_is_said_to_have_moved_it_most():
    """“Up 0.00 on last year; debt ratio moved it most (0.00)” was the title where every score was full in both years."""
    annual = evaluate(checked("renhe"), period="2025")
    same = replace(annual, history={**annual.history, "2024": replace(annual.evaluation, period="2024")})
    page = page_of(same, "score_changes", kind="annual")

    assert page.title == "As in 2024: no indicator moved the total"
    assert "moved it most" not in page.text
