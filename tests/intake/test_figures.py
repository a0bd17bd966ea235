"""Amounts as people write them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportgen import intake
from reportgen.intake.words.figures import figure


@pytest.mark.parametrize(
    ("cell", "value"),
    [
        ("1,234,567.89", 1234567.89),
        ("1，234，567.89", 1234567.89),
        ("1 234 567.89", 1234567.89),
        ("1\u2009234\u2009567.89", 1234567.89),
        ("(1,234.50)", -1234.5),
        ("（1,234.50）", -1234.5),
        ("-1,234.50", -1234.5),
        ("－1234.50", -1234.5),
        ("−1234.50", -1234.5),
        ("1,234.50-", -1234.5),
        ("△1,234.50", -1234.5),
        ("▲1,234.50", -1234.5),
        ("负1,234.50", -1234.5),
        ("１２３４．５０", 1234.5),
        ("'1234.50", 1234.5),
        ("¥1,234.50", 1234.5),
        ("￥ -46,238.91", -46238.91),
        ("人民币1,234.50元", 1234.5),
        ("12.5万", 125000.0),
        ("12.5万元", 125000.0),
        ("0.3亿", 30000000.0),
        ("0.00", 0.0),
        ("1E+08", 1e8),
        ("+1,234.50", 1234.5),
    ],
)
def test_an_amount_in_text_is_read_exactly(cell: str, value: float):
    found = figure(cell)

    assert found.value == value
    assert found.is_text


@pytest.mark.parametrize("cell", ["", None, "-", "—", "——", "－－", "/", "\\", "无", "不适用", "N/A", " \u3000"])
def test_nothing_is_nothing_and_not_zero(cell: str | None):
    found = figure(cell)

    assert found.value is None
    assert found.problem is None


@pytest.mark.parametrize(
    ("cell", "rule"),
    [
        ("(-1,234.50)", "I09"),
        ("△-1,234.50", "I09"),
        ("--5", "I09"),
        ("(+5)", "I09"),
        ("#DIV/0!", "I10"),
        ("####", "I10"),
        ("5.3%", "I12"),
        ("1.234.567,89", "I09"),
        ("12.3.4", "I09"),
        ("1,23,456", "I09"),
        ("12 34", "I09"),
        ("见附注", "I09"),
        (True, "I11"),
        (dt.date(2025, 10, 31), "I11"),
    ],
)
def test_what_is_no_amount_is_a_finding(cell: object, rule: str):
    found = figure(cell)  # type: ignore[arg-type]

    assert found.value is None
    assert found.problem == rule


@given(st.integers(min_value=-(10**13), max_value=10**13), st.sampled_from(["{:,.2f}", "{:.2f}", "¥{:,.2f}元"]))
def test_printing_and_reading_is_the_same_number(fen: int, form: str):
    assert figure(form.format(fen / 100)).value == pytest.approx(fen / 100, abs=0.001)


COUNTED: Final[list[list[Any]]] = [["甲医院2025年业务量（单位：元）"], ["项目", "2025年"]]


@pytest.mark.parametrize(
    ("label", "cell", "item", "value"),
    [
        ("开放床位", "400张", "beds_open", 400), ("门急诊人次", "1,234 人次", "outpatient_emergency_visits", 1234),
        ("职工人数", "1.2万人", "staff_total", 12_000), ("出院人数", "２２２例", "discharges", 222), ("出院人数", "9,750 discharges", "discharges", 9750),
        ("医疗收入", "3.2亿元", "medical_income", 320_000_000),
    ],
)  # fmt: skip
def test_a_number_may_name_what_it_counts(
    write: Callable[..., Path], read: Callable[[], intake.Reading], label: str, cell: str, item: str, value: float
) -> None:
    write([*COUNTED, ["医疗活动费用", 10], ["床日", 10], ["实际占用床日", 9], [label, cell]])

    reading = read()

    assert {one.item: one.value for one in reading.values()}[item] == value
    assert "I09" not in {one.rule for one in reading.findings}


@pytest.mark.parametrize(
    ("label", "cell"),
    [("出院人数", "5人左右"), ("手术台次", "1.2万元"), ("手术台次", "12元"), ("医疗收入", "12人"), ("出院人数", "人")],
)
def test_words_that_say_another_thing_are_no_number(
    write: Callable[..., Path], read: Callable[[], intake.Reading], label: str, cell: str
) -> None:
    write([*COUNTED, ["医疗活动费用", 10], ["床日", 10], ["实际占用床日", 9], [label, cell]])

    assert [one.place.cell for one in read().findings if one.rule == "I09"] == ["B6"]
