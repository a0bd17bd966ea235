"""What the results mean: changes, ways to the next grade, signals, comparisons."""

from __future__ import annotations

from reportgen.analysis.bridge import AbilityStep, Crossing, IndicatorStep, ScoreBridge, crossings, score_bridge
from reportgen.analysis.comparison.statement import Change, StatementRow, Turn, change, statement_rows
from reportgen.analysis.grade_path import (
    Lever,
    PathToGrade,
    Risk,
    Strength,
    Threat,
    fell,
    is_behind,
    path_to_next_grade,
    risks,
    strengths,
)
from reportgen.analysis.improvement import Improvement, improvement, levers, unaffordable
from reportgen.analysis.trend import SignalKind, TrendSignal, trend_signal

__all__ = [
    "AbilityStep",
    "Change",
    "Crossing",
    "Improvement",
    "IndicatorStep",
    "Lever",
    "PathToGrade",
    "Risk",
    "ScoreBridge",
    "SignalKind",
    "StatementRow",
    "Strength",
    "Threat",
    "TrendSignal",
    "Turn",
    "change",
    "crossings",
    "fell",
    "improvement",
    "is_behind",
    "levers",
    "path_to_next_grade",
    "risks",
    "score_bridge",
    "statement_rows",
    "strengths",
    "trend_signal",
    "unaffordable",
]
