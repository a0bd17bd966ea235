"""Row labels and periods, as sheets print them."""

from __future__ import annotations

import datetime as dt

import pytest

from reportgen.intake import dates
from reportgen.intake.labels import normalised


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
        ("货币\n资金", "货币资金"),
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
