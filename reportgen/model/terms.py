"""On which terms the indicators of a case are computed: what the case and its scheme say about time and comparison."""

from __future__ import annotations

from dataclasses import dataclass


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
        invalid_before: the same of figures of last year, by the period beside whose own they stand.
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
    invalid_before: frozenset[tuple[str, str, str]] = frozenset()
    doubtful: frozenset[tuple[str, str, str]] = frozenset()

    @property
    def by_month(self) -> bool:
        """Whether a part of a year stands for itself, and not for the year to date."""
        return self.basis == "month"
