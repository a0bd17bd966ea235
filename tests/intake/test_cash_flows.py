"""The indirect statement of cash flows: changes of balances are no balances, payments in brackets are above zero."""

from __future__ import annotations

from pathlib import Path

import pytest

from reportgen import intake
from reportgen.catalog import load_catalog
from reportgen.intake.reading import Reading

CASE = "entity: {id: h, name: {en: St Mary}}\nregime: other\ncurrency: USD\nlanguages: en\nscheme: none\n"
POSITION = """Balance Sheets,,
(in thousands of dollars),,
,2025,2024
Cash and cash equivalents,51,48
"Patient accounts receivable, net",60,58
Inventories,19,20
Total current assets,130,126
Total assets,402,390
Long-term debt,139,140
"""
FLOWS = """Statements of Cash Flows,,
(in thousands of dollars),,
,2025,2024
Change in net assets,10,5
Depreciation and amortization,23,23
"Patient accounts receivable, net",(2),(1)
Inventories,1,(3)
Swap valuation nobody knows,4,5
Net cash provided by operating activities,36,29
Purchases of property and equipment,(28),(25)
Net cash used in investing activities,(28),(25)
Long-term debt,(5),(7)
Net cash used in financing activities,(5),(7)
Net increase (decrease) in cash,3,(3)
Cash at beginning of year,48,51
Cash at end of year,51,48
"""


def read(folder: Path, *, mapping: str = "", together: bool = False) -> Reading:
    (folder / "data").mkdir()
    (folder / "case.yaml").write_text(CASE, encoding="utf-8")
    if mapping:
        (folder / "mapping.yaml").write_text(mapping, encoding="utf-8")
    lines = FLOWS.splitlines()
    if together:
        rows = [POSITION.rstrip(), "Cash flows from operating activities,,", *lines[3:]]
        (folder / "data" / "all.csv").write_text("\n".join(rows), encoding="utf-8")
    else:
        (folder / "data" / "position.csv").write_text(POSITION, encoding="utf-8")
        (folder / "data" / "flows.csv").write_text(FLOWS, encoding="utf-8")
    return intake.read(intake.open_case(folder), load_catalog())


@pytest.mark.parametrize("together", [False, True])
def test_changes_of_balances_leave_the_balances_as_they_are(tmp_path: Path, together: bool) -> None:  # noqa: FBT001
    found = read(tmp_path, together=together)
    value = found.dataset.value

    balances = {"accounts_receivable_net": 60e3, "inventories": 19e3, "long_term_loans": 139e3, "cash_and_bank": 51e3}
    assert {item: value(item, "h", "2025") for item in balances} == balances
    assert value("net_operating_cash_flow", "h", "2025") == 36e3
    assert value("depreciation_expense", "h", "2025") == 23e3
    assert {one.rule for one in found.findings} <= {"I68", "I96", "I98", "I99"}
    (told,) = [one for one in found.findings if one.rule == "I68"]
    assert told.facts["count"] == 5
    assert value("cash_at_beginning", "h", "2025") == 48e3


def test_payments_in_brackets_are_payments(tmp_path: Path) -> None:
    found = read(tmp_path)

    assert found.dataset.value("capital_expenditure_cash", "h", "2025") == 28e3
    assert found.dataset.value("net_investing_cash_flow", "h", "2025") == -28e3


def test_a_line_that_mapping_yaml_names_is_read(tmp_path: Path) -> None:
    found = read(tmp_path, mapping="names: {Swap valuation nobody knows: cf_op_other_paid}\n")

    assert found.dataset.value("cf_op_other_paid", "h", "2024") == 5e3


def test_a_balance_sheet_alone_is_read_whole(tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    (tmp_path / "case.yaml").write_text(CASE, encoding="utf-8")
    (tmp_path / "data" / "position.csv").write_text(POSITION, encoding="utf-8")
    found = intake.read(intake.open_case(tmp_path), load_catalog())

    assert found.dataset.value("inventories", "h", "2024") == 20e3
    assert not [one for one in found.findings if one.rule == "I68"]
