"""Breaks of Chinese names: between words, never a lone character where a word ends elsewhere."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportgen.analysis.material import Material
from reportgen.report.desk.captions import Breaks


@pytest.fixture(scope="module")
def breaks(renhe: Material) -> Breaks:
    names = [*renhe.catalog.indicators.values(), *renhe.catalog.items.values()]
    return Breaks((name.zh for one in names for name in (one.name, one.short) if name), "款")


@pytest.mark.parametrize(
    ("name", "parts"),
    [
        ("总资产报酬率", ("总资产", "报酬率")),
        ("医疗收入增长率", ("医疗收入", "增长率")),
        ("固定资产净值率", ("固定资产", "净值率")),
        ("药品收入占比", ("药品收入", "占比")),
        ("流动比率", ("流动比率",)),
        ("应收款周转天数", ("应收款", "周转天数")),
    ],
)
def test_a_name_breaks_between_its_words(breaks: Breaks, name: str, parts: tuple[str, ...]):
    assert breaks.parts(name, 5) == parts


@given(st.lists(st.text("收入费用率", min_size=1, max_size=12)), st.text("收入费用率", max_size=14), st.integers(2, 6))
def test_no_character_is_lost_and_each_part_fits(known: list[str], name: str, most: int):
    parts = Breaks(known).parts(name, most)
    assert "".join(parts) == name
    assert len(parts) == 1 or all(2 <= len(part) <= most for part in parts)
    assert len(name) > most or parts == (name,)
