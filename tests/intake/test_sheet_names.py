"""Hospitals that only the names of sheets tell."""

from __future__ import annotations

from pathlib import Path
from types import ModuleType

import openpyxl
import pytest

from intake.rows import read_case
from reportgen import intake
from reportgen.catalog import Catalog
from reportgen.intake.words import known_names
from reportgen.intake.words.known_names import hospital_in_chinese, hospital_of_name, hospital_of_title

CODE = "会政财02"


def rows(small: ModuleType, catalog: Catalog, scale: int) -> list[list[object]]:
    """An income statement that does not say whose it is."""
    made = small.sheet(CODE, "2025年度", ("本年数",), [small.figures(CODE, catalog, scale)], catalog=catalog)
    made[2][0] = None
    return made


@pytest.mark.parametrize(
    ("name", "found"),
    [
        ("城东医院", "城东医院"), ("城东医院收支表", "城东医院"), ("青山镇卫生院 ", "青山镇卫生院"), ("省人民医院东院区", "省人民医院东院区"),
        ("St. Anne  Hospital", "St. Anne Hospital"), ("Lakeview Medical Center BS", "Lakeview Medical Center"),
        ("Total Hospital", ""), ("Other hospitals", ""), ("Hospital", ""), ("Hospitality", ""), ("医院", ""), ("医院收入", ""), ("收入费用表", ""), ("10月", ""), ("", ""),
    ],
)  # fmt: skip
def test_a_name_tells_a_hospital_by_the_word_that_ends_it(name: str, found: str):
    assert hospital_of_name(name) == found


@pytest.mark.parametrize(("length", "is_one"), [(80, True), (81, False)])
def test_what_is_longer_than_eighty_characters_is_a_sentence_and_no_name(length: int, *, is_one: bool):
    english = f"Mercy {'x' * (length - 15)} Hospital"
    chinese = "仁" * (length - 2) + "医院"

    assert hospital_of_title(english) == (english if is_one else "")
    assert hospital_in_chinese(chinese) == (chinese if is_one else "")


@pytest.mark.parametrize(("behind", "is_title"), [(14, True), (15, False)])
def test_behind_the_name_of_a_hospital_stands_that_of_a_form_or_a_sentence(behind: int, *, is_title: bool):
    assert hospital_in_chinese("仁爱医院" + "甲" * (behind - 3) + "报告表") == ("仁爱医院" if is_title else "")


def test_sheets_of_several_hospitals_are_told_apart_by_their_names(tmp_path: Path, catalog: Catalog, small: ModuleType):
    names = {"城东医院": 2, "城西医院收支": 3, "汇总": 5}
    path = small.write(tmp_path / "a.xlsx", {name: rows(small, catalog, scale) for name, scale in names.items()})

    values = intake.read_paths([path], catalog).dataset

    for entity, scale in (("城东医院", 2), ("城西医院", 3), ("汇总", 5)):
        assert values.value("total_income", entity, "2025") == small.figures(CODE, catalog, scale)["total_income"]
    assert {entity for entity, _ in values.values.index} == {"城东医院", "城西医院", "汇总"}


def test_what_the_sheet_prints_goes_before_its_name(tmp_path: Path, catalog: Catalog, small: ModuleType):
    printed = small.sheet(CODE, "2025年度", ("本年数",), [small.figures(CODE, catalog, 2)], entity="城北医院")
    path = small.write(tmp_path / "a.xlsx", {"城东医院": printed, "城西医院": rows(small, catalog, 3)})

    assert {entity for entity, _ in intake.read_paths([path], catalog).dataset.values.index} == {"城北医院", "城西医院"}


def test_the_own_hospital_of_a_case_is_not_renamed_by_one_sheet(tmp_path: Path, catalog: Catalog, small: ModuleType):
    (tmp_path / "case.yaml").write_text("entity: {id: own, name: {zh: 仁和医院, en: Renhe}}\nregime: '2019'\n", "utf-8")
    small.write(tmp_path / "data" / "a.xlsx", {"本医院": rows(small, catalog, 2)})

    reading = intake.read(intake.open_case(tmp_path), catalog)

    assert {entity for entity, _ in reading.dataset.values.index} == {"own"}


def english(title: str, income: int) -> list[list[object]]:
    """A statement below a title, with a table of statistics that repeats the years."""
    return [
        [title], ["Statement of operations"], ["(in thousands)"], ["Years ended December 31,", 2025, 2024],
        ["Net patient service revenue", income, income - 1], ["Total operating revenue", income + 5, income + 4],
        ["Total operating expenses", income, income - 2], ["Operating income", 5, 6], ["Statistics", 2025, 2024],
        ["Discharges", 10, 9],
    ]  # fmt: skip


def system(folder: Path, small: ModuleType, catalog: Catalog, sheets: dict[str, str]) -> intake.Reading:
    """A file with a statement on each sheet, sheet → title, in the case of a health system."""
    (folder / "data").mkdir()
    case = "entity: {id: lakes, name: {en: Lakes Health System}}\nlanguages: en\ncurrency: USD\n"
    (folder / "case.yaml").write_text(case, "utf-8")
    rows = {sheet: english(title, 100 * (at + 1)) for at, (sheet, title) in enumerate(sheets.items())}
    small.write(folder / "data" / "a.xlsx", rows)
    return intake.read(intake.open_case(folder), catalog)


def incomes(reading: intake.Reading) -> dict[str, float]:
    return {one.entity: one.value for one in reading.values() if one.item == "medical_income" and one.period == "2025"}


@pytest.mark.parametrize(
    "sheets",
    [
        pytest.param({"Northside Hospital": "", "St. Anne Hospital": "", "Consolidated": ""}, id="names of sheets"),
        pytest.param(
            {"NH": "Northside Hospital", "SA": "St. Anne Hospital - Operations", "Total": "Lakes Health System"},
            id="titles",
        ),
    ],
)
def test_sheets_of_english_hospitals_are_theirs_and_what_adds_them_up_is_the_systems(
    sheets: dict[str, str], tmp_path: Path, small: ModuleType, catalog: Catalog
):
    reading = system(tmp_path, small, catalog, sheets)

    assert incomes(reading) == {"Northside Hospital": 100_000, "St. Anne Hospital": 200_000, "lakes": 300_000}
    assert {one.rule for one in reading.findings} & {"I13", "I43"} == set()


def test_one_name_in_more_words_is_no_second_hospital(tmp_path: Path, small: ModuleType, catalog: Catalog):
    titles = {"PL": "Lakes Hospital", "PL2": "Lakes Community Hospital, Inc."}
    reading = system(tmp_path, small, catalog, titles)

    assert {one.entity for one in reading.values()} == {"lakes"}


@pytest.mark.parametrize(
    ("title", "entity"),
    [
        ("Northside Hospital", "Northside Hospital"), ("Lakes Regional Medical Center", "lakes"), ("General Hospital", "lakes"),
        ("Statement of the hospital", "lakes"), ("Balance Sheet of Northside Hospital", "lakes"), ("", "lakes"),
    ],
)  # fmt: skip
def test_a_title_that_names_somebody_else_says_whose_the_figures_are(
    title: str, entity: str, tmp_path: Path, small: ModuleType, catalog: Catalog
):
    reading = system(tmp_path, small, catalog, {"PL": title})

    assert {one.entity for one in reading.values()} == {entity}
    assert [one.facts["name"] for one in reading.findings if one.rule == "W17"] == [title] * (entity == title)


def test_a_file_for_each_english_hospital_of_a_group_is_that_hospitals(
    tmp_path: Path, small: ModuleType, catalog: Catalog
):
    (tmp_path / "data").mkdir()
    case = "group: {id: lakes, name: {en: Lakes}}\nlanguages: en\ncurrency: USD\n"
    (tmp_path / "case.yaml").write_text(case, "utf-8")
    for at, name in enumerate(("Northside Hospital", "Lakeview Medical Center"), start=1):
        small.write(tmp_path / "data" / f"{at}.xlsx", {"Sheet1": english(name, at * 100)})

    reading = intake.read(intake.open_case(tmp_path), catalog)

    assert incomes(reading) == {"Northside Hospital": 100_000, "Lakeview Medical Center": 200_000}


GROUP = "group: {id: lakes, name: {en: Lakes}}\nlanguages: en\ncurrency: USD\n"


@pytest.mark.parametrize(
    "name",
    ["Consol", "Group", "Group total", "System", "Consolidation", "All Hospitals", "合并报表", "集团汇总", "集团"],
)
def test_the_sheet_of_a_group_that_adds_up_its_hospitals_is_none_of_them(
    name: str, tmp_path: Path, small: ModuleType, catalog: Catalog
) -> None:
    (tmp_path / "data").mkdir()
    (tmp_path / "case.yaml").write_text(GROUP, "utf-8")
    sheets = {one: english("", at) for at, one in enumerate(("Northside Hospital", "St. Anne Hospital", name), start=1)}
    small.write(tmp_path / "data" / "a.xlsx", sheets)

    reading = intake.read(intake.open_case(tmp_path), catalog)

    assert {one.id for one in reading.dataset.entities.values() if one.is_total} == {name}
    assert incomes(reading).keys() == {"Northside Hospital", "St. Anne Hospital", name}


@pytest.mark.parametrize(
    ("case", "read"),
    [
        pytest.param(GROUP, {"Northside Hospital": 2000}, id="a sheet of a group"),
        pytest.param("languages: en\ncurrency: USD\n", {"Northside Hospital": 2000}, id="a case of nobody"),
        pytest.param(
            f"entity: {{id: own, name: {{en: Own}}}}\n{GROUP}",
            {"own": 1000, "Northside Hospital": 2000},
            id="a case of one",
        ),
    ],
)
def test_what_names_no_hospital_where_the_case_is_of_none_is_told_and_is_no_hospital(
    case: str, read: dict[str, float], tmp_path: Path, small: ModuleType, catalog: Catalog
) -> None:
    """It had been a hospital without a name, at which everything behind stopped."""
    (tmp_path / "data").mkdir()
    (tmp_path / "case.yaml").write_text(case, "utf-8")
    small.write(tmp_path / "data" / "a.xlsx", {"Sheet1": english("", 1)})
    small.write(tmp_path / "data" / "b.xlsx", {"Sheet1": english("Northside Hospital", 2)})

    reading = intake.read(intake.open_case(tmp_path), catalog)
    told = [(one.place.file, one.facts["count"]) for one in reading.findings if one.rule == "I150"]

    assert incomes(reading) == read
    assert set(reading.dataset.entities) == set(read)
    assert told == ([] if "own" in read else [("data/a.xlsx", 10)])


@pytest.mark.parametrize("name", ["河東醫院", "廣華醫院", "聖瑪麗醫院"])
def test_a_name_in_traditional_characters_is_that_of_the_case(name: str, tmp_path: Path) -> None:
    simple = {"河東醫院": "河东医院", "廣華醫院": "广华医院", "聖瑪麗醫院": "圣玛丽医院"}[name]
    (tmp_path / "case.yaml").write_text(f"entity: {{id: own, name: {{zh: {simple}, en: Own}}}}\n", "utf-8")

    assert known_names.is_own_hospital(name, intake.open_case(tmp_path))


@pytest.mark.parametrize("above", ["Year ended December 31, 2025", "2025"])
def test_hospitals_side_by_side_head_their_columns_and_what_adds_them_up_is_none_of_them(
    above: str, tmp_path: Path, small: ModuleType, catalog: Catalog
) -> None:
    """Below an empty corner they headed nothing; eliminations and the consolidated column were hospitals."""
    heads = ["", "Northside Hospital", "St. Anne Hospital", "Eliminations", "Consolidated"]
    lines = [["Net patient service revenue", 100, 200, -10, 290], ["Total operating expenses", 90, 180, -10, 260]]
    (tmp_path / "data").mkdir()
    (tmp_path / "case.yaml").write_text(GROUP, "utf-8")
    small.write(tmp_path / "data" / "a.xlsx", {"s": [["Statement of Operations (in dollars)"], [above], heads, *lines]})

    reading = intake.read(intake.open_case(tmp_path), catalog)

    assert incomes(reading) == {
        "Northside Hospital": 100,
        "St. Anne Hospital": 200,
        "Eliminations": -10,
        "Consolidated": 290,
    }
    assert {one.id for one in reading.dataset.entities.values() if one.is_total} == {"Eliminations", "Consolidated"}


def test_hospitals_one_below_the_other_on_a_sheet_are_told_apart_by_their_titles(
    tmp_path: Path, catalog: Catalog
) -> None:
    """The second was a further page of the first: its figures contradicted those, or were taken for the first one's."""
    (tmp_path / "data").mkdir()
    (tmp_path / "case.yaml").write_text(GROUP, "utf-8")
    book = openpyxl.Workbook()
    for row in [*english("Northside Hospital", 100), [], *english("St. Anne Hospital", 200)]:
        book.worksheets[0].append(row)
    book.save(tmp_path / "data" / "a.xlsx")

    reading = intake.read(intake.open_case(tmp_path), catalog)

    assert incomes(reading) == {"Northside Hospital": 100_000, "St. Anne Hospital": 200_000}
    assert "I43" not in {one.rule for one in reading.findings}


@pytest.mark.parametrize("name", ["2025年收入费用表（1-3月）.xlsx", "2025年1-3月收入费用表.xlsx"])
def test_sheets_are_the_months_that_their_file_is_named_after(
    tmp_path: Path, catalog: Catalog, small: ModuleType, name: str
) -> None:
    """None of them was read: 1-3月 was no period of 1月, and away from its year none at all."""
    made = small.sheet(CODE, "", ("本月数",), [small.figures(CODE, catalog, 2)], catalog=catalog)
    made[2][0], made[2][1] = "编制单位：甲医院", None
    small.write(tmp_path / name, {f"{month}月": made for month in (1, 2, 3)})

    reading = intake.read_paths([tmp_path / name], catalog)

    assert {one.period for one in reading.values() if not one.derived} == {"2025-01", "2025-02", "2025-03"}
    told = next(one for one in reading.findings if one.rule == "I100")
    assert told.facts["names"] == tuple(f"{month}月 + {name}" for month in (1, 2, 3))


OWN_CASE = "entity: {id: h, name: {zh: 清河县人民医院, en: H}}\n"
GROUP_CASE = "group: {id: g, name: {zh: 医共体, en: G}}\n"


def of_title(folder: Path, catalog: Catalog, title: str, case: str) -> tuple[set[str], set[str]]:
    """Whose the figures are of a statement below this title alone, and what is told."""
    lines = [("一、本期收入", 30), ("二、本期费用", 28), ("三、本期盈余", 2)]
    heads = [("收入费用表",), ("2025年度", "单位：元"), ("项目", "本年数")]
    reading = read_case(folder, catalog, case, {"表": [(title,), *heads, *lines]})
    return {one.entity for one in reading.values()}, {one.rule for one in reading.findings}


@pytest.mark.parametrize(
    "title",
    [
        "云岭县人民医院",
        "云岭县人民医院2025年度收入费用表",
        "云岭县人民医院收入费用表（月报）",
        "单位：云岭县人民医院",
        "附件2：云岭县人民医院2025年度收入费用表",
        "雲嶺縣人民醫院",
    ],
)
def test_a_statement_below_the_name_of_another_hospital_is_not_the_case_s(
    tmp_path: Path, catalog: Catalog, title: str
) -> None:
    """Without the words 编制单位 the figures of any hospital were read as the case's own, and nothing told of it."""
    entities, rules = of_title(tmp_path, catalog, title, OWN_CASE)

    assert entities == {title if title.startswith("雲") else "云岭县人民医院"}
    assert "W17" in rules


@pytest.mark.parametrize(
    "title",
    [
        "清河县人民医院",
        "清河县医院",
        "清河县人民医院（县总医院）",
        "某医科大学附属清河县人民医院",
        "公立医院",
        "三级甲等医院收入费用表",
        "主管单位：云岭县人民医院",
        "县医院",
        "本院收入费用表",
        "医院收入费用表",
    ],
)
def test_below_another_form_of_its_own_name_or_of_none_it_is(tmp_path: Path, catalog: Catalog, title: str) -> None:
    entities, rules = of_title(tmp_path, catalog, title, OWN_CASE)

    assert entities == {"h"}
    assert not rules


def test_in_a_group_a_title_tells_whose_the_statement_is(tmp_path: Path, catalog: Catalog) -> None:
    """It was said to name no hospital (I150), and none of its figures was read."""
    entities, rules = of_title(tmp_path, catalog, "滨海市第三人民医院", GROUP_CASE)

    assert entities == {"滨海市第三人民医院"}
    assert "I150" not in rules
