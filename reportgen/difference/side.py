"""One of two things that are compared: what is known of it, from a case, from results.json or from a report."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

CellKey = tuple[str, str, str]
"""Item, period, view."""


class Kind(StrEnum):
    """What is compared."""

    CASE = "case"
    RESULTS = "results"
    REPORT = "report"


@dataclass(frozen=True)
class Cell:
    """A figure read, in the base unit, and where it stands."""

    value: float
    place: str


@dataclass(frozen=True)
class Side:
    """What is known of one of the two; None is what its kind of file does not say.

    Attributes:
        name: as the user named it.
        results: reportgen/results/1.
        definitions: by group (scheme, indicators, items, checks, report) and id, as plain data.
        sentences: what its pages or its commentary say, in order, digits left out.
        inputs: SHA-256 of the files it was made from, by path.
        cells: figures read of the hospital, up to the period.
        printed: those of them that its pages print.
    """

    name: str
    kind: Kind
    results: Mapping[str, Any]
    definitions: Mapping[str, Mapping[str, Any]] | None = None
    sentences: tuple[str, ...] | None = None
    inputs: Mapping[str, str] | None = None
    cells: Mapping[CellKey, Cell] | None = None
    printed: Mapping[CellKey, Cell] | None = None

    @property
    def entity(self) -> str:
        """Id of the hospital."""
        return str(self.results["entity"]["id"])

    @property
    def period(self) -> str:
        """The period."""
        return str(self.results["period"])

    @property
    def number(self) -> str | None:
        """Of a report, its number."""
        standing = self.results.get("standing")
        return str(standing["number"]) if isinstance(standing, dict) and standing.get("number") else None
