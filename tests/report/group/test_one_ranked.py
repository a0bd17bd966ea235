"""A group of which one hospital is ranked, and one of sixty without an earlier year: what their pages may say."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest

from population.hospitals import drawn, emptied
from population.sketches import sketched
from reportgen import pipeline
from reportgen.analysis.group.material import GroupMaterial
from reportgen.report import document
from reportgen.report.desk.grades.group import GroupContext
from reportgen.report.desk.tables.sheet import Paragraphs, Table
from reportgen.report.sections.group_verdict import group_verdict
from reportgen.report.sections.needs import needs

TAGS = re.compile("<(?:style|script).*?</(?:style|script)>|<[^>]*>", re.DOTALL)


@pytest.fixture(scope="module")
def one(tmp_path_factory: pytest.TempPathFactory) -> GroupMaterial:
    """Three hospitals, of which two have no debts to divide by."""
    return drawn_group(8001, tmp_path_factory.mktemp("one") / "case")


@pytest.fixture(scope="module")
def sixty(tmp_path_factory: pytest.TempPathFactory) -> GroupMaterial:
    return drawn_group(8023, tmp_path_factory.mktemp("sixty") / "case")


def drawn_group(seed: int, folder: Path) -> GroupMaterial:
    checked = pipeline.check(drawn(seed, emptied(folder)).folder)
    found = pipeline.grounds(checked, report="group")
    assert isinstance(found, GroupMaterial)
    return found


@pytest.mark.parametrize("mode", ["zh", "en"])
def test_one_hospital_is_not_spoken_of_as_many(one: GroupMaterial, mode: str) -> None:
    with sketched() as shown:
        page = document(one, kind="group", mode=mode)
    text = " ".join((TAGS.sub(" ", page.html), *shown))

    assert not re.search(
        r"\b1 hospitals\b|[Nn]one of 1\b|[Nn]one of the 1\b|\b[Oo]f 1 comparable\b(?! hospital,)|the scores of the 1\b",
        text,
    )
    assert not re.search("可比的?1家(?:医院)?(?:等级)?都|1家医院都|1家都|平均[+−]", text)
    assert "learned from others" not in text
    assert "可互学的薄弱指标 " not in text


def test_who_has_no_score_is_named_where_the_title_counts_them(one: GroupMaterial) -> None:
    desk = GroupContext.of(one, "zh-en")
    found = needs(desk)
    unscored = [desk.short_names[member.entity].zh for member in one.members if member.evaluation.score is None]
    (said,) = found.blocks

    assert isinstance(said, Paragraphs)
    assert f"{len(unscored)}家没有得分" in found.headline.zh
    assert said.lines[-1].zh == f"没有得分的{len(unscored)}家：{'、'.join(unscored)}。"


def test_a_page_without_a_column_of_changes_has_no_note_on_them(one: GroupMaterial) -> None:
    """Of a hospital without a total before and now the note of a column that is not there stood below the table."""
    with sketched():
        page = document(one, kind="group", mode="zh").html

    assert "两期计分指标不同或缺上期结果" not in page


def test_the_list_of_needs_has_no_column_of_dashes_and_tells_no_years_that_are_not_there(sixty: GroupMaterial) -> None:
    found = needs(GroupContext.of(sixty, "en"))
    (table,) = found.blocks

    assert isinstance(table, Table)
    assert "Change" not in [column.words.en for column in table.columns]
    assert {len(line.cells) for line in table.lines} == {len(table.columns)}
    assert not [note.en for note in table.notes if "Change" in note.en or "last 3 years" in note.en]
    assert [note.en for note in table.notes if note.en.startswith("Debt ratio: this period; dashed")]


def test_hospitals_without_any_data_are_a_sentence_and_no_rows_of_dashes(sixty: GroupMaterial) -> None:
    away = tuple(member.entity for member in sixty.members[-2:])
    group = replace(sixty, members=sixty.members[:-2], absent=away)
    desk = GroupContext.of(group, "zh")
    table, said = needs(desk).blocks

    assert isinstance(table, Table)
    assert isinstance(said, Paragraphs)
    assert said.lines[0].zh == f"没有本期数据的2家：{'、'.join(desk.short_names[one].zh for one in away)}。"
    assert not [line for line in table.lines if {str(cell) for cell in line.cells[2:]} == {"—"}]


def test_the_sum_that_the_title_tells_of_two_grades_stands_on_the_page(sixty: GroupMaterial) -> None:
    found = group_verdict(GroupContext.of(sixty, "en"))
    (good,) = re.findall(r"\b(\d+) of 50", found.headline.en)

    assert f"Excellent and Good together: {good} hospitals" in [note.en for note in found.notes]
