"""What was understood of a set of files."""

from __future__ import annotations

from dataclasses import dataclass

from reportgen.model.dataset import Dataset
from reportgen.model.experts import ExpertOpinions
from reportgen.model.finding import Finding
from reportgen.model.place import Place


@dataclass(frozen=True)
class Proposal:
    """A name that is not known but looks like one that is; never taken by itself."""

    label: str
    item: str
    score: float
    place: Place


@dataclass(frozen=True)
class Unread:
    """A row label or a column head that was not understood."""

    label: str
    place: Place


@dataclass(frozen=True)
class SourceFile:
    """A file that was opened: its name, its digest, and what was found in it (official, list, wide, tidy, experts)."""

    name: str
    sha256: str
    kind: str


@dataclass(frozen=True, eq=False)
class Reading:
    """Values with their places, and everything that has to be said of the files.

    Attributes:
        opinions: of the newest experts' workbook, or None.
        rounds: all experts' workbooks, by name of file.
    """

    dataset: Dataset
    findings: tuple[Finding, ...] = ()
    proposals: tuple[Proposal, ...] = ()
    unread: tuple[Unread, ...] = ()
    opinions: ExpertOpinions | None = None
    files: tuple[SourceFile, ...] = ()
    rounds: tuple[ExpertOpinions, ...] = ()
