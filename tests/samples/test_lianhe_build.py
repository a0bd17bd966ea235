"""The invented group: its table is what its script builds, ties, and holds the cases that a report must cope with."""

from __future__ import annotations

import csv
import subprocess
import sys
from collections import Counter
from decimal import Decimal
from pathlib import Path

from reportgen import pipeline

ROOT = Path(__file__).parents[2]
CASE = ROOT / "samples" / "lianhe"


def rows() -> list[dict[str, str]]:
    (path,) = (CASE / "data").glob("*.csv")
    return list(csv.DictReader(path.read_text("utf-8").splitlines()))


def test_building_again_gives_the_same_bytes(tmp_path: Path):
    subprocess.run([sys.executable, "-m", "scripts.lianhe", str(tmp_path)], cwd=ROOT, check=True)
    built = {path.relative_to(tmp_path): path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()}
    assert len(built) == 4
    assert [name for name, content in built.items() if (CASE / name).read_bytes() != content] == []


def test_every_hospital_ties_in_every_year():
    def tie(row: dict[str, str], whole: str, *parts: str) -> bool:
        cells = [row[name] for name in (whole, *parts)]
        return "" in cells or Decimal(cells[0]) == sum(map(Decimal, cells[1:]))

    for row in rows():
        assert tie(row, "资产总计", "负债合计", "净资产合计")
        assert tie(row, "日常活动现金流入小计", "日常活动现金流出小计", "日常活动产生的现金流量净额")
        assert Decimal(row["流动负债合计"]) <= Decimal(row["负债合计"])
        assert Decimal(row["货币资金"]) + Decimal(row["应收账款净额"]) <= Decimal(row["流动资产合计"])
        assert Decimal(row["短期借款"]) <= Decimal(row["流动负债合计"])
        assert Decimal(row["长期借款"]) <= Decimal(row["负债合计"]) - Decimal(row["流动负债合计"])
        assert "（示例）" in row["机构名称"]


def test_it_is_small_and_reads_without_an_error():
    assert sum(path.stat().st_size for path in CASE.rglob("*") if path.is_file()) < 400_000
    assert not pipeline.check(CASE).has_errors


def test_it_holds_all_grades_two_levels_gaps_and_an_audit():
    group = pipeline.evaluate_group(pipeline.check(CASE))
    grades = Counter(member.evaluation.grade for member in group.members)
    assert len(grades) == 5
    assert 16 <= len(group.members) + len(group.absent) <= 24
    assert {group.level(hospital)[:2] for hospital in group.hospitals} == {"三级", "二级"}
    assert any(member.quality.completeness < 0.8 for member in group.members)
    assert any(0.8 <= member.quality.completeness < 0.95 for member in group.members)
    assert group.absent
    assert group.dataset.adjustments
    checked = pipeline.check(CASE)
    audited = next(iter(checked.reading.dataset.adjustments))
    assert ("V86", 1, 0) in checked.outcome.rules(audited[1], audited[2])
