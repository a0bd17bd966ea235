"""On which terms the indicators of a case are computed: what the case and its scheme say about time and comparison.

How far the data can be trusted: what is there, what ties, what is wrong.
"""

from __future__ import annotations

from dataclasses import dataclass

from reportgen.model.schemes import Grade


@dataclass(frozen=True)
class Terms:
    """What decides how a formula meets a period.

    Attributes:
        basis: what a bare flow means in a part of a year: "ytd" or "month".
        first_month: calendar month in which the fiscal year begins.
        regime: accounting regime; an indicator of other regimes is then not applicable. None asks nothing.
        first_year: fiscal year in which the hospital began, was moved, merged or split (edge rule E13).
        breaks: fiscal years from whose start on figures do not compare with earlier ones (E18).
        averages: "two_point" (opening and closing) or "monthly" (all month ends, E19).
        annualise: by "months" or by "days" (E14).
        day_base: days of a year where they are fixed, such as 360; None for those of the calendar (E20).
        invalid: item, entity and period of figures that are in error and must not be used (E36: a submission).
        doubtful: the same, of figures that are used and marked (E36: a draft).
    """

    basis: str = "ytd"
    first_month: int = 1
    regime: str | None = None
    first_year: int | None = None
    breaks: tuple[int, ...] = ()
    averages: str = "two_point"
    annualise: str = "months"
    day_base: int | None = None
    invalid: frozenset[tuple[str, str, str]] = frozenset()
    doubtful: frozenset[tuple[str, str, str]] = frozenset()

    @property
    def by_month(self) -> bool:
        """Whether a part of a year stands for itself, and not for the year to date."""
        return self.basis == "month"


@dataclass(frozen=True)
class SourceQuality:
    """One form or table in one period.

    Attributes:
        completeness: found over expected, 0–1; None where the form is missing.
        ties: whether all sums that could be checked agree; None where none applies.
        checked: how many sums stand on it alone; those between forms are counted with none of them.
        issues: findings of severity error or warning that stand on it.
        expected: lines of the form, without those that the case declares as not applicable.
        found: those of them with a figure, or with a blank that means zero; zero: how many of these are blank.
        missing: items of the form without any figure, where a blank does not mean zero.
        declared: items without a figure that the case declares as not applicable.
    """

    form: str
    period: str
    file: str | None
    completeness: float | None
    ties: bool | None
    checked: int
    issues: int
    expected: int = 0
    found: int = 0
    missing: tuple[str, ...] = ()
    zero: int = 0
    declared: tuple[str, ...] = ()


@dataclass(frozen=True)
class DataQuality:
    """The verdict on the data of a case, with the figures behind it; no grade where there was nothing to check."""

    grade: Grade | None
    completeness: float
    equations_checked: int
    equations_failed: int
    errors: int
    warnings: int
    sources: tuple[SourceQuality, ...]
    touched: tuple[tuple[str, tuple[str, ...]], ...] = ()


@dataclass(frozen=True)
class Judged:
    """Whose data in which period the verdict is about."""

    entity: str
    period: str
    quality: DataQuality
