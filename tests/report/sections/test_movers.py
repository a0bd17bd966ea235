"""Hospitals that changed grade: the abilities add up to the change of the total."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest

from reportgen.analysis.group.material import GroupMaterial
from reportgen.analysis.group.movers import movers
from reportgen.report.html import write
from reportgen.report.section import Report


def view(report: Report):
    return next(section.content for section in report.sections if section.name == "movers")


@pytest.mark.serves("003-112")
@pytest.mark.parametrize("name", ["lianhe", "us-cms"])
def test_effects_of_the_abilities_make_the_change_of_the_total(groups: Callable[..., GroupMaterial], name: str):
    found = movers(groups(name))
    assert found
    for one in found:
        assert sum(one.abilities.values()) == pytest.approx(one.change, abs=1e-9)
        assert one.grade_before is not one.grade_now
        assert one.main is None or one.effect * one.change > 0


def test_risers_and_fallers_stand_apart_and_the_title_counts_them(group_reports: Callable[..., Report]):
    found = view(group_reports("lianhe", "en"))
    rose, fell, _ = found.blocks
    assert f"{len(rose.lines)} rose a grade and {len(fell.lines)} fell" in found.headline.en
    assert all(float(line.cells[1]) < float(line.cells[-3]) for line in rose.lines)
    assert all(float(line.cells[1]) > float(line.cells[-3]) for line in fell.lines)


def test_those_that_kept_their_grade_stand_below_the_largest_change_first(group_reports: Callable[..., Report]):
    found = view(group_reports("lianhe", "en"))
    kept = found.blocks[-1]
    changes = [abs(float(line.cells[-3]) - float(line.cells[1])) for line in kept.lines]
    assert changes == sorted(changes, reverse=True)
    assert all(line.cells[2] == line.cells[-2] for line in kept.lines)
    assert sum(len(block.lines) for block in found.blocks) == 15
    assert [bool(block.notes) for block in found.blocks] == [False, False, True]


def test_of_many_that_kept_their_grade_some_are_shown(group_reports: Callable[..., Report]):
    kept = view(group_reports("us-cms", "en")).blocks[-1]
    assert len(kept.lines) == 10
    assert "the 10 whose scores changed most" in kept.caption.words.en


def test_one_period_alone_has_no_movers_and_says_so(group_reports: Callable[..., Report]):
    found = view(group_reports("lianhe", "en", "2023"))
    assert "No earlier results" in found.headline.en


def test_names_stand_one_under_the_other_in_two_languages(group_reports: Callable[..., Report]):
    report = group_reports("lianhe", "zh-en")
    html = write(report).html
    own = html[html.index(f'id="{next(one.id for one in report.sections if one.name == "movers")}"') :]
    own = own[: own.index("</section>")]
    names = re.findall('<th scope="row">(.*?)</th>', own, re.DOTALL)
    assert names
    assert not [name for name in names if 'class="inline"' in name]
