"""Row labels and periods, as sheets print them."""

from __future__ import annotations

import datetime as dt

import pytest

from reportgen.intake.periods import dates
from reportgen.intake.words.labels import normalised


@pytest.mark.parametrize(
    ("printed", "compared"),
    [
        ("资　　产", "资产"),
        ("　　　　其中：财政基本拨款收入", "财政基本拨款收入"),
        ("减：固定资产累计折旧", "固定资产累计折旧"),
        ("（一）财政拨款收入", "财政拨款收入"),
        ("一、本期收入", "本期收入"),
        ("1.门诊收入", "门诊收入"),
        ("① 人员经费", "人员经费"),
        ("1212 应收账款", "应收账款"),
        ("应收帐款净额", "应收账款净额"),
        ("其它应收款净额", "其他应收款净额"),
        ("无偿调拨净资产*", "无偿调拨净资产"),
        ("二、年初余额调整（减少以“-”号填列）", "年初余额调整"),
        ("4.经营结余（如有余额，以“-”号填列）", "经营结余"),
        ("财政补助结转（余）", "财政补助结转(余)"),
        ("1年内到期的非流动资产", "1年内到期的非流动资产"),
        ("(a) Property, plant and equipment", "property,plantandequipment"),
        ("(b)(ii) Trade payables", "tradepayables"),
        ("VII. Profit for the year (V - VI)", "profitfortheyear"),
        ("Total expenses (IV)", "totalexpenses"),
        ("Total current assets (sum of lines 1-10)", "totalcurrentassets"),
        ("Net income (line 26 minus line 28)", "netincome"),
        ("U.S. Treasury bills", "u.s.treasurybills"),
        ("D & O insurance", "d&oinsurance"),
        ("货币\n资金", "货币资金"),
        ("货币\u00ad资\u2060金\ufeff", "货币资金"),
    ],
)
def test_labels_are_compared_without_numbering_notes_and_spaces(printed: str, compared: str):
    assert normalised(printed) == compared


@pytest.mark.parametrize(
    ("printed", "period", "day"),
    [
        ("2025年12月31日", "2025-12", 31),
        ("2025-12-31", "2025-12", 31),
        ("2025.12.31", "2025-12", 31),
        ("二〇二五年十二月三十一日", "2025-12", 31),
        ("二○二五年十月", "2025-10", None),
        ("2025年10月", "2025-10", None),
        ("2025年1—10月", "2025-10", None),
        ("2025年1月至10月", "2025-10", None),
        ("2025年度", "2025", None),
        ("2025年", "2025", None),
        ("202510", "2025-10", None),
        ("示例医院2025年12月资产负债表", "2025-12", None),
    ],
)
def test_a_period_is_read_from_words(printed: str, period: str, day: int | None):
    found = dates.named(printed)

    assert found is not None
    assert (str(found.period), found.day) == (period, day)


def test_an_excel_date_is_a_day():
    found = dates.stated(dt.date(2025, 12, 31))

    assert found == dates.named("2025-12-31")


@pytest.mark.parametrize("printed", ["", "单位：元", "123456.78", "2025年13月", "20251"])
def test_what_names_no_period_gives_none_or_a_year(printed: str):
    found = dates.head(printed)

    assert found is None


@pytest.mark.serves("002-37")
@pytest.mark.parametrize(
    "printed",
    [
        "货币资金 huòbì zījīn", "貨幣資金　huòbì zījīn", "货(huò)币(bì)资(zī)金(jīn)", "货(huo)币(bi)资(zi)金(jin)",
        "货币资金（Huòbì zījīn）", "huòbì zījīn 货币资金", "货币资金(huo4bi4zi1jin1)", "貨　幣　資　金", "货币资金／huòbì zījīn",
    ],
)  # fmt: skip
def test_the_sounds_of_characters_and_traditional_ones_make_no_other_name(printed: str):
    assert normalised(printed) == "货币资金"


@pytest.mark.parametrize("printed", ["DRG组数", "lǜ", "应收账款(A类)", "Total assets"])
def test_letters_that_are_no_sounds_stay(printed: str):
    assert normalised(printed) == normalised(printed.lower())
    assert len(normalised(printed)) >= len(printed.replace(" ", "")) - 1


@pytest.mark.parametrize(
    ("printed", "period", "since"),
    [
        ("2025年1—10月", "2025-10", 1),
        ("2025年1月1日至2025年12月31日", "2025-12", 1),
        ("自2025年1月1日起至10月31日止", "2025-10", 1),
        ("期间：2025-01至2025-10", "2025-10", 1),
        ("2025.1.1-2025.10.31", "2025-10", 1),
        ("2025年10月1日至10月31日", "2025-10", None),
        ("2025年上半年", "2025-06", 1),
        ("2025年前三季度", "2025-09", 1),
        ("2025年第三季度", "2025-Q3", None),
        ("2025年4-6月", "2025-Q2", None),
        ("会计期间：2025年10期", "2025-10", None),
        ("20251031", "2025-10", None),
        ("2025-10-31 00:00:00", "2025-10", None),
    ],
)
def test_months_from_one_to_another_are_not_their_first_or_last_one(printed: str, period: str, since: int | None):
    found = dates.named(printed)

    assert found is not None
    assert (str(found.period), found.since) == (period, since)


@pytest.mark.parametrize("printed", ["2025年下半年", "2025年4-9月"])
def test_months_that_are_no_period_are_odd(printed: str):
    found = dates.named(printed)

    assert found is not None
    assert found.is_odd


@pytest.mark.parametrize("printed", ["2024年7月1日至2025年6月30日", "2023—2025年"])
def test_several_years_are_no_period(printed: str):
    assert dates.named(printed) is None


@pytest.mark.parametrize(
    ("printed", "months"),
    [("10月", (10, 10)), ("1-10月", (1, 10)), ("1月至10月", (1, 10)), ("13月", None), ("十月", (10, 10))],
)
def test_heads_name_months_without_a_year(printed: str, months: tuple[int, int] | None):
    assert dates.months_of(printed) == months


@pytest.mark.parametrize(
    ("label", "name"),
    [
        ("货币资金（附注五、1）", "货币资金"),
        ("应收账款净额 注3", "应收账款净额"),
        ("★医疗收入", "医疗收入"),
        ("Cash and cash equivalents (Note 2)", "cashandcashequivalents"),
        ("Total assets (Notes 2 and 3)", "totalassets"),
        ("Inventories – Note 5", "inventories"),
        ("Inventories (a)", "inventories"),
        ("Inventories $", "inventories"),
        ("Notes payable (see Note 6)", "notespayable"),
        ("Notes payable", "notespayable"),
        ("Note 5", "note5"),
        ("Investments (Level 1)", "investments(level1)"),
        ("药品收入（门）", "药品收入(门)"),
    ],
)
def test_what_points_to_a_note_is_no_part_of_a_name(label: str, name: str) -> None:
    """Audited statements with their notes behind the names of lines were not read."""
    assert normalised(label) == name


@pytest.mark.parametrize(("year", "is_one"), [(2163, False), (1907, False), (2025, True)])
def test_an_amount_that_is_shown_as_a_day_is_no_period(year: int, *, is_one: bool) -> None:
    """Below amounts formatted as days figures were read for the year 2163."""
    assert (dates.stated(dt.datetime(year, 4, 5)) is not None) is is_one  # noqa: DTZ001 - as spreadsheets hold it


@pytest.mark.parametrize(("year", "is_one"), [(1949, False), (1950, True), (2100, True), (2101, False)])
def test_days_of_periods_are_those_of_a_century_and_a_half(year: int, *, is_one: bool) -> None:
    assert (dates.stated(dt.date(year, 12, 31)) is not None) is is_one


@pytest.mark.parametrize(("year", "is_one"), [(1949, False), (1950, True)])
def test_no_words_name_a_period_before_them(year: int, *, is_one: bool) -> None:
    assert (dates.named(f"{year}年12月") is not None) is is_one
    assert (dates.named(f"{year}年1月至3月") is not None) is is_one
