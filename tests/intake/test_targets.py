"""Targets that a hospital set itself: by id or name of the indicator, percentages with their sign or as fractions."""

from __future__ import annotations

from pathlib import Path

import pytest

from reportgen import intake
from reportgen.catalog import load_catalog

CASE = "entity: {id: h, name: {zh: 甲医院, en: A Hospital}}\n"


@pytest.mark.parametrize(
    ("name", "written", "value", "told"),
    [
        ("bed_occupancy_rate", "0.85", 0.85, []), ("bed_occupancy_rate", "85%", 0.85, []),
        ("bed_occupancy_rate", "85", None, ["S54"]), ("病床使用率", "85%", 0.85, []),
        ("Bed occupancy rate", "85%", 0.85, []), ("current_ratio", "1.5", 1.5, []), ("current_ratio", "x", None, ["S42"]),
        ("nothing", "1", None, ["S41"]),
    ],
)  # fmt: skip
def test_a_target_is_taken_for_what_it_says(
    tmp_path: Path, name: str, written: str, value: float | None, told: list[str]
) -> None:
    (tmp_path / "case.yaml").write_text(CASE, encoding="utf-8")
    (tmp_path / "targets.csv").write_text(f"indicator,period,value\n{name},2025,{written}\n", encoding="utf-8")
    found, findings = intake.targets(intake.open_case(tmp_path), load_catalog())

    assert [one.value for one in found.values()] == ([] if value is None else [value])
    assert [finding.rule for finding in findings] == told
