"""The hospitals that a case names as members of its group, held against those of the data."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from reportgen.model.finding import Finding
from reportgen.model.place import Place

if TYPE_CHECKING:
    from collections.abc import Iterator

    from reportgen.analysis.group.material import GroupMaterial

UNKNOWN: Final = "B23"


def unknown_members(material: GroupMaterial) -> Iterator[Finding]:
    """B23: hospitals that the case names and the data do not have."""
    group = material.case.file.group
    for name in sorted(set(group.members if group else ()) - set(material.dataset.entities)):
        yield Finding(UNKNOWN, Place("case.yaml"), {"name": name})
