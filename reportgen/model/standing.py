"""Where a report stands on its way from draft to archive, and what its pages say of that."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

GRADE: Final = "grade"


RANK: Final = "rank"


APART: Final = "/"
"""Between the id of a hospital and that of one of its figures; ids of figures never hold it."""


class State(StrEnum):
    """Draft, then reviewed, then issued; an issued report that a later one corrects is superseded."""

    DRAFT = "draft"
    REVIEWED = "reviewed"
    ISSUED = "issued"
    SUPERSEDED = "superseded"


@dataclass(frozen=True)
class Approval:
    """One role that has approved this very content: by whom, and on which day."""

    role: str
    by: str
    on: dt.date


@dataclass(frozen=True)
class ChangedFigure:
    """A figure that a correction changes.

    Attributes:
        id: of an indicator, or ``score`` or ``grade`` of the total; of a group, the id of a hospital for its total, and
            `within` that hospital for its other figures.
        before, after: as printed then and now (of a grade, its id); None where it was or is not available.
    """

    id: str
    before: str | None
    after: str | None


def within(hospital: str, figure: str) -> str:
    """The id of a figure of one hospital of a group."""
    return f"{hospital}{APART}{figure}"


def apart(identifier: str) -> tuple[str, str]:
    """Hospital and figure of such an id."""
    hospital, _, figure = identifier.rpartition(APART)
    return hospital, figure


@dataclass(frozen=True)
class Correction:
    """What a report corrects: the number and day of the issued one, why, and every figure that differs."""

    number: str
    issued: dt.date
    why: str
    changes: tuple[ChangedFigure, ...]


@dataclass(frozen=True)
class Standing:
    """Where one report stands.

    Attributes:
        number: its number; of a report that is not issued yet, the one it would get.
        issued: the day of issue, None before it.
        approvals: the roles that have approved this content, in the order of approval.
        corrects: the report that this one corrects, None where it is a first issue.
        replaced_by: number of the report that corrects this one.
        journal: digest of the journal's last line before the issue, by which the journal can be held against the file.
    """

    state: State
    number: str
    issued: dt.date | None = None
    approvals: tuple[Approval, ...] = ()
    corrects: Correction | None = None
    replaced_by: str | None = None
    journal: str | None = None
