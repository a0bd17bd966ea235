"""The sample's workbooks are what its script builds, byte for byte, and look like a hospital of its size."""

from __future__ import annotations

import subprocess
import sys
from decimal import Decimal
from pathlib import Path

import pytest

from samples.statement_reader import both, sides, workbook

ROOT = Path(__file__).parents[2]
CASE = ROOT / "samples" / "renhe"


@pytest.mark.slow
def test_building_again_gives_the_same_bytes(tmp_path: Path) -> None:
    subprocess.run([sys.executable, "-m", "scripts.renhe", str(tmp_path)], cwd=ROOT, check=True)
    built = {path.relative_to(tmp_path): path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()}

    assert len(built) > 30
    assert [str(name) for name, content in sorted(built.items()) if (CASE / name).read_bytes() != content] == []


@pytest.mark.slow
def test_nothing_stands_beside_what_the_script_builds(tmp_path: Path) -> None:
    subprocess.run([sys.executable, "-m", "scripts.renhe", str(tmp_path)], cwd=ROOT, check=True)
    built = {path.relative_to(tmp_path) for path in tmp_path.rglob("*") if path.is_file()}
    kept = {
        path.relative_to(CASE)
        for part in ("data", "budget", "experts")
        for path in (CASE / part).rglob("*")
        if path.is_file()
    }

    assert kept <= built


def test_the_sample_is_small() -> None:
    assert sum(path.stat().st_size for path in CASE.rglob("*") if path.is_file()) < 3_000_000


@pytest.mark.parametrize("year", [2023, 2024, 2025])
def test_the_hospital_is_plausible_for_its_size(year: int) -> None:
    book = workbook(CASE / f"data/{year}/{year}年度财务报表.xlsx")
    sheet, notes = both(book["资产负债表"]), sides(book["补充资料-收支"])[0]
    income = sides(book["收入费用表"])[0]

    def share(part: Decimal, whole: Decimal) -> float:
        return float(part / whole)

    total = income.at("本期收入", "本年数")
    assert 1.1e9 < total < 1.4e9
    assert -0.01 <= share(income.at("本期盈余", "本年数"), total) <= 0.03
    assert 0.25 <= share(notes.at("药品收入合计", "本年数"), income.at("医疗收入", "本年数")) <= 0.28
    assert 0.37 <= share(notes.at("人员经费", "本年数"), income.at("本期费用", "本年数")) <= 0.40
    assert 0.38 <= share(sheet.at("负债合计", "期末余额"), sheet.at("资产总计", "期末余额")) <= 0.46
    assert 1.1 <= share(sheet.at("流动资产合计", "期末余额"), sheet.at("流动负债合计", "期末余额")) <= 1.4


def test_insurers_settle_more_slowly_in_2026() -> None:
    def owed(month: int) -> Decimal:
        return sides(workbook(CASE / f"data/2026/2026年{month:02}月报表.xlsx")["补充资料-余额"])[0].at(
            "应收医保款", "期末余额"
        )

    assert owed(1) < owed(4) < owed(7) < owed(10)
