"""Lines that a hospital prints beside those of a form: parts of a line, where their name and place say of which, and ratios."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import pytest

from intake.rows import Rows, read, values
from reportgen import checks, intake
from reportgen.catalog import Catalog
from reportgen.intake.reading import Reading
from reportgen.model.finding import Severity

HEAD: Final[Rows] = [("收入费用表",), ("2025年", "单位：元"), ("项目", "本年数")]
INCOME: Final[Rows] = [
    ("一、本期收入", 3000), ("（一）财政拨款收入", 100), ("（二）事业收入", 2880), ("其中：医疗收入", 2880),
]  # fmt: skip
REST: Final[Rows] = [
    ("（三）其他收入", 20), ("二、本期费用", 2900), ("（一）业务活动费用", 2500), ("（二）单位管理费用", 400),
    ("三、本期盈余", 100),
]  # fmt: skip


def told(reading: Reading) -> list[tuple[str, str | None]]:
    return [(one.rule, one.place.cell) for one in reading.findings if one.rule in {"I08", "I13", "I33", "I107"}]


@pytest.mark.parametrize(
    "names",
    [
        ("门诊收入", "住院收入"),
        ("1.门诊收入", "2.住院收入"),
        ("  门急诊收入", "  住院收入"),
        ("其中：门诊收入", "住院收入"),
    ],
)
def test_parts_of_a_line_are_read_below_it(tmp_path: Path, catalog: Catalog, names: tuple[str, str]) -> None:
    found = read(tmp_path, catalog, [*HEAD, *INCOME, (names[0], 1000), (names[1], 1880), *REST])

    read_ = values(found)
    assert (read_["outpatient_income"], read_["inpatient_income"]) == (1000, 1880)
    assert (read_["medical_income"], read_["total_income"]) == (2880, 3000)
    assert told(found) == []


def test_a_name_of_several_parts_is_that_of_the_part_above_it(tmp_path: Path, catalog: Catalog) -> None:
    parts: Rows = [("1.门诊收入", 1000), ("其中：药品收入", 400), ("2.住院收入", 1880), ("其中：药品收入", 500)]
    found = values(read(tmp_path, catalog, [*HEAD, *INCOME, *parts, *REST]))

    assert (found["outpatient_income"], found["outpatient_drug_income"]) == (1000, 400)
    assert (found["inpatient_income"], found["inpatient_drug_income"]) == (1880, 500)


@pytest.mark.parametrize("name", ["药品收入", "其中：药品收入", "诊察收入"])
def test_a_name_of_several_parts_that_stands_once_is_that_of_none(tmp_path: Path, catalog: Catalog, name: str) -> None:
    """Below inpatients it may be theirs, or that of all patients: a second way to divide the whole."""
    found = read(tmp_path, catalog, [*HEAD, *INCOME, ("门诊收入", 1000), ("住院收入", 1880), (name, 900), *REST])

    assert values(found)["inpatient_income"] == 1880
    assert not {item for item, value in values(found).items() if value == 900}
    assert told(found) == [("I13", "A10")]


def test_drugs_directly_below_medical_income_are_those_of_all(tmp_path: Path, catalog: Catalog) -> None:
    rows: Rows = [*INCOME, ("其中：药品收入", 900), ("门诊收入", 1000), ("住院收入", 1880), *REST]
    found = values(read(tmp_path, catalog, [*HEAD, *rows]))

    assert (found["drug_income"], found["outpatient_income"], found["inpatient_income"]) == (900, 1000, 1880)


def test_expense_by_nature_alone_is_read_and_comes_to_its_total(tmp_path: Path, catalog: Catalog) -> None:
    """Drugs are a part of goods and services, which such a statement leaves out."""
    natures: Rows = [("其中：人员经费", 1300), ("药品费", 800), ("卫生材料费", 500), ("其他费用", 300)]
    found = read(tmp_path, catalog, [*HEAD, *INCOME, ("其他收入", 20), ("二、本期费用", 2900), *natures, REST[-1]])

    read_ = values(found)
    assert (read_["personnel_expense"], read_["drug_expense"], read_["consumables_expense"]) == (1300, 800, 500)
    assert told(found) == []
    assert not {"W46", "W53", "V19"} & {one.rule for one in checks.all_of(found.dataset, catalog).findings}


def test_an_of_which_beside_functions_is_not_added_to_them(tmp_path: Path, catalog: Catalog) -> None:
    """What is left out is told by the lines of the form alone: personnel is inside of them."""
    rows: Rows = [("二、本期费用", 2900), ("其中：人员经费", 380), ("（一）业务活动费用", 2500), REST[-1]]
    found = read(tmp_path, catalog, [*HEAD, *INCOME, ("其他收入", 20), *rows])

    (short,) = (one for one in checks.all_of(found.dataset, catalog).findings if one.rule == "W53")
    assert (short.facts["parts"], short.facts["gap"]) == (2500.0, 400.0)


@pytest.mark.parametrize(("loans", "expected"), [(300, 300), (250, None)])
def test_a_total_that_is_left_out_is_what_its_own_total_leaves_for_its_lines(
    tmp_path: Path, catalog: Catalog, loans: int, expected: int | None
) -> None:
    """Loans are all there is beside current liabilities, or something that has no line is there too."""
    found = read(tmp_path, catalog, [
        ("资产负债表",), ("2025年12月31日", "单位：元"),
        ("资产", "期末余额", "负债和净资产", "期末余额"),
        ("货币资金", 500, "应付账款", 150), ("存货", 100, "应付职工薪酬", 50), ("流动资产合计", 600, "流动负债合计", 200),
        ("固定资产净值", 400, "长期借款", loans), ("非流动资产合计", 400, "负债合计", 500),
        ("", None, "净资产合计", 500), ("资产总计", 1000, "负债和净资产总计", 1000),
    ])  # fmt: skip

    assert values(found).get("non_current_liabilities") == expected
    assert [one.severity for one in found.findings if one.rule == "I34"] == [Severity.NOTE] * (expected is not None)


def test_a_part_of_something_else_is_not_read_and_nothing_unlike_it_proposed(tmp_path: Path, catalog: Catalog) -> None:
    """Personnel of operating activities is not that of the hospital, and inpatients are no part of other income."""
    rows: Rows = [*HEAD, *INCOME, ("（三）其他收入", 20), ("住院收入", 20), ("二、本期费用", 2900),
                  ("（一）业务活动费用", 2500), ("其中：人员经费", 1200), ("（二）单位管理费用", 400), ("三、本期盈余", 100)]  # fmt: skip
    found = read(tmp_path, catalog, rows)

    assert not {"inpatient_income", "personnel_expense"} & values(found).keys()
    assert told(found) == [("I13", "A9")]
    assert [one.place.cell for one in found.findings if one.rule == "I121"] == ["A12"]


def test_a_line_between_of_another_rank_leaves_open_whose_part_it_is(tmp_path: Path, catalog: Catalog) -> None:
    rows: Rows = [*INCOME, ("1.体检中心", 2000), ("门诊收入", 1000), ("2.住院收入", 880), *REST]
    found = values(read(tmp_path, catalog, [*HEAD, *rows]))

    assert "outpatient_income" not in found


def test_stores_by_kind_are_read_below_inventories(tmp_path: Path, catalog: Catalog) -> None:
    rows: Rows = [
        ("资产负债表",), ("编制单位：某县医院", "2025年12月31日", "单位：元"), ("项目", "期末余额", "年初余额"),
        ("货币资金", 120, 100), ("应收账款净额", 90, 80), ("存货", 50, 40), ("其中：药品", 30, 25), ("卫生材料", 12, 10),
        ("流动资产合计", 260, 220), ("固定资产净值", 520, 500), ("非流动资产合计", 520, 500), ("资产总计", 780, 720),
        ("应付账款", 110, 100), ("流动负债合计", 110, 100), ("负债合计", 110, 100), ("净资产合计", 670, 620),
        ("负债和净资产总计", 780, 720),
    ]  # fmt: skip
    found = read(tmp_path, catalog, rows)

    read_ = values(found)
    assert (read_["inventories"], read_["drug_inventory"], read_["consumables_inventory"]) == (50, 30, 12)
    assert told(found) == []


def test_a_table_half_of_ratios_is_read_and_they_are_called_what_they_are(tmp_path: Path, catalog: Catalog) -> None:
    rows: Rows = [
        ("指标", "2025年", "2024年"), ("门急诊人次", 150000, 140000), ("出院人数", 9000, 8800), ("在职职工", 412, 400),
        ("平均住院日（天）", 7.8, 8.0), ("病床使用率", 0.86, 0.84), ("药占比", 0.28, 0.29), ("资产负债率", 0.41, 0.4),
        ("甲", 1, 2),
    ]  # fmt: skip
    found = read(tmp_path, catalog, rows)

    newest = {one.item: one.value for one in found.values() if one.period == "2025"}
    assert newest == {"outpatient_emergency_visits": 150000, "discharges": 9000, "staff_total": 412}
    assert told(found) == [("I107", "A5"), ("I107", "A6"), ("I107", "A7"), ("I107", "A8"), ("I13", "A9")]
    assert [one.label for one in found.unread] == ["甲"]


@pytest.mark.parametrize("net", ["应收账款净额", "应收账款（净额）"])
@pytest.mark.parametrize(
    "above",
    [
        [("应收账款", 310.0), ("减：坏账准备", 11.0)],
        [("应收账款", 310.0)],
        [("应收账款原值", 310.0), ("减：坏账准备", 11.0)],
    ],
)
def test_a_gross_above_its_net_is_not_the_net(tmp_path: Path, catalog: Catalog, above: Rows, net: str) -> None:
    """By its name alone it is, so that both were told to contradict each other, and neither was taken."""
    lines: Rows = [
        ("流动资产：", None), ("货币资金", 500.0), *above, (net, 299.0), ("存货", 80.0), ("流动资产合计", 879.0),
        ("固定资产净值", 2000.0), ("资产总计", 2879.0), ("应付账款", 420.0), ("流动负债合计", 420.0), ("负债合计", 420.0),
        ("累计盈余", 2459.0), ("净资产合计", 2459.0), ("负债和净资产总计", 2879.0),
    ]  # fmt: skip
    head: Rows = [("资产负债表",), ("2025年12月31日", "单位：元"), ("项目", "期末余额")]
    found = read(tmp_path, catalog, [*head, *lines])

    assert values(found)["accounts_receivable_net"] == 299.0
    assert [one.rule for one in found.findings if one.rule in {"I13", "I33", "I43"}] == []
    assert [one.facts["total"] for one in found.findings if one.rule == "I110"] == [net] * len(above)


BARE: Final[Rows] = [
    ("资产负债表",), ("2025年12月31日", "单位：元"), ("项目", "期末余额"), ("货币资金", 520.0), ("应收账款", 310.0), ("存货", 80.0),
    ("流动资产合计", 910.0), ("固定资产", 2000.0), ("资产总计", 2910.0), ("应付账款", 420.0), ("流动负债合计", 420.0),
    ("负债合计", 420.0), ("净资产合计", 2490.0), ("负债和净资产总计", 2910.0),
]  # fmt: skip


@pytest.mark.parametrize(("regime", "form"), [("2019", "会政财01"), ("2012", "会医01")])
def test_lines_that_several_rules_have_are_those_of_the_case(
    tmp_path: Path, catalog: Catalog, regime: str, form: str
) -> None:
    """One row more made a short balance sheet one of 2012: a case of 2019 was told that no period can be scored."""
    (tmp_path / "data").mkdir()
    case = f"entity: {{id: h, name: {{zh: 甲医院, en: A}}}}\nregime: '{regime}'\n"
    (tmp_path / "case.yaml").write_text(case, encoding="utf-8")
    read(tmp_path / "data", catalog, BARE)
    found = intake.read(intake.open_case(tmp_path), catalog)

    assert [one.form for one in found.dataset.forms] == [form]
    assert values(found)["fixed_assets_net"] == 2000.0
    told = {"W50", "I13", "I14", "I33"} & {one.rule for one in found.findings}
    assert told == (set() if regime == "2019" else {"I33"})  # 应收账款 is no line of the rules of 2012


def test_a_form_that_only_other_rules_have_stays_theirs(tmp_path: Path, catalog: Catalog) -> None:
    (tmp_path / "data").mkdir()
    (tmp_path / "case.yaml").write_text("entity: {id: h, name: {zh: 甲医院, en: A}}\n", encoding="utf-8")
    proof: Rows = [("应收在院病人医疗款", 10.0), ("待冲基金", 5.0)]
    read(tmp_path / "data", catalog, [*BARE[:4], *proof, *BARE[4:]])

    assert [one.form for one in intake.read(intake.open_case(tmp_path), catalog).dataset.forms] == ["会医01"]
