"""The unit of a hospital that writes it in two languages, and whose currency it is."""

from __future__ import annotations

from pathlib import Path

import pytest

from intake.rows import read, values
from reportgen import intake
from reportgen.catalog import Catalog

CASE = "entity: {{id: h, name: {{zh: 示例医院, en: H}}}}\nregime: other\ncurrency: {currency}\nscheme: none\n"


def total(folder: Path, catalog: Catalog, unit: str, currency: str) -> tuple[float | None, set[str]]:
    """Total assets of a sheet with this unit, and the rules of what is found."""
    (folder / "data").mkdir()
    (folder / "case.yaml").write_text(CASE.format(currency=currency), encoding="utf-8")
    head = [("资产负债表 Balance Sheet",), ("2025年12月31日 As at 31 December 2025", "", unit)]
    lines = [("项目 Item", "2025-12-31"), ("货币资金 Cash and bank balances", 450.0), ("资产总计 Total assets", 450.0)]
    read(folder / "data", catalog, [*head, *lines])
    found = intake.read(intake.open_case(folder), catalog)
    return values(found).get("total_assets"), {one.rule for one in found.findings}


@pytest.mark.parametrize(
    ("unit", "factor"),
    [
        ("人民币元 RMB", 1),
        ("单位 Unit: 元 RMB", 1),
        ("单位/Unit: 元/RMB", 1),
        ("单位：千元 RMB'000", 1000),
        ("人民币万元 RMB", 10_000),
    ],
)
def test_a_unit_in_two_languages_is_one_unit(tmp_path: Path, catalog: Catalog, unit: str, factor: int) -> None:
    assert total(tmp_path, catalog, unit, "CNY") == (450.0 * factor, set())


@pytest.mark.parametrize(
    "unit", ["人民币元", "(RMB)", "Unit: RMB", "RMB'000", "Amounts in RMB", "单位：元 RMB", "币种：人民币 单位：元"]
)
def test_amounts_of_another_currency_are_refused(tmp_path: Path, catalog: Catalog, unit: str) -> None:
    """They were read as dollars, for nobody knew RMB by that name."""
    found, rules = total(tmp_path, catalog, unit, "USD")

    assert found is None
    assert "I90" in rules


@pytest.mark.parametrize(
    ("unit", "currency"),
    [
        ("单位：人民币", "CNY"), ("人民币", "CNY"), ("RMB", "CNY"), ("CNY", "CNY"), ("Unit: RMB", "CNY"), ("币种：人民币", "CNY"),
        ("货币单位：人民币", "CNY"), ("￥", "CNY"), ("Unit: ¥", "JPY"), ("Unit: GBP", "GBP"), ("Currency: AUD", "AUD"),
    ],
)  # fmt: skip
def test_the_name_of_the_currency_alone_means_whole_units_of_it(
    tmp_path: Path, catalog: Catalog, unit: str, currency: str
) -> None:
    """Nothing was read where a sheet said 人民币 and no 元."""
    assert total(tmp_path, catalog, unit, currency) == (450.0, set())


@pytest.mark.parametrize("unit", ["人民币", "CNY", "币种：人民币", "Unit: ¥"])
def test_the_name_of_another_currency_alone_is_refused(tmp_path: Path, catalog: Catalog, unit: str) -> None:
    assert total(tmp_path, catalog, unit, "USD") == (None, {"I90"})


def test_a_unit_beside_the_name_of_the_currency_is_the_unit(tmp_path: Path, catalog: Catalog) -> None:
    assert total(tmp_path, catalog, "币种：人民币  单位：万元", "CNY") == (4_500_000.0, set())


@pytest.mark.parametrize(
    ("corner", "currency", "factor"),
    [
        ("£000", "GBP", 1000), ("Amounts in £", "GBP", 1), ("(in thousands)", "USD", 1000), ("$'000", "AUD", 1000),
        ("£", "GBP", 1), ("项目（万元）", "CNY", 10_000), ("项目（单位：千元）", "CNY", 1000), ("单位：万元", "CNY", 10_000),
        ("项目（港币千元）", "HKD", 1000), ("单位：新臺幣元", "TWD", 1), ("£000", "USD", None), ("项目（港币千元）", "CNY", None),
    ],
)  # fmt: skip
def test_a_unit_in_the_corner_above_the_labels_is_that_of_the_table(
    tmp_path: Path, catalog: Catalog, corner: str, currency: str, factor: int | None
) -> None:
    """Beside it stand years alone, as numbers: the sheet was once left out, for nothing seemed to head its columns."""
    (tmp_path / "data").mkdir()
    (tmp_path / "case.yaml").write_text(CASE.format(currency=currency), encoding="utf-8")
    lines = [("Cash and cash equivalents", 100.0, 90.0), ("Total assets", 450.0, 400.0), ("Net assets", 300.0, 290.0)]
    read(tmp_path / "data", catalog, [(corner, 2025, 2024), *lines])
    found = intake.read(intake.open_case(tmp_path), catalog)
    held = {one.period: one.value for one in found.values() if one.item == "total_assets"}

    assert held == ({"2025": 450.0 * factor, "2024": 400.0 * factor} if factor else {})
    assert ("I90" in {one.rule for one in found.findings}) is (factor is None)


HONG_KONG = [
    ("綜合財務狀況表",), ("港幣千元", 2025, 2024), ("物業、廠房及設備", 310.0, 320.0), ("存貨", 12.0, 11.5), ("應收賬款", 41.0, 39.0),
    ("銀行結餘及現金", 66.0, 52.0), ("流動資產總值", 119.0, 102.5), ("資產總值", 429.0, 422.5), ("負債總額", 71.0, 80.0),
    ("資產淨值", 358.0, 342.5),
]  # fmt: skip
TAIWAN = [
    ("收支餘絀表",), ("單位：新臺幣千元",), ("項目", "2025年", "2024年"), ("醫務收入合計", 730.0, 700.0), ("人事費用", 330.0, 320.0),
    ("折舊", 45.0, 44.0), ("利息支出", 3.0, 2.5), ("非醫務收入", 11.0, 10.0), ("本期餘絀", 31.0, 19.5),
]  # fmt: skip


@pytest.mark.parametrize(
    ("rows", "currency", "held"),
    [
        (HONG_KONG, "HKD", {"fixed_assets_net": 310, "cash_and_bank": 66, "current_assets": 119, "net_assets": 358, "total_assets": 429}),
        (TAIWAN, "TWD", {"medical_income": 730, "interest_expense": 3, "other_income": 11, "period_surplus": 31}),
    ],
)  # fmt: skip
def test_statements_in_traditional_characters_are_read_in_the_words_of_their_place(
    tmp_path: Path, catalog: Catalog, rows: list[tuple[object, ...]], currency: str, held: dict[str, float]
) -> None:
    (tmp_path / "data").mkdir()
    (tmp_path / "case.yaml").write_text(CASE.format(currency=currency), encoding="utf-8")
    read(tmp_path / "data", catalog, rows)
    found = intake.read(intake.open_case(tmp_path), catalog)

    assert [one.rule for one in found.findings if one.rule in {"I13", "I14", "I33", "W05"}] == []
    now = {one.item: one.value for one in found.values() if one.period == "2025"}
    assert {item: now[item] for item in held} == {item: value * 1000 for item, value in held.items()}


@pytest.mark.parametrize(
    "unit",
    [
        "US dollars", "Expressed in US dollars", "in thousands of US dollars", "(in dollars)", "Expressed in U.S. dollars",
        "Expressed in New Zealand dollars",
    ],
)  # fmt: skip
def test_another_currency_in_several_words_is_not_the_case_s(tmp_path: Path, catalog: Catalog, unit: str) -> None:
    """Names of two words were not looked for: dollars were read as yuan."""
    assert total(tmp_path, catalog, unit, "CNY") == (None, {"I90"})


@pytest.mark.parametrize("unit", ["US dollars", "U.S. dollars", "Expressed in US dollars"])
def test_the_words_of_the_own_currency_say_that_amounts_are_whole(tmp_path: Path, catalog: Catalog, unit: str) -> None:
    assert total(tmp_path, catalog, unit, "USD") == (450.0, set())


@pytest.mark.parametrize(
    ("unit", "currency", "factor"),
    [
        ("(in thousands of Canadian dollars)", "CAD", 1000),
        ("Thousands of Hong Kong dollars", "HKD", 1000),
        ("(in 000s of Singapore dollars)", "SGD", 1000),
        ("Financial performance to 31 December 2025, NZ$m", "NZD", 1_000_000),
        ("(₹ in lakhs)", "INR", 100_000),
        ("(Rs. in crore)", "INR", 10_000_000),
        ("All amounts in ₹ crore unless otherwise stated", "INR", 10_000_000),
        ("(Rupees in lakhs)", "INR", 100_000),
    ],
)
def test_any_currency_goes_with_any_multiple_in_english(
    tmp_path: Path, catalog: Catalog, unit: str, currency: str, factor: int
) -> None:
    assert total(tmp_path, catalog, unit, currency) == (450.0 * factor, set())


@pytest.mark.parametrize(
    "unit",
    [
        "(in thousands of Canadian dollars)",
        "(₹ in lakhs)",
        "(Rupees in lakhs)",
        "(Rs. in lakhs)",
        "(Rs in crore)",
        "Rs. Lakhs",
    ],
)
def test_they_are_units_of_that_currency_alone(tmp_path: Path, catalog: Catalog, unit: str) -> None:
    assert total(tmp_path, catalog, unit, "USD") == (None, {"I90"})


@pytest.mark.parametrize(("unit", "factor"), [("(dollars in thousands)", 1000), ("(in thousands of dollars)", 1000)])
def test_the_end_of_dollars_is_no_rupee(tmp_path: Path, catalog: Catalog, unit: str, factor: int) -> None:
    assert total(tmp_path, catalog, unit, "USD") == (450.0 * factor, set())
