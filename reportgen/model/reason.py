"""Why a value is not there, and remarks on values that are."""

from __future__ import annotations

from enum import StrEnum
from typing import Final


class Reason(StrEnum):
    """Why there is no value; the codes are those of the edge rules."""

    ZERO_DENOMINATOR = "zero_denominator"
    NEGATIVE_DENOMINATOR = "negative_denominator"
    MISSING_INPUT = "missing_input"
    MISSING_PRIOR = "missing_prior"
    FIRST_YEAR = "first_year"
    NOT_COMPARABLE = "not_comparable"
    NOT_APPLICABLE = "not_applicable"
    NO_BUDGET = "no_budget"
    NO_STANDARD = "no_standard"
    DEGENERATE_STANDARD = "degenerate_standard"
    NEGATIVE_BASE = "negative_base"
    INVALID_INPUT = "invalid_input"
    BELOW_MINIMUM_CASES = "below_minimum_cases"
    EXCLUDED_BY_USER = "excluded_by_user"
    WITHHELD = "withheld"


class Flag(StrEnum):
    """A remark on a value that is there."""

    UNSTABLE_DENOMINATOR = "unstable_denominator"
    ANNUALISED = "annualised"
    CLOSING_FOR_AVERAGE = "closing_for_average"
    ESTIMATED = "estimated"
    BELOW_ANNUALISING_MONTHS = "below_annualising_months"
    FLOORED = "floored"
    CLAMPED = "clamped"
    BELOW_MINIMUM_CASES = "below_minimum_cases"
    AUDITED = "audited"
    DOUBTFUL = "doubtful"
    EARLIER_DEFINITION = "earlier_definition"


RULES: Final = {
    Reason.ZERO_DENOMINATOR: "E01",
    Reason.NEGATIVE_DENOMINATOR: "E03",
    Reason.MISSING_INPUT: "E34",
    Reason.MISSING_PRIOR: "E12",
    Reason.FIRST_YEAR: "E13",
    Reason.NOT_COMPARABLE: "E18",
    Reason.NOT_APPLICABLE: "E35",
    Reason.NO_BUDGET: "E48",
    Reason.NO_STANDARD: "E25",
    Reason.DEGENERATE_STANDARD: "E27",
    Reason.NEGATIVE_BASE: "E11",
    Reason.INVALID_INPUT: "E36",
    Reason.BELOW_MINIMUM_CASES: "E22",
    Reason.EXCLUDED_BY_USER: "E35",
    Reason.WITHHELD: "E35",
}
"""The edge rule behind each reason (E50)."""

REASONS: Final = tuple(Reason)
CODES: Final = {reason: code for code, reason in enumerate(REASONS, start=1)}
"""Code of each reason in reason arrays; 0 says that there is a value."""


def reason_of(code: int) -> Reason | None:
    """The reason behind a code of a reason array."""
    return REASONS[code - 1] if code else None
