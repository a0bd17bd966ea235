"""What the results mean: changes, ways to the next grade, signals, comparisons."""

from __future__ import annotations

from reportgen.analysis.attribution import AbilityStep, Crossing, IndicatorStep, ScoreBridge, crossings, score_bridge
from reportgen.analysis.comparison.against import ComparedRow, FigureChange, Turn, change, statement_rows
from reportgen.analysis.grade_path import (
    Improvement,
    Lever,
    PathToGrade,
    Risk,
    Strength,
    Threat,
    fell,
    improvement,
    is_behind,
    levers,
    path_to_next_grade,
    risks,
    strengths,
    unaffordable,
)
from reportgen.analysis.signals.process import SignalKind, TrendSignal, trend_signal

__all__ = [
    "AbilityStep",
    "ComparedRow",
    "Crossing",
    "FigureChange",
    "Improvement",
    "IndicatorStep",
    "Lever",
    "PathToGrade",
    "Risk",
    "ScoreBridge",
    "SignalKind",
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
