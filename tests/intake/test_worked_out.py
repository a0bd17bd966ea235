"""Columns of shares and changes: left aside and told once, never read as figures of a period."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Final

import pytest
from openpyxl import Workbook

from reportgen import intake
from reportgen.catalog import load_catalog
from reportgen.intake.grid import head_words

AMERICAN: Final = "entity: {id: h, name: {zh: 甲, en: A}}\nregime: other\ncurrency: USD\nscheme: none\n"
STATEMENT: Final = ("Net patient service revenue", "Other operating revenue", "Total operating expenses")
TABLE: Final = ("业务活动费用", "单位管理费用", "其他费用")
SHARE: Final = 0.5


def read(folder: Path, heads: list[list[Any]], cells: str, labels: tuple[str, ...] = STATEMENT) -> intake.Reading:
    """Lines of figures below heads: “n” of the newer year, “o” of the older one, “s” a share or a change."""
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.append(["(in dollars)" if labels is STATEMENT else "单位：元"])
    for head in heads:
        sheet.append(head)
    for number, label in enumerate(labels, 1):
        sheet.append([label, *({"n": 4000 + number, "o": 3000 + number, "s": SHARE}[cell] for cell in cells)])
    data = folder / "data" if labels is STATEMENT else folder
    data.mkdir(exist_ok=True)
    book.save(data / "a.xlsx")
    if labels is not STATEMENT:
        return intake.read_paths([folder], load_catalog())
    (folder / "case.yaml").write_text(AMERICAN, encoding="utf-8")
    return intake.read(intake.open_case(folder), load_catalog())


def of_years(reading: intake.Reading) -> dict[str, set[float]]:
    found: dict[str, set[float]] = {}
    for one in reading.values():
        if not one.derived:
            found.setdefault(one.period, set()).add(one.value)
    return found


READ: Final = {"2025": {4001, 4002, 4003}, "2024": {3001, 3002, 3003}}


@pytest.mark.parametrize(
    ("heads", "cells"),
    [
        ([["", 2025, "% of revenue", 2024, "% of revenue"]], "nsos"),
        ([["", 2025, "Percent", 2024, "Percent"]], "nsos"),
        ([["", "FY2025", "% of total", "FY2024", "% of total"]], "nsos"),
        ([["", 2025, 2024, "$ Change", "% Change"]], "noss"),
        ([["", 2024, 2025, "Increase (decrease)", "Var %"]], "onss"),
        ([["", "December 31, 2025", "December 31, 2024", "Difference"]], "nos"),
        ([["", 2025, None, 2024, None], ["", "$", "%", "$", "%"]], "nsos"),
        ([["", 2025, None, 2024, None], ["", "% of revenue", "Amount", "% of revenue", "Amount"]], "snso"),
        ([["", 2025, 2024, "Change", None], ["", None, None, "$", "%"]], "noss"),
        ([["", None, None, "Increase (Decrease)", None], ["", 2025, 2024, "Amount", "Percent"]], "noss"),
        ([["", "Amount", None, "% of revenue", None], ["", 2025, 2024, 2025, 2024]], "noss"),
        ([["", None, None, "% of revenue", None], ["", 2025, 2024, 2025, 2024]], "noss"),
        ([["", None, None, "% of revenue", "% of revenue"], ["", 2025, 2024, 2025, 2024]], "noss"),
        ([["", 2025, 2024, "% of revenue", None], ["", None, None, 2025, 2024]], "noss"),
    ],
)
def test_shares_and_changes_stand_beside_the_figures_of_american_statements(
    tmp_path: Path, heads: list[list[Any]], cells: str
) -> None:
    reading = read(tmp_path, heads, cells)

    assert of_years(reading) == READ
    assert [finding.rule for finding in reading.findings if finding.rule != "I98"] == ["W58"]


@pytest.mark.parametrize(
    ("heads", "cells"),
    [
        ([["项目", 2025, "占总收入%", 2024, "占总收入%"]], "nsos"),
        ([["项目", "2025年", "结构", "2024年", "结构", "差额", "增减率"]], "nsosss"),
        ([["项目", "2025年度", "2024年度", "增减变动", None], ["", "", "", "金额", "比例"]], "noss"),
        ([["项目", "金额", None, "占比", None], ["", "2025年", "2024年", "2025年", "2024年"]], "noss"),
    ],
)
def test_shares_and_changes_stand_beside_the_figures_of_chinese_tables(
    tmp_path: Path, heads: list[list[Any]], cells: str
) -> None:
    reading = read(tmp_path, heads, cells, TABLE)

    assert of_years(reading) == READ
    assert [finding.rule for finding in reading.findings] == ["W58"]


def test_a_single_year_has_its_share_beside_it(tmp_path: Path) -> None:
    assert of_years(read(tmp_path, [["", 2025, "% of revenue"]], "ns")) == {"2025": READ["2025"]}


def test_a_title_that_speaks_of_changes_is_no_head_of_the_columns_below_it(tmp_path: Path) -> None:
    reading = read(tmp_path, [["", None, "Changes in net assets", None], ["", 2025, 2024]], "no")

    assert of_years(reading) == READ
    assert "W58" not in [finding.rule for finding in reading.findings]


@pytest.mark.parametrize(
    ("head", "is_one"),
    [
        ("% of net patient revenue", True),
        ("Revenue %", True),
        ("Incr. (Decr.)", True),
        ("$ Inc/(Dec)", True),
        ("比上年增减", True),
        ("Occupancy %", False),  # an indicator of its own
        ("% occupancy", False),
        ("Increase in net assets", False),  # a line of its own
        ("Dec 2025", False),
        ("执行进度%", True),
        ("平均", True),
        ("平均住院日", False),
        ("本年数", False),
    ],
)
def test_heads_of_items_and_months_are_none_of_shares_and_changes(head: str, is_one: bool) -> None:  # noqa: FBT001 - a table
    assert head_words.is_worked_out(head) is is_one


RESTRICTED: Final = ["Without donor restrictions", "With donor restrictions", "Total"]


@pytest.mark.parametrize(
    "names", [RESTRICTED, ["Unrestricted", "Temporarily restricted", "Permanently restricted", "Total"]]
)
def test_columns_by_donor_restriction_are_parts_of_their_total_which_is_read(tmp_path: Path, names: list[str]) -> None:
    parts = len(names) - 1
    reading = read(
        tmp_path, [["", 2025, *[None] * parts, 2024], ["", *names, *names]], ("s" * parts + "n" + "s" * parts + "o")
    )

    assert of_years(reading) == READ
    assert [finding.rule for finding in reading.findings if finding.rule != "I98"] == ["W58"]


def test_without_a_total_no_column_is_taken_for_a_part_of_it(tmp_path: Path) -> None:
    reading = read(
        tmp_path, [["", "2025", "2024"], ["", "Without donor restrictions", "Without donor restrictions"]], "no"
    )

    assert of_years(reading) == READ


def test_the_total_is_read_where_the_parts_stand_above_the_years(tmp_path: Path) -> None:
    """The first column of a year would be that of the money without restrictions alone."""
    heads = [["", *RESTRICTED, *RESTRICTED], ["", *["2025"] * 3, *["2024"] * 3]]
    reading = read(tmp_path, heads, "ssnsso")

    assert of_years(reading) == READ
    assert [finding.rule for finding in reading.findings if finding.rule != "I98"] == ["W58"]


YEAR: Final = "For the year ended December 31, 2025"


@pytest.mark.parametrize(
    ("heads", "cells"),
    [
        ([[YEAR], ["", *RESTRICTED]], "ssn"),
        ([["", "2025"], ["", *RESTRICTED]], "ssn"),
        ([["", 2025], ["", *RESTRICTED]], "ssn"),  # a year is a number in most workbooks
        ([["", None, None, 2025], ["", *RESTRICTED]], "ssn"),
        ([["", *RESTRICTED[:2], "Total 2025"]], "ssn"),
        ([["", *RESTRICTED[:2], "FY2025 Total"]], "ssn"),
        ([["", *RESTRICTED[:2], "Total 2025", "Total (2024)"]], "ssno"),
        ([["", *RESTRICTED[:2], "2025", "2024"]], "ssno"),
        ([["", "Total 2025", "Total, 2024"]], "no"),
        ([["", 2025, "Total 2024"]], "no"),
        ([["", 2025], ["", "Total"]], "n"),
    ],
)
def test_a_period_in_the_title_or_beside_the_word_total_is_that_of_the_total(
    tmp_path: Path, heads: list[list[Any]], cells: str
) -> None:
    reading = read(tmp_path, heads, cells)

    assert of_years(reading) == (READ if "o" in cells else {"2025": READ["2025"]})
    assert {finding.rule for finding in reading.findings} <= {"I98", "W58"}


def test_a_total_behind_its_quarters_is_no_figure_of_another_period(tmp_path: Path) -> None:
    heads = [["", "Q1 2025", "Q2 2025", "Q3 2025", "Q4 2025", "Total 2025"]]

    assert of_years(read(tmp_path, heads, "nnnns")).keys() == {f"2025-Q{number}" for number in range(1, 5)}


@pytest.mark.parametrize(
    ("heads", "cells", "sums"),
    [
        ([["", "2025", None], ["", *RESTRICTED[:2]]], "no", "=B4+C4"),
        ([["", "2025", None, "2024", None], ["", *RESTRICTED[:2] * 2]], "nono", "=B4+C4"),
        ([["", *RESTRICTED[:2] * 2], ["", "2025", "2025", "2024", "2024"]], "nono", "=B4+C4"),
        ([["", *RESTRICTED[:1] * 2, *RESTRICTED[1:2] * 2], ["", "2025", "2024", "2025", "2024"]], "nono", "=B4+D4"),
        ([[YEAR], ["", "Unrestricted", "Temporarily restricted", "Permanently restricted"]], "nos", "=B4+C4+D4"),
    ],
)
def test_of_parts_without_a_total_none_is_read_and_the_column_to_add_is_told(
    tmp_path: Path, heads: list[list[Any]], cells: str, sums: str
) -> None:
    """One of two would be held against the other (I43), or the money without restrictions taken for all of it."""
    reading = read(tmp_path, heads, cells)
    (told,) = reading.findings
    said = load_catalog().messages.say(told, "en")

    assert not [*reading.values()]
    assert (told.rule, told.facts["formula"]) == ("W63", sums)
    assert sums in str(said.fix)


def test_a_year_with_its_total_is_read_beside_one_of_parts_alone(tmp_path: Path) -> None:
    reading = read(tmp_path, [["", "2025", None, "2024", None, None], ["", *RESTRICTED[:2], *RESTRICTED]], "nnsso")

    assert of_years(reading) == {"2024": READ["2024"]}
    assert {"W58", "W63"} <= {finding.rule for finding in reading.findings}


OWN: Final = ["A", "St Mary Foundation", "Physician Group", "Eliminations", "Total"]
ALL: Final = ["Hospital", "St Mary Foundation", "Physician Group", "Eliminating Entries", "Consolidated Total"]


@pytest.mark.parametrize("is_above", [False, True], ids=["below the years", "above the years"])
@pytest.mark.parametrize(("names", "cells"), [(OWN, "nsssooooo"), (ALL, "ssssnooooo")], ids=["own", "all"])
def test_of_a_consolidation_the_hospitals_own_column_or_else_that_of_all_is_read(
    tmp_path: Path, names: list[str], cells: str, *, is_above: bool
) -> None:
    """Companies without a hospital in their names are none of the hospital's figures, and each other column is told."""
    rows = [["", *names], ["", *["2025"] * len(names)]]
    reading = read(tmp_path, rows if is_above else rows[::-1], cells[: len(names)])
    (told,) = (finding for finding in reading.findings if finding.rule == "W58")

    assert {one.entity for one in reading.values()} == {"h"}
    assert of_years(reading) == {"2025": READ["2025"]}
    assert len(told.facts["heads"]) == len(names) - 1


@pytest.mark.parametrize("corner", ["", "Account"])
@pytest.mark.parametrize("above", [["As of December 31, 2025"], ["December 31, 2025"]], ids=["as of", "a day alone"])
@pytest.mark.parametrize(("names", "cells"), [(OWN, "nsssooooo"), (ALL, "ssssnooooo")], ids=["own", "all"])
def test_companies_side_by_side_head_their_columns_below_a_day_that_is_told_once(
    tmp_path: Path, names: list[str], cells: str, corner: str, above: list[str]
) -> None:
    """A consolidating statement names its day in the title: its head was none, and nothing of it was read."""
    reading = read(tmp_path, [above, [corner, *names]], cells[: len(names)])
    (told,) = (finding for finding in reading.findings if finding.rule == "W58")

    assert of_years(reading) == {"2025": READ["2025"]}
    assert len(told.facts["heads"]) == len(names) - 1


def test_a_case_of_many_hospitals_reads_each_column_of_a_consolidation(tmp_path: Path) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(globals(), "AMERICAN", AMERICAN.replace("entity: {id: h, name: {zh: 甲, en: A}}\n", ""))
        reading = read(tmp_path, [["", *["2025"] * 3], ["", "North Hospital", "South Hospital", "Eliminations"]], "nos")

    assert {one.entity for one in reading.values()} == {"North Hospital", "South Hospital", "Eliminations"}
