"""What changed, and on which basis."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from unittest import mock

import pytest

from pages import section_of
from reportgen.analysis.material import Material
from reportgen.model.results import Evaluation
from reportgen.model.schemes import Grade
from reportgen.report.desk.context import HospitalContext
from reportgen.report.desk.grades import gradings
from reportgen.report.section import Report
from reportgen.report.sections import movements


def test_panels_of_months_say_that_scores_rest_on_the_year_to_date(reports: Callable[..., Report]):
    movements = next(s.content for s in reports("renhe", "zh-en").sections if s.name == "movements")
    assert "单月" in movements.panels_note.zh
    assert "年初至今" in movements.panels_note.zh
    assert "year to date" in movements.panels_note.en


@pytest.mark.slow
@pytest.mark.parametrize(("period", "kind"), [("2026-10", "board"), ("2025", "annual")])
def test_effects_that_are_drawn_add_up_to_the_change_that_is_printed(
    reports: Callable[..., Report], period: str, kind: str
):
    report = reports("renhe", "en", period, kind)
    movements = next(s.content for s in report.sections if s.name == "movements")
    drawn = report.images[movements.effects.source].decode()
    bars = [Decimal(found.replace("−", "-")) for found in re.findall(r">([−+]?\d+\.\d\d)<", drawn)]
    told = [Decimal(found.replace("−", "-")) for found in re.findall(r"[−+]?\d+\.\d\d", movements.effects_note.en)]
    assert "Other " in drawn
    assert sum(bars) + sum(told[1:]) == told[0]


def test_movements_of_figures_in_question_say_so(reports: Callable[..., Report]):
    found = next(s.content for s in reports("us-cms", "en", "2021", "annual").sections if s.id == "movements")

    assert "(W48)" in found.caution.en
    assert (
        next(s.content for s in reports("renhe", "en", "2025", "annual").sections if s.id == "movements").caution
        is None
    )


def test_names_whose_figures_are_in_question_bear_the_mark_of_the_sentence_about_them(reports: Callable[..., Report]):
    report = reports("us-cms", "en")
    found = {section.id: section.content for section in report.sections}
    movements, scorecard = found["movements"], found["scorecard"]
    rows = [row.name.en for group in scorecard.groups for row in group.rows]

    assert movements.caution.en.startswith("†")
    assert {name.partition("†")[0].partition(",")[0] for name in rows if "†" in name} == {
        "Patient care margin",
        "Days cash on hand",
    }
    assert any(note.en.startswith("†") for note in scorecard.notes)
    assert movements.panels[0].name.en == "Patient care margin†"
    assert "Patient care margin†" in report.images[movements.effects.source].decode()


def test_drawings_of_a_page_in_two_languages_name_indicators_in_both(reports: Callable[..., Report]):
    report = reports("renhe", "zh-en")
    movements = next(s.content for s in report.sections if s.name == "movements")
    drawn = report.images[movements.slopes.source].decode()

    assert "总资产增长率" in drawn
    assert ">Asset growth<" in drawn


def test_scores_rose_or_fell_as_they_are_printed_whatever_their_weights(renhe: Material):
    """Beside 78.6 to 78.6 the title counted a score that rose; of another weight an equal score moves the total."""
    first, *others = [one for one in renhe.evaluation.indicators if one.score is not None]
    rows = (
        replace(first, score=first.score - 1.0),
        *(replace(one, score=one.score - 0.001, points=one.points / 2) for one in others),
    )
    before = max(period for period in renhe.history if period < renhe.period)
    history = {**renhe.history, before: replace(renhe.history[before], indicators=rows)}
    context = HospitalContext.of(replace(renhe, history=history), "en")

    assert context.before is not None
    assert context.before.indicators == rows
    assert all(one.score > row.score for one, row in zip((first, *others), rows, strict=True))
    with mock.patch.object(movements, "_crossed", return_value=[]):
        assert movements._headline(context).en == "No indicator changed grade; 1 score rose and none fell"


@pytest.mark.parametrize(
    ("moves", "said"),
    [
        ((0.0, 0.0), "No grade and no score changed"),
        ((2.0, 2.0), "No indicator changed grade; 2 scores fell and none rose"),
        ((-2.0, 2.0), "No indicator changed grade; 1 score rose and 1 fell"),
    ],
)
def test_where_nothing_rose_or_fell_no_noughts_are_counted(renhe: Material, moves: tuple[float, float], said: str):
    """A title said “0 scores rose and 0 fell”."""
    scored = [one for one in renhe.evaluation.indicators if one.score is not None]
    rows = tuple(replace(one, score=one.score + move) for one, move in zip(scored, (*moves, *[0.0] * 99), strict=False))
    before = max(period for period in renhe.history if period < renhe.period)
    history = {**renhe.history, before: replace(renhe.history[before], indicators=rows)}

    with mock.patch.object(movements, "_crossed", return_value=[]):
        assert movements._headline(HospitalContext.of(replace(renhe, history=history), "en")).en == said


BEST_FIRST = ("excellent", "good", "fair", "low", "poor")


def test_scores_none_of_which_moved_are_not_drawn(renhe: Material):
    """Slopes that all lay flat beside bars of 0.00 took half a page."""
    before = max(period for period in renhe.history if period < renhe.period)
    still = replace(renhe.history[before], indicators=renhe.evaluation.indicators, abilities=renhe.evaluation.abilities)
    alike = replace(renhe, history={**renhe.history, before: still})
    found = movements.movements(HospitalContext.of(alike, "en"))
    moved = movements.movements(HospitalContext.of(renhe, "en"))

    assert found is not None
    assert moved is not None
    assert found.headline.en == "No grade and no score changed"
    assert (found.slopes, found.effects) == (None, None)
    assert None not in (moved.slopes, moved.effects)


def test_who_rose_a_grade_and_who_fell_is_said_as_it_was(renhe: Material):
    earlier = renhe.history[max(period for period in renhe.history if period < renhe.period)]
    bounds = renhe.scheme.grades

    def grades(found: Evaluation) -> dict[str, str]:
        return {
            one.id: next(name for name in BEST_FIRST if one.score >= bounds[Grade(name)])
            for one in found.indicators
            if one.score is not None
        }

    before, after = grades(earlier), grades(renhe.evaluation)
    moved = [(before[name], now) for name, now in after.items() if name in before and before[name] != now]
    words, page = renhe.catalog.words, section_of(renhe, "movements", "zh")

    assert page is not None
    assert {BEST_FIRST.index(now) < BEST_FIRST.index(was) for was, now in moved} == {True, False}
    for was, now in moved:
        way = "升" if BEST_FIRST.index(now) < BEST_FIRST.index(was) else "降"
        assert f"由「{words[f'grade.{was}'].zh}」{way}「{words[f'grade.{now}'].zh}」" in page.text.replace(" ", "")


@pytest.mark.parametrize(
    ("most", "weights", "said"),
    [
        (1, (0.6, 0.4), "The indicator of most weight"),
        (1, (0.5, 0.5), "1 indicator over time"),
        (2, (0.6, 0.4), "2 indicators over time"),
    ],
)
def test_only_what_weighs_more_than_the_rest_is_told_to_weigh_most(
    renhe: Material, most: int, weights: tuple[float, float], said: str
):
    rows = [replace(one, effective_weight=weight)
            for one, weight in zip(renhe.evaluation.indicators, weights, strict=False)]  # fmt: skip
    chosen = [(one, mock.Mock(values=[None])) for one in rows[:most]]
    context = HospitalContext.of(renhe, "en")

    with (
        mock.patch.object(movements, "_chosen", return_value=chosen),
        mock.patch.object(movements, "_single", return_value=rows),
        mock.patch.object(gradings, "target", return_value=None),
    ):
        assert movements._panels_title(context).en == said


@pytest.mark.parametrize(
    ("ends", "said"),
    [
        ((50.0, 3.0), "2 indicators over time: 1 reaches its standard at the end"),
        ((50.0, 0.1), "2 indicators over time: none reaches its standard at the end"),
        ((10.0, 3.0), "2 indicators over time: all reach their standards at the end"),
    ],
)
def test_the_panels_say_how_many_reach_their_standard(renhe: Material, ends: tuple[float, float], said: str):
    """By the last value drawn, which is of a month, and not by the one that is scored."""
    asked = ("receivable_turnover_days", "return_on_assets")
    rows = [replace(renhe.evaluation.indicator(name), effective_weight=0.5) for name in asked]
    values = (ends[0], ends[1] / 100)
    chosen = [(one, mock.Mock(values=[None, value])) for one, value in zip(rows, values, strict=True)]

    with (
        mock.patch.object(movements, "_chosen", return_value=chosen),
        mock.patch.object(movements, "_single", return_value=rows),
    ):
        assert movements._panels_title(HospitalContext.of(renhe, "en")).en == said
