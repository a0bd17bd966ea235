"""Hospitals that changed grade: the abilities add up to the change of the total."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

import pytest

from reportgen.analysis.group.material import GroupMaterial
from reportgen.analysis.group.tiers import movers
from reportgen.model.definition import Text
from reportgen.report.desk.grades.group import GroupContext
from reportgen.report.desk.tables.sheet import SectionContent, Table, TableRow
from reportgen.report.html import write
from reportgen.report.section import Report
from reportgen.report.sections.movers import _table


def view(report: Report):
    return next(section.content for section in report.sections if section.name == "movers")


@pytest.mark.parametrize("name", ["lianhe", "us-cms"])
def test_effects_of_the_abilities_make_the_change_of_the_total(groups: Callable[..., GroupMaterial], name: str):
    found = movers(groups(name))
    assert found
    for one in found:
        assert sum(one.abilities.values()) == pytest.approx(one.change, abs=1e-9)
        assert one.grade_before is not one.grade_now
        assert one.main is None or one.effect * one.change > 0


def groups_of(found: SectionContent) -> dict[str, list[TableRow]]:
    """Lines of the one table under each of its headings."""
    (table,) = found.blocks
    assert isinstance(table, Table)
    parts, own = dict[str, list[TableRow]](), list[TableRow]()
    for line in table.lines:
        if line.emphasis == "section":
            assert isinstance(line.cells[0], Text)
            parts[line.cells[0].en] = own = []
        else:
            own.append(line)
    return parts


def test_risers_and_fallers_stand_apart_and_the_title_counts_them(group_reports: Callable[..., Report]):
    found = view(group_reports("lianhe", "en"))
    rose, fell, _ = groups_of(found).values()
    assert f"{len(rose)} rose a grade and {len(fell)} fell" in found.headline.en
    assert all(float(line.cells[1]) < float(line.cells[-3]) for line in rose)
    assert all(float(line.cells[1]) > float(line.cells[-3]) for line in fell)


def test_those_that_kept_their_grade_stand_below_the_largest_change_first(group_reports: Callable[..., Report]):
    found = view(group_reports("lianhe", "en"))
    parts = groups_of(found)
    (heading,) = [one for one in parts if "kept their grade" in one]
    kept = parts[heading]
    changes = [abs(float(line.cells[-3]) - float(line.cells[1])) for line in kept]
    assert heading == list(parts)[-1]
    assert changes == sorted(changes, reverse=True)
    assert all(line.cells[2] == line.cells[-2] for line in kept)
    assert sum(map(len, parts.values())) == 15
    assert found.blocks[0].notes


@pytest.mark.slow
def test_of_many_that_kept_their_grade_some_are_shown(group_reports: Callable[..., Report]):
    parts = groups_of(view(group_reports("us-cms", "en")))
    (heading,) = [one for one in parts if "the 10 whose scores changed most" in one]
    assert len(parts[heading]) == 10


@pytest.mark.slow
def test_one_period_alone_has_no_movers_and_says_so(group_reports: Callable[..., Report]):
    found = view(group_reports("lianhe", "en", "2023"))
    assert "No earlier results" in found.headline.en


@pytest.mark.slow
def test_names_stand_one_under_the_other_in_two_languages(group_reports: Callable[..., Report]):
    report = group_reports("lianhe", "zh-en")
    html = write(report).html
    own = html[html.index(f'id="{next(one.id for one in report.sections if one.name == "movers")}"') :]
    own = own[: own.index("</section>")]
    names = re.findall('<th scope="row">(.*?)</th>', own, re.DOTALL)
    assert names
    assert not [name for name in names if 'class="inline"' in name]


@pytest.mark.parametrize(("abilities", "whole"), [(1, 172.0), (9, 257.0)])
def test_beside_few_abilities_what_moved_a_score_has_room_on_an_upright_page(
    lianhe: GroupMaterial, abilities: int, whole: float
):
    few = [
        replace(one, evaluation=replace(one.evaluation, abilities=one.evaluation.abilities[:abilities]))
        for one in lianhe.members
    ]
    table = _table(GroupContext.of(replace(lianhe, members=tuple(few)), "zh-en"), [])

    assert sum(column.width for column in table.columns) == pytest.approx(whole)
