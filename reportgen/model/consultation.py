"""Consulting experts: which indicators they keep, and how far a round of them agrees."""

from __future__ import annotations

from dataclasses import dataclass

from pydantic import Field

from reportgen.model.definition import Definition


class ScreeningRule(Definition):
    """Limits that an indicator's importance marks must keep; those left open are not asked.

    Attributes:
        mean: least mean mark; variation: largest coefficient of variation; full_rate: least share of full marks.
        boundaries: take the limits from the marks themselves: mean and full-mark rate not below their own mean less one
            standard deviation, variation not above its mean and one standard deviation.
        full_mark: the highest mark of the scale.
    """

    mean: float | None = Field(None, ge=0, allow_inf_nan=False)
    variation: float | None = Field(None, gt=0, allow_inf_nan=False)
    full_rate: float | None = Field(None, ge=0, le=1)
    boundaries: bool = False
    full_mark: float = Field(10.0, gt=0, allow_inf_nan=False)


@dataclass(frozen=True)
class Screened:
    """What the experts' marks say of one indicator, and whether it is kept; None where nobody marked it."""

    indicator: str
    mean: float | None
    variation: float | None
    full_rate: float | None
    kept: bool


@dataclass(frozen=True)
class RoundAgreement:
    """How far the experts of one round agree on the order of the indicators (Kendall's W, ties corrected).

    Attributes:
        number: of the round, where its sheet states one.
        experts: those who marked every indicator; items: indicators.
        w, chi2, p: None where they are undefined: fewer than two experts or items, or no differences.
    """

    period: str | None
    number: int | None
    file: str
    experts: int
    items: int
    w: float | None
    chi2: float | None
    p: float | None
