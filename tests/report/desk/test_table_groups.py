"""Rows of tables that stay on one page: under one heading, the last ones, all of a low table; and room for amounts."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportgen.report.desk.captions import Caption
from reportgen.report.desk.tables.sheet import LAST, MOST_TOGETHER, Table, TableColumn, TableRow
from reportgen.report.speech import same

NAMES = (TableColumn(same("项目"), 60), TableColumn(same("说明"), 112))


def table(*lines: TableRow) -> Table:
    return Table(Caption("table", "t", "s", same("表")), NAMES, lines)


def row(words: str = "", emphasis: str = "") -> TableRow:
    return TableRow((same("行"), words), emphasis)


@given(st.lists(st.sampled_from(["", "section"]), min_size=1, max_size=40))
def test_every_row_stands_in_one_group_in_its_order(looks: list[str]):
    lines = tuple(row(str(n), look) for n, look in enumerate(looks))
    groups = table(*lines).groups()
    assert tuple(line for _, part in groups for line in part) == lines
    assert all(part for _, part in groups)


def test_rows_under_one_heading_stay_together_unless_they_are_many():
    few, many = [row("", "section"), *[row()] * 4], [row("", "section"), *[row()] * (MOST_TOGETHER + 6)]
    assert [together for together, _ in table(*few, *few).groups()] == [True, True]
    assert [together for together, _ in table(*few, *many).groups()] == [True, False, True]


def test_the_last_rows_of_a_long_table_stay_together():
    groups = table(*[row()] * 30).groups()
    assert groups[-1] == (True, (row(),) * LAST)
    assert not groups[0][0]


@pytest.mark.parametrize(
    ("rows", "words", "is_whole"), [(4, "短", True), (4, "长" * 600, False), (10, "长" * 200, False)]
)
def test_few_rows_stay_together_only_where_they_are_low(rows: int, words: str, is_whole: bool):  # noqa: FBT001
    """Rows of many lines each would leave the page before them nearly empty."""
    assert table(*[row(words)] * rows).groups()[0][0] is is_whole
    assert table(row("", "section"), *[row(words)] * rows).groups()[0][0] is is_whole


@pytest.mark.parametrize(("rows", "words", "is_short"), [(12, "短", True), (16, "短", False), (8, "长" * 200, False)])
def test_a_table_is_short_by_its_height_not_by_its_rows(rows: int, words: str, is_short: bool):  # noqa: FBT001
    assert table(*[row(words)] * rows).is_short() is is_short


def amounts(*figures: str, is_unlike: bool = False) -> Table:
    columns = (TableColumn(same("项目"), 132), TableColumn(same("年初"), 20, "n"), TableColumn(same("年末"), 20, "n"))
    lines = tuple(TableRow((same("行"), figure, figure)) for figure in figures)
    return Table(Caption("table", "t", "s", same("表")), columns, lines, is_unlike=is_unlike)


def test_long_amounts_take_their_room_from_words_and_the_table_stays_as_wide():
    name, opening, closing = amounts("110,459,523,122.00").widths()
    assert amounts("1,204.56").widths() == (132, 20, 20)
    assert opening == closing > 25
    assert name + opening + closing == pytest.approx(172, abs=0.05)


def test_words_keep_most_of_their_room_however_long_the_amounts():
    assert amounts("1" * 90).widths()[0] == pytest.approx(132 * 0.6)


def test_numbers_of_unlike_units_are_not_aligned_on_their_points():
    assert amounts("536,755,669", "1.12").finest()[1] == "1.12"
    assert amounts("536,755,669", "1.12", is_unlike=True).finest()[1] == ""
