"""Definitions of the user that cannot be worked with."""

from __future__ import annotations

from pathlib import Path

from scripts.broken.folder import CASE, annual, case, expect, finding

INDICATOR = """{id}:
  name: {{zh: 自定义指标, en: Own indicator}}
  ability: operating
  formula: {formula}
  unit: ratio
  direction: higher
  source: 本院 / own
  meaning: {{zh: 用来说明出错情形的指标。, en: An indicator to show what goes wrong.}}
"""


def wrong_definitions() -> None:
    """Definition files of the user with a mistake, and a division that has no result."""
    annual(case("unknown_key", CASE.replace("currency:", "curency:")))
    expect("unknown_key", 3, finding("D03", "error", "case.yaml", line=3))

    folder = case("unknown_item")
    annual(folder)
    own(folder, "medical_incme / total_income")
    expect("unknown_item", 3, finding("F05", "error", "indicators/own.yaml", line=4))

    folder = case("division_by_zero")
    annual(folder, leaves={"investment_income": 0})
    own(folder, "medical_income / investment_income")
    indicator = {"id": "own_ratio", "value": None, "reason": "zero_denominator"}
    expect("division_by_zero", 0, command=["evaluate", "--period", "2025"], indicator=indicator)


def own(folder: Path, formula: str) -> None:
    """An indicator of the hospital's own."""
    (folder / "indicators").mkdir()
    text = INDICATOR.format(id="own_ratio", formula=formula)
    (folder / "indicators" / "own.yaml").write_text(text, encoding="utf-8")
