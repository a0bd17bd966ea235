"""Experts' opinions: weights from marks, figures of a round, and whether the experts agree (Kendall's W)."""

from __future__ import annotations

import math

import numpy as np

from reportgen.model.definition import Definition
from reportgen.scoring.arrays import Floats, moments, shares
from reportgen.scoring.calculators.base import (
    Calculator,
    Degrees,
    Finite,
    Gaps,
    InputForm,
    Matrix,
    Membership,
    Row,
    Undefined,
    alike,
    all_or_nothing,
    array,
    number,
    numbers,
)
from reportgen.scoring.experts import concordance
from reportgen.scoring.kernels.experts import ScreeningLimits, boundaries, consulted, kept

MOST = 1_000_000
"""Answers written out at once."""


class MarksInput(Definition):
    """Rows of experts, columns of indicators; a blank mark is null."""

    scores: tuple[Gaps, ...]
    ddof: Degrees = 1


class MarksOutput(Definition):
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


class ScreeningInput(Definition):
    """Marks (rows experts; a blank is null), or frequencies (rows indicators) of the scores; limits left null are open.

    Without any limit they are taken from the indicators' own figures: mean and full-mark rate less one standard
    deviation, coefficient of variation and one.
    """

    marks: tuple[Gaps, ...] | None = None
    frequencies: Matrix | None = None
    scores: Row | None = None
    full_mark: Finite | None = None
    mean_limit: Finite | None = None
    cv_limit: Finite | None = None
    full_limit: Finite | None = None
    ddof: Degrees = 1


class ScreeningOutput(Definition):
    """Figures of each indicator, the limits, and whether the indicator keeps them all."""

    mean: tuple[float | None, ...]
    std: tuple[float | None, ...]
    cv: tuple[float | None, ...]
    full_score_rate: tuple[float | None, ...]
    mean_limit: float | None
    cv_limit: float | None
    full_limit: float | None
    kept: tuple[bool, ...]


def expert_scores(inputs: MarksInput) -> MarksOutput:
    """Weights from marks."""
    table = moments(array(inputs.scores), inputs.ddof)
    return MarksOutput(
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


def screening(inputs: ScreeningInput) -> ScreeningOutput:
    """Screen indicators by what the experts say of them."""
    marks = _marks(inputs)
    highest = float(np.nanmax(marks)) if inputs.full_mark is None else inputs.full_mark
    if inputs.scores is not None and inputs.full_mark is None:
        highest = max(inputs.scores)
    found = consulted(marks, highest, inputs.ddof)
    asked = (inputs.mean_limit, inputs.cv_limit, inputs.full_limit)
    limits = boundaries(found, inputs.ddof)
    if any(limit is not None for limit in asked):
        limits = ScreeningLimits(*(math.nan if limit is None else limit for limit in asked))
    return ScreeningOutput(
        mean=numbers(found.mean),
        std=numbers(found.deviation),
        cv=numbers(found.variation),
        full_score_rate=numbers(found.full_rate),
        mean_limit=number(limits.mean),
        cv_limit=number(limits.variation),
        full_limit=number(limits.full_rate),
        kept=tuple(bool(stays) for stays in kept(found, limits)),
    )


class AuthorityInput(Definition):
    """What an expert's judgement rests on (Ca) and how familiar the expert is with the matter (Cs), from 0 to 1."""

    judgement_basis: Membership
    familiarity: Membership


class AuthorityOutput(Definition):
    """Authority of the expert, Cr = (Ca + Cs) / 2."""

    authority: float


def authority(inputs: AuthorityInput) -> AuthorityOutput:
    """How much an expert's word weighs."""
    return AuthorityOutput(authority=(inputs.judgement_basis + inputs.familiarity) / 2)


def _marks(inputs: ScreeningInput) -> Floats:
    """Marks (experts, indicators), NaN where blank; frequencies are written out."""
    if (inputs.marks is None) == (inputs.frequencies is None):
        raise Undefined("marks_or_frequencies")
    marks = _written_out(inputs) if inputs.marks is None else array(inputs.marks)
    if np.isnan(marks).all():
        raise Undefined("too_few")
    return marks


def _written_out(inputs: ScreeningInput) -> Floats:
    counts, scores = array(inputs.frequencies or ()), inputs.scores
    if scores is None or counts.shape[1] != len(scores):
        raise Undefined("lengths")
    whole = counts.astype(np.int64)
    if (counts < 0).any() or (whole != counts).any() or counts.sum() > MOST:
        raise Undefined("too_few")
    columns = [np.repeat(np.array(scores, dtype=np.float64), row) for row in whole]
    most = max(len(column) for column in columns)
    return np.array([np.pad(column, (0, most - len(column)), constant_values=np.nan) for column in columns]).T


CALCULATOR = Calculator(
    "delphi",
    {
        "expert_scores": InputForm(MarksInput, MarksOutput, expert_scores),
        "frequencies": InputForm(FrequenciesInput, FrequenciesOutput, frequencies),
        "kendall": InputForm(KendallInput, KendallOutput, kendall),
        "authority": InputForm(AuthorityInput, AuthorityOutput, authority),
        "screening": InputForm(ScreeningInput, ScreeningOutput, screening),
    },
)
