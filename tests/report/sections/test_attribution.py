"""Why the score changed: the effects on the page add up to the change, as do the indicators behind them."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import replace
from itertools import pairwise

import pytest

from pages import page_of
from report.sections.ranking import wanting
from report.sections.reading import content
from reportgen.analysis.attribution import ChangeCause, GradePoint
from reportgen.analysis.material import Material
from reportgen.analysis.robustness import change_of
from reportgen.model.schemes import Grade
from reportgen.report.assembly import hospital
from reportgen.report.desk.context import HospitalContext
from reportgen.report.section import Report
from reportgen.report.sections import attribution

CAUSES = ("definition", "standard", "weight", "availability", "value")


@pytest.fixture(scope="module")
def year(materials: Callable[..., Material]) -> Material:
    return materials("renhe", "2025")


@pytest.fixture(scope="module")
def page(year: Material) -> Report:
    return hospital(wanting(year, "attribution"), "board", "zh-en")


def test_the_effects_add_up_to_the_change_exactly(year: Material, page: Report):
    entries = page.ledger.entries
    effects = [entries[f"attribution.{cause}"].value for cause in CAUSES]
    found = change_of(year)
    assert found is not None
    assert math.fsum(effects) == pytest.approx(found.after - found.before, abs=1e-9)
    assert math.fsum(effects) == pytest.approx((year.evaluation.score or 0) - found.before, abs=1e-9)


def test_the_indicators_add_up_to_the_effects_but_for_rounding(page: Report):
    change = content(page, "attribution").change
    for place, total in enumerate(change.sums):
        column = [float(row.points[place].replace("−", "-")) for row in change.indicators]
        assert sum(column) == pytest.approx(float(total.replace("−", "-")), abs=0.005 * (len(column) + 1))


def test_a_cause_that_moved_no_indicator_has_no_column(year: Material):
    """Three of six columns were 0.00 in all of thirteen rows."""
    head, *lines = page_of(year, "attribution", kind="annual").table("Indicator", "Values")

    assert head == ["Indicator", "Weights", "Values", "Total"]
    assert all(any(line[place] != "0.00" for line in lines) for place in (1, 2, 3))


def test_all_indicators_are_not_said_to_be_those_of_the_largest_effect(year: Material, monkeypatch: pytest.MonkeyPatch):
    found = change_of(year)
    assert found is not None
    for most, said in ((3, "The 3 indicators with the largest effect"),
                       (99, f"Effects of the {len(found.indicators)} indicators")):  # fmt: skip
        monkeypatch.setattr(attribution, "MOST", most)
        report = hospital(wanting(year, "attribution"), "board", "zh-en")
        assert content(report, "attribution").change.indicators_caption.words.en == said


def test_the_headline_names_the_cause_that_did_most(page: Report, year: Material):
    found, view = change_of(year), content(page, "attribution")
    assert found is not None
    falls = found.after < found.before
    cause, _ = (min if falls else max)(found.effects, key=lambda row: row[1])
    assert (", down " if falls else ", up ") in view.headline.en
    assert {"value": "values", "weight": "weights"}.get(str(cause), str(cause)) in view.headline.en


def test_grades_so_far_run_up_to_this_period_and_say_where_they_changed(page: Report, year: Material):
    history = content(page, "attribution").history
    assert history[-1].score == year.evaluation.score_printed
    assert history[-1].grade == year.evaluation.grade
    assert history[0].words.en.startswith("—")
    for before, after in pairwise(history):
        assert (after.words.en in {"up", "down"}) == (before.grade != after.grade)


def test_grades_so_far_tell_which_way_they_changed(year: Material):
    context = HospitalContext.of(year, "en")
    points = [GradePoint(str(year_of), 0.0, grade, changed=True) for year_of, grade in
              ((2023, Grade.GOOD), (2024, Grade.FAIR), (2025, Grade.EXCELLENT))]  # fmt: skip

    assert [attribution._history(context, *pair).words.en for pair in pairwise(points)] == ["down", "up"]


def test_a_change_of_one_cause_alone_is_not_said_to_be_mostly_of_it(year: Material):
    found = change_of(year)
    assert found is not None
    alone = replace(found, after=found.before + 3.0, effects=tuple(
        (name, 3.0 if name is ChangeCause.VALUE else 0.0) for name, _ in found.effects
    ))  # fmt: skip

    assert attribution._headline(HospitalContext.of(year, "en"), alone).en.endswith("all of it from values")


def test_a_first_year_without_an_earlier_score_has_no_such_section(year: Material):
    import dataclasses

    alone = dataclasses.replace(year, history={})
    report = hospital(wanting(alone, "verdict", "attribution"), "board", "en")
    assert [section.name for section in report.sections] == ["verdict"]


def test_scores_above_are_spoken_of_where_there_are_some(year: Material, monkeypatch: pytest.MonkeyPatch):
    parts = tuple(replace(part, weighting="entropy") for part in year.evaluation.parts)
    context = HospitalContext.of(replace(year, evaluation=replace(year.evaluation, parts=parts)), "en")
    told = attribution.attribution(context)
    monkeypatch.setattr(attribution, "change_of", lambda _: None)
    alone = attribution.attribution(context)

    assert "; above, " in told.restated.en
    assert alone.restated.en == "Earlier scores are by the weights of this period."
