"""Terms for which reports are kept."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from reportgen.model.definition import Definition, NonEmpty, Text
from reportgen.model.period import PeriodKind


class RetentionTerm(Definition):
    """One term, and what it holds for.

    Attributes:
        mark: as file codes write it: Y for good, D30, D10.
        years: None for good.
        paper: whether a copy on paper has to be kept beside the electronic one.
        reports: ids of the kinds it holds for; empty for all.
        periods: lengths of period it holds for.
    """

    name: Text
    mark: NonEmpty
    years: Annotated[int, Field(ge=1, le=100)] | None
    paper: bool = False
    reports: tuple[str, ...] = ()
    periods: tuple[PeriodKind, ...]
    source: NonEmpty
