"""Experts' opinions: weights from marks, figures of a round, and whether the experts agree (Kendall's W)."""

from __future__ import annotations

import numpy as np

from reportgen.model.definition import Definition
from reportgen.scoring.calculators.base import (
    Calculator,
    Degrees,
    Form,
    Gaps,
    Matrix,
    Row,
    Undefined,
    alike,
    all_or_nothing,
    array,
    number,
    numbers,
)
from reportgen.scoring.concordance import concordance
from reportgen.scoring.moments import moments, shares


class ScoresInput(Definition):
    """Rows of experts, columns of indicators; a blank mark is null."""

    scores: tuple[Gaps, ...]
    ddof: Degrees = 1


class ScoresOutput(Definition):
    """Mean, deviation and variation of the marks, and weights in proportion to the mean."""

    mean: tuple[float | None, ...]
    std: tuple[float | None, ...]
    cv: tuple[float | None, ...]
    weights: tuple[float, ...] | None


class FrequenciesInput(Definition):
    """How many experts gave each score."""

    frequencies: Row
    scores: Row
    ddof: Degrees = 1


class FrequenciesOutput(Definition):
    """Mean, deviation, variation, and the share of experts who gave the highest score."""

    mean: float | None
    std: float | None
    cv: float | None
    full_score_rate: float | None


class KendallInput(Definition):
    """Rows of judges: ranks as given, or ratings that are ranked, ties sharing the mean rank."""

    ranks: Matrix | None = None
    ratings: Matrix | None = None
    tie_correction: bool = True


class KendallOutput(Definition):
    """Kendall's coefficient of concordance and its test."""

    rank_sums: tuple[float, ...]
    S: float
    tie_T: float  # noqa: N815 - the name that the statistics use
    W_uncorrected: float | None
    W: float | None
    chi2: float | None
    df: int
    p: float | None


def expert_scores(inputs: ScoresInput) -> ScoresOutput:
    """Weights from marks."""
    table = moments(array(inputs.scores), inputs.ddof)
    return ScoresOutput(
        mean=numbers(table.mean),
        std=numbers(table.deviation),
        cv=numbers(table.variation),
        weights=all_or_nothing(shares(table.mean)),
    )


def frequencies(inputs: FrequenciesInput) -> FrequenciesOutput:
    """Figures of one indicator from a table of frequencies."""
    alike(inputs.frequencies, inputs.scores)
    counts, scores = np.array(inputs.frequencies), np.array(inputs.scores)
    n = counts.sum()
    if n <= inputs.ddof or (counts < 0).any():
        raise Undefined("too_few")
    mean = float(counts @ scores / n)
    deviation = float(np.sqrt(counts @ (scores - mean) ** 2 / (n - inputs.ddof)))
    rate = float(counts[scores == scores.max()].sum() / n)
    return FrequenciesOutput(mean=mean, std=deviation, cv=deviation / abs(mean) if mean else None, full_score_rate=rate)


def kendall(inputs: KendallInput) -> KendallOutput:
    """Concordance of the judges."""
    if (inputs.ranks is None) == (inputs.ratings is None):
        raise Undefined("ranks_or_ratings")
    found = concordance(array(inputs.ranks or inputs.ratings or ()), ranked=inputs.ranks is not None)
    w = found.corrected if inputs.tie_correction else found.uncorrected
    chi2, p = found.test(w)
    return KendallOutput(
        rank_sums=tuple(float(value) for value in found.rank_sums),
        S=found.squares,
        tie_T=found.ties,
        W_uncorrected=number(found.uncorrected),
        W=number(w),
        chi2=number(chi2),
        df=found.objects - 1,
        p=number(p),
    )


CALCULATOR = Calculator(
    "delphi",
    {
        "expert_scores": Form(ScoresInput, ScoresOutput, expert_scores),
        "frequencies": Form(FrequenciesInput, FrequenciesOutput, frequencies),
        "kendall": Form(KendallInput, KendallOutput, kendall),
    },
)
