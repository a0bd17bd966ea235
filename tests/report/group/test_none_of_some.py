"""Titles of a group say that none did, and count no hospitals of 0; they say among whom they count."""

from __future__ import annotations

import pytest

from population.hospitals import drawn, emptied
from reportgen import pipeline
from reportgen.analysis.group.material import GroupMaterial
from reportgen.model.definition import Text
from reportgen.model.reports import Options
from reportgen.report.desk.grades.group import GroupContext
from reportgen.report.desk.judgement import group_needs
from reportgen.report.desk.tables.sheet import Table
from reportgen.report.sections import group_method, group_verdict, heat_table, movers, needs
from reportgen.report.sections.heat_table import HeatTable

THREE, SIXTEEN, SIXTY = 9829, 9816, 9817
"""Drawn groups: of three, of whom two are ranked and one fell; of sixteen, two of whom stay at 0.00; of sixty that a scheme finds too little of."""


def _group(seed: int, tmp_path_factory: pytest.TempPathFactory) -> GroupContext:
    case = drawn(seed, emptied(tmp_path_factory.mktemp(str(seed)) / "case"))
    found = pipeline.grounds(pipeline.check(case.folder), report="group")
    assert isinstance(found, GroupMaterial)
    return GroupContext.of(found, "zh-en")


@pytest.fixture(scope="module")
def three(tmp_path_factory: pytest.TempPathFactory) -> GroupContext:
    return _group(THREE, tmp_path_factory)


@pytest.fixture(scope="module")
def sixteen(tmp_path_factory: pytest.TempPathFactory) -> GroupContext:
    return _group(SIXTEEN, tmp_path_factory)


@pytest.fixture(scope="module")
def sixty(tmp_path_factory: pytest.TempPathFactory) -> GroupContext:
    return _group(SIXTY, tmp_path_factory)


def test_of_the_ranked_one_is_good_and_one_fell(three: GroupContext):
    headline = group_verdict.group_verdict(three).headline

    assert headline.zh == "排名的2家医院中1家为「优」或「良」；1家降等，没有升等的"
    assert headline.en == "1 of 2 hospitals ranked is Excellent or Good; 1 fell a grade, none rose"


def test_none_rose_is_said_in_words(three: GroupContext):
    found = movers.movers(three)

    assert found.headline.zh == "可比的2家医院中1家降等，没有升等的"
    assert found.headline.en == "Of 2 hospitals that compare, 1 fell a grade and none rose"


def test_a_value_that_prints_alike_is_told_once(three: GroupContext):
    (table,) = movers.movers(three).blocks
    assert isinstance(table, Table)
    told = [cell.zh for row in table.lines for cell in row.cells if isinstance(cell, Text) and "流动比率" in cell.zh]

    assert told == ["流动比率由3.43变为1.30（−17.41）", "流动比率1.36（+0.03）"]


def test_no_score_is_weak_in_words(three: GroupContext):
    (piece,) = heat_table.pieces(three, Options(entry="heat_table"))
    found = piece.content

    assert isinstance(found, HeatTable)
    assert found.headline.zh == "全部医院4项次得分中没有「低」或「差」"
    assert found.headline.en == "All hospitals: none of 4 scores is Low or Poor"


def test_where_all_need_help_they_are_not_counted_twice(sixty: GroupContext):
    assert needs.needs(sixty).headline.zh.startswith("60家医院都需要帮扶：")
    assert needs.needs(sixty).headline.en.startswith("All 60 hospitals need help: ")


def test_where_none_is_ranked_the_note_counts_none(sixty: GroupContext):
    notes = [one.zh for one in group_verdict.group_verdict(sixty).notes]

    assert "集团共60家医院，60家有本期数据、各有一页，都未排名" in notes


def test_where_none_that_is_ranked_needs_help_there_is_no_list_of_them_one_by_one(
    sixty: GroupContext, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(group_needs, "needy", lambda _: [])

    assert movers.attention(sixty) is None


def test_equations_that_all_tie_are_not_counted_with_none_that_does_not(three: GroupContext):
    (lead, *_) = group_method.group_quality(three).lead

    assert (lead.zh, lead.en) == ("核对勾稽关系9项，全部相符。", "All 9 equations that were checked tie.")


def test_a_total_that_stays_is_not_said_to_have_moved_by_many_small_changes(sixteen: GroupContext):
    (table,) = movers.movers(sixteen).blocks
    assert isinstance(table, Table)
    still = [row for row in table.lines if len(row.cells) > 1 and row.cells[1] == "0.00"]
    (member, *_) = (sixteen.at(one) for one in sixteen.material.members if one.evaluation.score == 0)
    words = sixteen.change_words(member)

    assert {row.cells[-1].en for row in still if isinstance(row.cells[-1], Text)} == {"The total did not change"}
    assert words is not None
    assert (words.zh, words.en) == ("总分与2024年相同", "The total is that of 2024")
