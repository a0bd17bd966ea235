"""How far the data can be trusted: what is there, what ties, what is wrong."""

from __future__ import annotations

from dataclasses import dataclass

from reportgen.model.schemes import Grade


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
