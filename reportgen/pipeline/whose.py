"""Whose a finding is: the hospital that it names, else the only one whose figures stand where it is found."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import PurePosixPath
from typing import Final

from reportgen.compute.consolidation import BELOW
from reportgen.model.dataset import Dataset
from reportgen.model.finding import Finding
from reportgen.model.place import Place

Where = tuple[str, str | None]
"""A file and a sheet of it; a file, or a folder of files, where the sheet is None."""
NEVER: Final = 1
"""Folders from the top of the case that hold the files of everybody: `data`."""


def hospital_of(entity: str) -> str:
    """A hospital, or that of a department."""
    return entity.partition(BELOW)[0]


@dataclass(frozen=True, eq=False)
class Whose:
    """Whose the sheets, the files and the folders of a case are, as far as they are of one hospital each.

    A file of which nothing could be read is that of the one hospital whose other files lie in its folder.
    """

    dataset: Dataset

    def of(self, finding: Finding) -> str | None:
        """The hospital that a finding is about, or None where it is about none in particular."""
        if (named := finding.facts.get("entity")) is not None:
            return hospital_of(str(named))
        found = (self._known.get(where) for where in _around(finding.place))
        return next((next(iter(names)) if len(names) == 1 else None for names in found if names), None)

    @cached_property
    def _known(self) -> Mapping[Where, frozenset[str]]:
        """The hospitals of each sheet, file and folder."""
        found: dict[Where, set[str]] = {}
        for place, entity in self._stated():
            for where in _around(place):
                found.setdefault(where, set()).add(hospital_of(entity))
        return {where: frozenset(names) for where, names in found.items()}

    def _stated(self) -> Iterator[tuple[Place, str]]:
        """Where forms stand, and the figures of statements without one."""
        yield from ((form.place, form.entity) for form in self.dataset.forms)
        for entity, period in self.dataset.in_own_words:
            for item, view in self.dataset.known(entity, period):
                if (place := self.dataset.place((item, entity, period, view))) is not None:
                    yield place, entity


def _around(place: Place) -> Iterator[Where]:
    """The sheet of a place, its file, and the folders above it but for those that everybody shares."""
    if place.sheet is not None:
        yield place.file, place.sheet
    yield place.file, None
    folders = PurePosixPath(place.file).parents
    yield from ((str(folder), None) for folder in folders if len(folder.parts) > NEVER)
