"""Hospitals in need, one by one: the red line first, with a way that never leads over income or surplus."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from unittest import mock

import pytest

from reportgen.analysis.group.material import GroupMaterial
from reportgen.analysis.signals.risks import Warned
from reportgen.model.schemes import Grade
from reportgen.model.warnings import Level
from reportgen.report.desk.context import HospitalContext
from reportgen.report.desk.grades.group import GroupContext
from reportgen.report.desk.judgement import evidence, group_needs
from reportgen.report.desk.judgement.group_needs import KindOfNeed
from reportgen.report.section import Report
from reportgen.report.sections import movers
from reportgen.report.sections.movers import attention
from reportgen.report.speech import same


def view(report: Report):
    return next(section.content for section in report.sections if section.name == "attention")


@pytest.mark.parametrize("name", ["lianhe", "us-cms"])
def test_the_hospitals_of_the_list_of_needs_that_are_ranked_are_told_one_by_one_in_its_order(
    groups: Callable[..., GroupMaterial], group_reports: Callable[..., Report], name: str
):
    found = view(group_reports(name, "en"))
    listed = [*found.cards, *found.rows]
    needy = group_needs.needy(GroupContext.of(groups(name), "en"))
    expected = [one.member.evaluation for one in needy if one.need is not KindOfNeed.DATA]

    assert expected
    assert [one.score for one in listed] == [f"{evaluation.score:.2f}" for evaluation in expected]
    every = len(needy) + len(groups(name).absent)
    assert f"{len(expected)} of the {every} that need help" in found.headline.en or every == len(expected)
    assert found.headline.en.startswith(f"{len(expected)} that need help, one by one: ") or every > len(expected)
    assert len(found.cards) <= 12


def test_no_step_is_income_price_or_surplus(lianhe: GroupMaterial, group_reports: Callable[..., Report]):
    found = view(group_reports("lianhe", "en"))
    barred = {one.short or one.name for one in lianhe.catalog.indicators.values() if one.not_lever}
    steps = [step.name for card in found.cards if card.path for step in card.path.steps]
    assert steps
    assert not barred & set(steps)


def test_cards_refer_to_the_pages_of_their_hospitals(group_reports: Callable[..., Report]):
    report = group_reports("lianhe", "zh")
    pages = {section.id for section in report.sections if section.name == "member"}
    assert {card.target for card in view(report).cards} <= pages


def test_values_and_standards_have_one_unit_and_points_are_called_points(group_reports: Callable[..., Report]):
    points = [point.words for card in view(group_reports("lianhe", "en")).cards for point in card.risks]
    assert points
    for words in points:
        if words.en.startswith("At a red warning line: "):
            continue
        value, standard, cost = words.en.split(", ")
        assert standard.startswith("standard ")
        assert ("%" in value) is ("%" in standard)
        assert ("\u00a5" in value) is ("\u00a5" in standard)
        assert cost.endswith(" points")


def test_a_card_leaves_rounding_to_what_its_page_says_first(group_reports: Callable[..., Report]):
    found = next(one.content for one in group_reports("lianhe", "en").sections if one.name == "attention")
    assert "rounding" in found.lead.en
    assert not [card for card in found.cards if card.change and "rounding" in card.change.en]


def test_a_better_grade_at_a_red_line_is_listed_with_the_line(lianhe: GroupMaterial):
    desk = GroupContext.of(lianhe, "en")
    (good, *_) = [one for one in lianhe.league.places if lianhe.by_id[one.hospital].evaluation.grade is Grade.GOOD]
    lines = partial(_with_red, hospital=good.hospital)
    with mock.patch.object(evidence, "crossed_lines", lines):
        found = attention(desk)

    first = found.cards[0]
    assert first.name == desk.names[good.hospital]
    assert first.risks[0].words.en == "At a red warning line: current ratio 0.79 (line 0.80)"
    assert "1 at a red line" in found.headline.en


def _with_red(context: HospitalContext, hospital: str) -> list[Warned]:
    """A current ratio just below its red line, of that hospital alone."""
    words = same("-")
    line = Warned("current_ratio", Level.RED, 0.79, 0.8, context.material.period, 1, None, (), words, (), words, "")
    return [line] if context.material.entity == hospital else []


def test_a_hospital_of_which_no_indicator_stands_out_is_listed_with_the_fall_of_its_total(
    lianhe: GroupMaterial, monkeypatch: pytest.MonkeyPatch
):
    """A list of nothing ended the report in a fault of ours."""
    monkeypatch.setattr(movers.outlook, "endangered", lambda _: [])
    monkeypatch.setattr(movers, "_at_red", lambda *_: ())
    monkeypatch.setattr(movers, "CARDS", 0)

    told = {row.risks.en for row in attention(GroupContext.of(lianhe, "en")).rows}
    assert told
    assert all(one.startswith("no indicator stands out; −") and " points v " in one for one in told), told
