"""The whole report about a group: PDF and web page, all modes, one period, nothing known, names without end."""

from __future__ import annotations

import dataclasses
import re
import tracemalloc
from collections.abc import Callable
from functools import partial

import pytest

from rendered import Wanted, rendered
from reportgen.analysis.group.material import GroupMaterial
from reportgen.analysis.material import Material
from reportgen.model.dataset import Entity
from reportgen.model.definition import Text
from reportgen.model.values import Reason
from reportgen.report import remarks
from reportgen.report.assembly import group as assembled
from reportgen.report.html import write
from reportgen.report.section import Report

LONG = "东城区人民医院（东城区紧密型城市医疗集团总医院、东城区社区卫生服务管理中心、东城区妇幼保健院第二院区）"


def with_members(group: GroupMaterial, members: dict[str, Text]) -> GroupMaterial:
    own = group.case.file.group
    assert own is not None
    file = group.case.file.model_copy(update={"group": own.model_copy(update={"members": members})})
    return dataclasses.replace(group, case=dataclasses.replace(group.case, file=file))


def renamed(group: GroupMaterial, name: str) -> GroupMaterial:
    group = with_members(group, {})
    entities = {key: dataclasses.replace(one, name=name) for key, one in group.dataset.entities.items()}
    return dataclasses.replace(group, dataset=dataclasses.replace(group.dataset, entities=entities))


def unknown(group: GroupMaterial) -> GroupMaterial:
    """Every figure of every hospital missing."""

    def emptied(member: Material) -> Material:
        rows = tuple(
            dataclasses.replace(
                one, value=None, score=None, points=None, level=None, peer=None, reason=Reason.MISSING_INPUT
            )
            for one in member.evaluation.indicators
        )
        abilities = tuple(dataclasses.replace(one, score=None, grade=None) for one in member.evaluation.abilities)
        evaluation = dataclasses.replace(
            member.evaluation, indicators=rows, abilities=abilities, score=None, score_printed=None, grade=None,
            grade_unrounded=None,
        )  # fmt: skip
        return dataclasses.replace(member, evaluation=evaluation, history={})

    return dataclasses.replace(group, members=tuple(map(emptied, group.members)))


def many(group: GroupMaterial, count: int) -> GroupMaterial:
    """The same hospitals again and again under other ids."""
    members, entities = [], dict(group.dataset.entities)
    for number in range(count):
        one = group.members[number % len(group.members)]
        own = f"{one.entity}-{number}"
        known = group.dataset.entities[one.entity]
        entities[own] = Entity(own, f"{known.name}{number}", known.group)
        evaluation = dataclasses.replace(one.evaluation, entity=own)
        members.append(dataclasses.replace(one, entity=own, evaluation=evaluation))
    dataset = dataclasses.replace(group.dataset, entities=entities)
    return dataclasses.replace(group, members=tuple(members), dataset=dataset)


@pytest.mark.parametrize("mode", ["zh", "en", "zh-en"])
def test_every_mode_is_printed_without_a_leftover(group_reports: Callable[..., Report], mode: str):
    html = write(group_reports("lianhe", mode)).html
    assert re.findall(r"\{\{|None|\bnan\b|Undefined|\b1 indicators\b", html.partition("</head>")[2]) == []
    assert ('lang="en"' in html.partition("<body")[2]) is (mode == "zh-en")


@pytest.mark.slow
@pytest.mark.parametrize(
    ("name", "stress"),
    [("long names", partial(renamed, name=LONG)), ("nothing known", unknown), ("one period", None)],
)
def test_stress_leaves_every_section_whole(
    lianhe: GroupMaterial, groups: Callable[..., GroupMaterial], name: str, stress: Callable | None
):
    group = stress(lianhe) if stress else groups("lianhe", "2023")
    for mode in ("zh", "en", "zh-en"):
        report = assembled(group, "group", mode)
        written = write(report)
        assert len([one for one in report.sections if one.name == "member"]) == len(group.members), name
        assert "{{" not in written.html.partition("</head>")[2]


def test_nothing_known_ranks_nobody(lianhe: GroupMaterial):
    report = assembled(unknown(lianhe), "group", "en")
    headline = next(one.content for one in report.sections if one.name == "group_verdict").headline.en
    assert headline == "None of 17 hospitals has enough data to be ranked"


@pytest.mark.slow
def test_its_pages_have_no_layout_fault():
    assert {one.rule for one in rendered(Wanted("group", "lianhe", "2025"), "zh-en").findings} <= {"L19"}


@pytest.mark.slow
def test_pages_of_many_hospitals_take_memory_in_step_with_their_number(lianhe: GroupMaterial):
    def peak(count: int) -> int:
        group = many(lianhe, count)
        tracemalloc.start()
        try:
            report = assembled(group, "group", "zh")
            assert len([one for one in report.sections if one.name == "member"]) == count
            assert len(write(report).html) > 4000 * count
            return tracemalloc.get_traced_memory()[1]
        finally:
            tracemalloc.stop()

    peak(4)  # what is loaded once
    assert peak(24) < 1.5 * 24 / 8 * peak(8)


def test_the_names_of_the_case_stand_in_both_languages_and_an_unknown_one_is_told(lianhe: GroupMaterial):
    named = with_members(lianhe, {"LH01": Text(zh="甲院", en="Hospital A"), "LH99": Text(zh="无", en="None")})
    league = next(one.content for one in assembled(named, "group", "zh-en").sections if one.name == "league")
    assert Text(zh="甲院", en="Hospital A") in {row.name for row in league.rows}
    assert [(one.rule, one.facts["name"]) for one in remarks(named, kind="group")] == [("B23", "LH99")]
    assert not remarks(lianhe, kind="group")


def test_ids_that_no_address_can_hold_are_numbered(lianhe: GroupMaterial):
    strange = dataclasses.replace(lianhe.members[0], entity="东 区/1")
    strange = dataclasses.replace(strange, evaluation=dataclasses.replace(strange.evaluation, entity="东 区/1"))
    group = dataclasses.replace(lianhe, members=(strange, *lianhe.members[1:]))
    report = assembled(group, "group", "zh")
    assert all(name.isascii() and " " not in name for name in report.images)
    assert "member-hospital-1" in {section.id for section in report.sections}
