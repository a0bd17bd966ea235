"""Which hospitals need help: red lines, low grades, large falls, data; each with its money."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path
from unittest import mock

import pytest

from rendered import SAMPLES
from reportgen import pipeline
from reportgen.analysis.group.league import is_fit
from reportgen.analysis.group.material import GroupMaterial
from reportgen.analysis.material import Material
from reportgen.model.definition import Text
from reportgen.model.schemes import Grade
from reportgen.model.values import Reason
from reportgen.report.desk.grades.gradings import why_no_total
from reportgen.report.desk.grades.group import GroupContext
from reportgen.report.desk.judgement import group_causes, group_needs
from reportgen.report.desk.judgement.group_needs import KindOfNeed, needy
from reportgen.report.desk.tables.sheet import DrawnNumber, Paragraphs
from reportgen.report.sections import needs as needs_section
from reportgen.report.sections.group_verdict import group_verdict
from reportgen.report.sections.needs import needs

INCOME = "total_income"


def lines(desk: GroupContext) -> list[tuple[str, ...]]:
    table, *_ = needs(desk).blocks
    return [tuple(_words(cell) for cell in line.cells) for line in table.lines]


def _words(cell: Text | str | DrawnNumber) -> str:
    if isinstance(cell, DrawnNumber):
        return cell.text
    return cell if isinstance(cell, str) else cell.en


def no_red(desk: GroupContext, member: Material) -> tuple[str, ...]:
    del desk, member
    return ()


def stands(member: Material) -> bool:
    """Whether a hospital has its figures, and lacks something else: standards, or debts to divide by."""
    return why_no_total(member.evaluation) != "data" and member.quality.completeness >= 0.8


@pytest.mark.parametrize("name", ["lianhe", "us-cms", "alliance"])
def test_each_hospital_is_listed_for_the_most_pressing_of_its_needs(groups: Callable[..., GroupMaterial], name: str):
    group = groups(name)
    desk = GroupContext.of(group, "en")
    found = {one.hospital: one for one in needy(desk)}

    for member in desk.material.members:
        red = any(one.level == "red" for one in member.analysis["signals.risks"].warned)
        evaluation, earlier = member.evaluation, desk.material.earlier(member)
        fell = earlier is not None and evaluation.score is not None and earlier.score - evaluation.score > 5
        needed = (
            KindOfNeed.RED if red
            else None if evaluation.score is None and stands(member)
            else KindOfNeed.DATA if not is_fit(member)
            else KindOfNeed.WEAK if evaluation.grade in {Grade.LOW, Grade.POOR}
            else KindOfNeed.FALL if fell
            else None
        )  # fmt: skip
        assert (found[member.entity].need if member.entity in found else None) is needed


def test_a_hospital_without_debts_to_divide_by_is_not_short_of_data(lianhe: GroupMaterial):
    desk = GroupContext.of(lianhe, "en")
    found = next(one for one in needy(desk) if one.need is not KindOfNeed.RED)
    rows = tuple(
        replace(one, score=None, value=None, reason=Reason.ZERO_DENOMINATOR)
        for one in found.member.evaluation.indicators
    )
    evaluation = replace(found.member.evaluation, indicators=rows, score=None, score_printed=None, grade=None)
    whole = replace(found.member.quality, completeness=1.0)

    with mock.patch.object(group_causes, "red_lines", no_red):
        need = group_needs._needy(desk, replace(found.member, evaluation=evaluation, quality=whole), None, INCOME)
    assert need is None


def test_of_one_need_the_largest_income_comes_first(lianhe: GroupMaterial):
    found = needy(GroupContext.of(lianhe, "en"))
    order = [(list(KindOfNeed).index(one.need), -one.money["income"]) for one in found]

    assert len(found) > 3
    assert order == sorted(order)


def test_the_headline_counts_each_kind_and_those_without_data(lianhe: GroupMaterial):
    desk = GroupContext.of(lianhe, "en")
    found = needy(desk)
    counts = {need: sum(one.need is need for one in found) for need in KindOfNeed}

    assert lianhe.absent
    assert needs(desk).headline.en == (
        f"{len(found) + len(lianhe.absent)} of {len(lianhe.hospitals) + len(lianhe.absent)} hospitals need help: "
        f"{counts[KindOfNeed.RED]} at a red line, {counts[KindOfNeed.WEAK]} more Low or Poor, "
        f"{counts[KindOfNeed.DATA] + len(lianhe.absent)} short of data"
    )
    (said,) = [one for one in needs(desk).blocks if isinstance(one, Paragraphs)]
    assert said.lines[0].en == f"1 without data of the period: {desk.short_names[lianhe.absent[0]].en}."
    assert len(lines(desk)) == len(found) + 1  # a row of dashes for none that has no data; the sum


def test_a_red_line_of_a_hospital_without_a_rank_is_counted_on_both_pages(lianhe: GroupMaterial):
    """The list counted it, and the title and the lead of the page before did not."""
    desk = GroupContext.of(lianhe, "en")
    (unranked, *_) = [place.hospital for place in lianhe.league.places if place.rank is None]

    def reach(desk: GroupContext, member: Material) -> tuple[str, ...]:
        del desk
        return ("current_ratio",) if member.entity == unranked else ()

    with mock.patch.object(group_causes, "red_lines", reach):
        title, listed = group_verdict(desk), needs(desk)

    assert title.headline.en.startswith("1 hospital reaches a red line; ")
    assert f"1 hospital reaches a red warning line (current ratio): {desk.names[unranked].en}." in [
        line.en for line in title.lead
    ]
    assert "1 at a red line" in listed.headline.en


def test_of_many_without_a_measure_the_number_is_told(lianhe: GroupMaterial, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(needs_section, "MOST_NAMED", 0)
    *_, table = needs(GroupContext.of(lianhe, "en")).blocks

    assert [note.en for note in table.notes] == ["The register has no measure of the other 1"]


def test_money_at_a_red_line_is_summed_and_its_share_told(lianhe: GroupMaterial):
    desk = GroupContext.of(lianhe, "en")
    red = [one for one in needy(desk) if one.need is KindOfNeed.RED]
    incomes = [one.member.analysis.books.to_date(INCOME).value for one in red]
    every = [member.analysis.books.to_date(INCOME).value for member in desk.material.members]
    total = lines(desk)[len(red)]

    assert total[0] == f"Total of {len(red)} at a red line"
    assert total[5] == f"{sum(incomes) / 1e6:,.1f}"
    assert f"{100 * sum(incomes) / sum(every):.1f}% of the income of the {len(every)} with data" in (
        needs(desk).lead[-1].en
    )


def test_what_nobody_reports_has_no_column_and_a_missing_amount_is_a_dash(lianhe: GroupMaterial):
    desk = GroupContext.of(lianhe, "en")
    table, *_ = needs(desk).blocks
    heads = [column.words.en for column in table.columns]
    money = ["Income", "Surplus", "Cash", "Loans"]

    assert heads == ["Why", "Hospital", "Grade", "Score", "Change", *money, "Interest cover"]

    def unreported(
        plain: Callable[..., group_needs.NeedyHospital | None], *facts: object
    ) -> group_needs.NeedyHospital | None:
        one = plain(*facts)
        return one and replace(one, money={**one.money, "cash": None, "loans": None})

    with mock.patch.object(group_needs, "_needy", partial(unreported, group_needs._needy)):
        table, *_ = needs(desk).blocks
    assert [column.words.en for column in table.columns][5:-1] == money[:2]

    def unknown(
        plain: Callable[..., group_needs.NeedyHospital | None], *facts: object
    ) -> group_needs.NeedyHospital | None:
        one = plain(*facts)
        return one and replace(one, money={**one.money, "surplus": None if one.need is KindOfNeed.RED else 1.0})

    with mock.patch.object(group_needs, "_needy", partial(unknown, group_needs._needy)):
        changed = lines(desk)
    red = [line for line in changed if line[0].startswith(("Red line", "All"))]
    assert len(red) > 2
    assert {line[6] for line in red} == {"\u2014"}


@pytest.mark.slow
def test_a_giant_among_small_hospitals_leaves_their_amounts_readable(groups: Callable[..., GroupMaterial]):
    incomes = [line[5] for line in lines(GroupContext.of(groups("us-cms"), "en"))]

    assert sum(value in {"0.00", "0.0"} for value in incomes) < len(incomes) / 4
    assert any(len(value) >= len("100.0") for value in incomes)


def test_a_group_without_any_need_says_so(lianhe: GroupMaterial):
    fit = tuple(one for one in lianhe.members if is_fit(one) and one.evaluation.grade is Grade.GOOD)
    group = replace(lianhe, members=fit, absent=())
    with mock.patch.object(group_causes, "red_lines", no_red), mock.patch.object(group_needs, "FALL", 1000.0):
        found = needs(GroupContext.of(group, "en"))

    assert found.headline.en == "No hospital needs help before the others"


def test_the_red_line_most_have_reached_is_drawn_over_three_years_for_everybody(lianhe: GroupMaterial):
    desk = GroupContext.of(lianhe, "en")
    found = needy(desk)
    line = group_needs.shared_line(found)
    assert line is not None
    table, *_ = needs(desk).blocks
    place = next(n for n, column in enumerate(table.columns) if column.style == "spark")

    assert table.columns[place].words == desk.short("interest_cover")
    assert line.value == 1.0
    for one, row in zip(found, [row for row in table.lines if row.emphasis != "total"], strict=False):
        course = group_needs.course(desk, one, "interest_cover")
        years = [one.member.values.at("interest_cover", one.hospital, year).value for year in ("2023", "2024", "2025")]
        assert list(course) == years
        cell = row.cells[place]
        assert isinstance(cell, DrawnNumber)
        assert cell.text == desk.at(one.member).printed("interest_cover", years[-1])
        assert cell.mark in desk.images
    assert "1.00" in table.notes[0].en


def test_the_next_step_stands_there_with_owner_and_date_where_the_register_has_one(tmp_path: Path):
    case = tmp_path / "lianhe"
    shutil.copytree(SAMPLES / "lianhe", case)
    shutil.rmtree(case / "business")
    (case / "actions.csv").write_text(
        "医院,整改编号,预警指标,预警期间,整改措施,责任人,整改期限,完成日期,整改状态\n"
        "LH14,A1,已获利息倍数,2025,Halt building,Group board,2026-03-31,,\n"
        "河口镇医院（示例）,A2,已获利息倍数,2025,Plan cash,Group finance,2026-02-28,,\n"
        "LH09,A3,已获利息倍数,2025,No new loans,Group CFO,2026-04-30,2025-12-20,已完成\n"
        ",A4,已获利息倍数,2025,Nobody's,,2026-04-30,,\n",
        encoding="utf-8",
    )
    checked = pipeline.check(case)
    group = pipeline.evaluate_group(checked, period="2025")
    *_, table = needs(GroupContext.of(group, "en")).blocks

    assert [tuple(map(_words, line.cells)) for line in table.lines] == [
        ("Fourth People's Hospital", "Halt building", "Group board", "2026-03-31"),
        ("Hekou Town Hospital", "Plan cash", "Group finance", "2026-02-28"),
    ]
    assert "no measure of Infectious Diseases Hospital, West Hill Hospital" in table.notes[0].en
    assert [str(one.place.cell) for one in checked.findings if one.rule == "K21"] == ["A5"]


def test_without_measures_the_page_says_where_they_are_to_be_entered(lianhe: GroupMaterial):
    with mock.patch.object(group_needs, "next_step", return_value=None):
        table, *others = needs(GroupContext.of(lianhe, "en")).blocks

    assert not [one for one in others if not isinstance(one, Paragraphs)]
    assert "actions.xlsx" in table.notes[-1].en


def test_a_register_of_a_group_that_names_no_hospital_is_told_and_left_out(tmp_path: Path):
    case = tmp_path / "lianhe"
    shutil.copytree(SAMPLES / "lianhe", case)
    (case / "actions.csv").write_text(
        "整改编号,预警指标,预警期间,整改措施,责任人,整改期限\nA1,已获利息倍数,2025,Halt building,Board,2026-03-31\n",
        encoding="utf-8",
    )
    checked = pipeline.check(case)

    assert [one.place.file for one in checked.findings if one.rule == "K20"] == ["actions.csv"]
    group = pipeline.evaluate_group(checked, period="2025")
    assert "" not in group.dataset.entities
    assert not any(map(group_needs.next_step, needy(GroupContext.of(group, "en"))))


def test_a_scheme_without_standards_is_no_want_of_the_hospital(groups: Callable[..., GroupMaterial]) -> None:
    """Its figures are all there; that nothing scores them is told where it is not ranked."""
    desk = GroupContext.of(groups("alliance"), "en")
    unscored = [one.entity for one in desk.material.members if one.evaluation.score is None]

    assert unscored
    assert not {one.hospital for one in needy(desk)} & set(unscored)
    assert "short of data" not in needs(desk).headline.en
    assert f"{len(unscored)} has no score and cannot be judged by grade" in needs(desk).headline.en


def test_a_weak_grade_is_called_by_its_name(groups: Callable[..., GroupMaterial], monkeypatch: pytest.MonkeyPatch):
    """A hospital graded Poor stood in the list with the words "Low grade"."""
    monkeypatch.setattr(group_causes, "red_lines", no_red)
    desk = GroupContext.of(groups("lianhe"), "en")
    grades = {desk.short_names[one.hospital].en: one.member.evaluation.grade for one in needy(desk)}

    told = {hospital: why for why, hospital, *_ in lines(desk) if why.startswith("Graded ")}

    assert {"Graded Low", "Graded Poor"} == set(told.values())
    assert all(why == f"Graded {str(grades[hospital]).capitalize()}" for hospital, why in told.items())
