"""Ratios that a hospital worked out itself are no lines of a statement, and are told kindly."""

from __future__ import annotations

from pathlib import Path

import pytest

from intake.rows import read
from reportgen.catalog import Catalog


@pytest.mark.parametrize(
    ("label", "rule"),
    [
        ("Debt to capitalization", "I111"),
        ("EBITDA margin", "I111"),
        ("净资产周转率（%）", "I111"),
        ("FTEs per adjusted occupied bed", "I111"),
        ("Supply cost per adjusted discharge", "I111"),
        ("Adjusted discharges", "I13"),
        ("Malpractice coverage", "I13"),
    ],
)
def test_a_ratio_of_its_own_is_a_note(tmp_path: Path, catalog: Catalog, label: str, rule: str) -> None:
    rows = [
        ("运营数据 Operating data", "2025年"),
        ("指标", "2025年"),
        ("出院人数", 5200.0),
        ("职工人数", 410.0),
        (label, 0.287),
    ]

    assert rule in {one.rule for one in read(tmp_path, catalog, rows).findings}
