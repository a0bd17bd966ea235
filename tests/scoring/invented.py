"""An invented scheme of four indicators, and values for it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

import pandas as pd

from reportgen.model.schemes import Scheme
from reportgen.model.values import CODES, Flag, IndicatorValues, Reason

Value = float | Reason

HIGHER: Final = {"kind": "plan", "excellent": 5.0, "good": 4.0, "fair": 3.0, "low": 2.0, "poor": 1.0, "source": "test"}
LOWER: Final = {"kind": "plan", "excellent": 1.0, "good": 2.0, "fair": 3.0, "low": 4.0, "poor": 5.0, "source": "test"}
GRADES: Final = {"excellent": 85.0, "good": 70.0, "fair": 50.0, "low": 40.0, "poor": 0.0}


def definition() -> dict[str, Any]:
    """The scheme as plain data, to be changed by a test."""
    return {
        "name": {"zh": "试", "en": "Trial"},
        "source": "test",
        "grades": dict(GRADES),
        "abilities": {name: {"zh": name, "en": name} for name in ("solvency", "operating", "growth")},
        "parts": {
            "quantitative": {
                "share": 1.0,
                "method": "level_efficacy",
                "weights": "given",
                "indicators": {
                    "current_ratio": indicator("solvency", "higher", 0.4),
                    "cash_to_short_term_debt": indicator("solvency", "higher", 0.2),
                    "receivable_turnover_days": indicator("operating", "lower", 0.25),
                    "net_asset_growth": indicator("growth", "higher", 0.15),
                },
            }
        },
    }


def indicator(ability: str, direction: str, weight: float) -> dict[str, Any]:
    return {
        "ability": ability,
        "direction": direction,
        "weight": weight,
        "standards": dict(LOWER if direction == "lower" else HIGHER),
    }


def scheme(content: dict[str, Any]) -> Scheme:
    return Scheme.model_validate(content, strict=False)


def values(rows: Mapping[tuple[str, str], Mapping[str, Value]], flags: Any = None) -> IndicatorValues:
    """Rows (entity, period) of values or reasons."""
    index = pd.MultiIndex.from_tuples(list(rows), names=["entity", "period"])
    columns = sorted({name for row in rows.values() for name in row})
    numbers = [[_number(row.get(name, Reason.MISSING_INPUT)) for name in columns] for row in rows.values()]
    codes = [[_code(row.get(name, Reason.MISSING_INPUT)) for name in columns] for row in rows.values()]
    return IndicatorValues(
        pd.DataFrame(numbers, index=index, columns=columns, dtype="float64"),
        pd.DataFrame(codes, index=index, columns=columns, dtype="int8"),
        flags or {},
    )


def annualised(name: str, period: str) -> dict[tuple[str, str, str], tuple[Flag, ...]]:
    return {(name, "own", period): (Flag.ANNUALISED,)}


def _number(value: Value) -> float:
    return float("nan") if isinstance(value, Reason) else value


def _code(value: Value) -> int:
    return CODES[value] if isinstance(value, Reason) else 0
