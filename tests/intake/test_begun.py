"""Forms on which nothing of their own period stands yet."""

from __future__ import annotations

from pathlib import Path

from reportgen import intake
from reportgen.catalog import load_catalog
from scripts import small_workbooks as small

POSITION = "会政财01"


def test_a_form_with_the_year_before_alone_is_told(tmp_path: Path) -> None:
    catalog = load_catalog()
    amounts = small.figures(POSITION, catalog)
    for year, columns in ((2024, (amounts, amounts)), (2025, ({}, amounts))):
        rows = small.sheet(POSITION, f"{year}年12月31日", ("期末余额", "年初余额"), columns, catalog=catalog)
        small.write(tmp_path / f"{year}.xlsx", {"资产负债表": rows})
    reading = intake.read_paths(sorted(tmp_path.iterdir()), catalog)

    found = [one for one in reading.findings if one.rule == "I112"]

    assert [(one.facts["period"], one.place.sheet) for one in found] == [("2025", "资产负债表")]
