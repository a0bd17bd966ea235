"""The group at a glance: every count and median can be counted again."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from reportgen.analysis.group.league import is_fit
from reportgen.analysis.group.material import GroupMaterial
from reportgen.analysis.group.tiers import grade_counts
from reportgen.model.schemes import Grade
from reportgen.report.desk.grades.group import GroupContext
from reportgen.report.desk.judgement import group_causes
from reportgen.report.section import Report
from reportgen.report.sections.group_verdict import _headline, _notes


def view(report: Report):
    return next(section.content for section in report.sections if section.name == "group_verdict")


def ranked(group: GroupMaterial):
    return [group.by_id[place.hospital].evaluation for place in group.league.places if place.rank is not None]


@pytest.mark.parametrize("name", ["lianhe", "us-cms"])
def test_tiles_count_the_ranked_hospitals_of_each_grade(
    groups: Callable[..., GroupMaterial], group_reports: Callable[..., Report], name: str
):
    found = view(group_reports(name, "zh"))
    grades = [evaluation.grade for evaluation in ranked(groups(name))]
    assert {tile.grade: int(tile.count) for tile in found.tiles} == {
        tile.grade: grades.count(tile.grade) for tile in found.tiles
    }
    assert found.median == f"{np.median([evaluation.score for evaluation in ranked(groups(name))]):.2f}"


@pytest.mark.parametrize("name", ["lianhe", "us-cms"])
def test_the_table_of_moves_adds_up_both_ways(group_reports: Callable[..., Report], name: str):
    found = view(group_reports(name, "en"))
    rows = [[int(cell.text) for cell in row.cells] for row in found.moves]
    assert [sum(row) for row in rows] == [int(row.total) for row in found.moves]
    assert [sum(column) for column in zip(*rows, strict=True)] == [int(text) for text in found.moves_totals]
    assert sum(map(sum, rows)) == int(found.compared)


def test_the_headline_counts_what_the_table_shows(group_reports: Callable[..., Report]):
    found = view(group_reports("lianhe", "en"))
    rose = sum(int(cell.text) for row in found.moves for cell in row.cells if cell.kind == "better")
    fell = sum(int(cell.text) for row in found.moves for cell in row.cells if cell.kind == "worse")
    good = sum(int(tile.count) for tile in found.tiles[:2])
    red, graded = found.headline.en.split("; ", 1)
    assert red == "4 hospitals reach a red line"
    assert f"{red.removesuffix(' a red line')} a red warning line" in " ".join(line.en for line in found.lead)
    assert graded == f"{good} of 16 hospitals ranked are Excellent or Good; {rose} rose a grade, {fell} fell"


def test_shared_strengths_are_those_of_most_hospitals(lianhe: GroupMaterial, group_reports: Callable[..., Report]):
    found = view(group_reports("lianhe", "en"))
    for row in found.strengths:
        strong, of = (int(word) for word in row.words.en.split()[:3:2])
        assert 2 * strong > of >= 5
    names = {row.name.en for row in found.strengths} & {row.name.en for row in found.weaknesses}
    assert not names
    assert len(found.strengths) == 3
    assert 1 <= len(found.weaknesses) <= 3
    for row in found.weaknesses:
        assert int(row.words.en.split()[0]) >= 2, "one hospital alone shares nothing"
    del lianhe


def test_a_first_period_has_no_table_of_moves(group_reports: Callable[..., Report]):
    found = view(group_reports("lianhe", "zh", "2023"))
    assert found.moves == ()
    assert all(tile.before is None for tile in found.tiles)


def test_one_note_reconciles_the_numbers_of_hospitals(lianhe: GroupMaterial, group_reports: Callable[..., Report]):
    everybody, given = len({*lianhe.hospitals, *lianhe.absent}), len(lianhe.hospitals)
    said = f"Of the group's {everybody} hospitals {given} have data of this period and a page each, and {len(ranked(lianhe))}"
    assert any(note.en.startswith(said) for note in view(group_reports("lianhe", "en")).notes)


def test_the_change_is_counted_by_hospital_and_led_back_to_an_ability(
    lianhe: GroupMaterial, group_reports: Callable[..., Report]
):
    changes = [
        member.evaluation.score - earlier.score
        for member in lianhe.members
        if is_fit(member) and (earlier := lianhe.earlier(member)) is not None
    ]
    rose, middle, mean = sum(change > 0 for change in changes), -np.median(changes), -np.mean(changes)
    found = view(group_reports("lianhe", "en"))
    (said,) = [line.en for line in found.lead if "median change" in line.en]
    assert f"{rose} gained points and {len(changes) - rose} lost" in said
    assert f"median change \u2212{middle:.2f}, mean \u2212{mean:.2f}" in said
    assert found.median_of[1].en == f"median change of {len(changes)}: \u2212{middle:.2f}"


def test_what_took_most_points_of_the_group_is_named(lianhe: GroupMaterial, group_reports: Callable[..., Report]):
    effects = dict[str, list[float]]()
    for member in lianhe.members:
        if is_fit(member) and (earlier := lianhe.earlier(member)) is not None:
            before = {row.id: row.points or 0.0 for row in earlier.indicators}
            for row in member.evaluation.indicators:
                effects.setdefault(row.id, []).append((row.points or 0.0) - before[row.id])
    printed = {name: f"{-np.mean(found):.2f}" for name, found in effects.items()}
    most = printed[min(effects, key=lambda name: np.mean(effects[name]))]
    (said,) = [line.en for line in view(group_reports("lianhe", "en")).lead if "by indicator in" in line.en]
    defined = [lianhe.catalog.indicators[name] for name, points in printed.items() if points == most]
    names = [(own.short or own.name).en for own in defined]
    assert len(names) == 2, "two that took as many points in print, neither of them most"
    assert all(f"{name[0].lower()}{name[1:]}" in said for name in names)
    assert said.endswith(f"(\u2212{most} each).")


def test_hospitals_in_need_and_those_that_fell_furthest_are_named(
    lianhe: GroupMaterial, group_reports: Callable[..., Report]
):
    report = group_reports("lianhe", "en")
    names = {section.key: section.content.name.en for section in report.sections if section.name == "member"}
    said = " ".join(line.en for line in view(report).lead)
    weak = [one for one in ranked(lianhe) if one.grade in {Grade.LOW, Grade.POOR}]
    assert f"{len(weak)} hospitals have a low grade: " in said
    assert all(names[one.entity] in said for one in weak)
    changes = {
        member.entity: member.evaluation.score - earlier.score
        for member in lianhe.members
        if is_fit(member) and (earlier := lianhe.earlier(member)) is not None
    }
    furthest = sorted(changes, key=changes.__getitem__)[:3]
    assert all(f"{names[one]} (\u2212{-changes[one]:.2f})" in said for one in furthest)
    others = np.mean([change for one, change in changes.items() if one not in furthest])
    assert f"({others:+.2f} without the 3 largest falls)" in said


def test_the_tiles_tell_then_and_now_of_the_hospitals_that_compare(group_reports: Callable[..., Report]):
    found = view(group_reports("lianhe", "en"))
    then = [row.total for row in found.moves]
    assert [tile.before.en for tile in found.tiles] == [
        f"comparable {one} \u2192 {now}" for one, now in zip(then, found.moves_totals, strict=True)
    ]


def test_the_change_is_told_by_one_measure(group_reports: Callable[..., Report]):
    found = view(group_reports("lianhe", "en"))
    _, moved = found.median_of
    assert any(f"median change {moved.en.split()[-1]}, " in line.en for line in found.lead)
    assert not any("rose from" in line.en for line in found.lead)
    assert found.median_grade is Grade.GOOD


def test_hospitals_at_a_red_line_are_named_whatever_their_grade(
    lianhe: GroupMaterial, group_reports: Callable[..., Report]
):
    (table,) = (one.content for one in group_reports("lianhe", "en").sections if one.name == "league")
    desk = GroupContext.of(lianhe, "en")
    at_red = {desk.short_names[one.entity].en for one in lianhe.members if group_causes.red_lines(desk, one)}
    red = [row for row in table.rows if row.name.en in at_red]
    assert any(row.grade is Grade.FAIR for row in red)
    assert all(row.red not in {"", "0"} for row in red)
    (said,) = [line.en for line in view(group_reports("lianhe", "en")).lead if "red warning line" in line.en]
    assert said.startswith(f"{len(red)} hospitals reach a red warning line (interest cover): ")
    assert all(row.name.en in said for row in red)


def test_of_many_hospitals_at_a_red_line_only_the_number_is_told(group_reports: Callable[..., Report]):
    (said,) = [line.en for line in view(group_reports("us-cms", "en")).lead if "red warning line" in line.en]
    assert said.endswith("each hospital's page names the line.")


@pytest.mark.parametrize(
    ("is_every", "said"), [(True, "a page each and a rank"), (False, "the others are not counted here")]
)
def test_others_that_are_not_counted_are_told_of_only_where_there_are_some(
    groups: Callable[..., GroupMaterial], said: str, *, is_every: bool
):
    desk = GroupContext.of(groups("alliance"), "en")
    found = replace(grade_counts(desk.material), ranked=3 if is_every else 2)

    assert [note.en for note in _notes(desk, found)][-1].endswith(said)


@pytest.mark.parametrize(
    ("lowest", "zh", "en"),
    [
        ((0.0, 0.0, 0.0, 0.0), "；其中4家同为最低的0.00分。", "; 4 of them share the lowest score, 0.00."),
        ((0.0, 0.004, 1.0, 1.0), "；得分最低的是{0}、{1}。", "; lowest are {0} and {1}."),
        ((0.0, 1.0, 1.0, 1.0), "；得分最低的是{0}。", "; lowest is {0}."),
    ],
)
def test_none_is_named_among_the_lowest_where_others_have_as_little(
    lianhe: GroupMaterial, lowest: tuple[float, ...], zh: str, en: str
):
    """Of nine hospitals with 0.00 points three were called the lowest."""
    places = [place.hospital for place in lianhe.league.places if place.rank is not None]
    scores = dict(zip(reversed(places), (*lowest, *[9.0] * len(places)), strict=False))
    members = tuple(
        replace(one, evaluation=replace(one.evaluation, grade=Grade.POOR, score=scores[one.entity]))
        if one.entity in scores
        else one
        for one in lianhe.members
    )
    desk = GroupContext.of(replace(lianhe, members=members), "zh-en")
    (said,) = group_causes.weak(desk, {Grade.LOW: 0, Grade.POOR: len(places)})
    names = [desk.names[one] for one in reversed(places)]

    assert said.zh.endswith(zh.format(*(name.zh for name in names)))
    assert said.en.endswith(en.format(*(name.en for name in names)))


@pytest.mark.parametrize(
    ("rose", "fell", "zh", "en"),
    [
        (1, 0, "；1家升等，没有降等的", "; 1 rose a grade, none fell"),
        (0, 2, "；2家降等，没有升等的", "; 2 fell a grade, none rose"),
    ],
)
def test_the_title_counts_none_that_rose_or_fell_by_that_word(
    lianhe: GroupMaterial, rose: int, fell: int, zh: str, en: str
):
    """'1 rose a grade, 0 fell', it said."""
    desk = GroupContext.of(lianhe, "zh-en")
    found = grade_counts(lianhe)
    counts: Any = SimpleNamespace(ranked=found.ranked, now=found.now, compared=found.compared, rose=rose, fell=fell)
    said = _headline(desk, counts)

    assert said.zh.endswith(zh)
    assert said.en.endswith(en)
