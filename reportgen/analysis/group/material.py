"""What the pipeline hands over to a report about many hospitals: each one's results, in one period."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Final

from reportgen.model.period import Period

if TYPE_CHECKING:
    from reportgen.analysis.group.league import League
    from reportgen.analysis.material import DigestedFile, Material
    from reportgen.catalog import Catalog
    from reportgen.model.brand import Remarks
    from reportgen.model.casefile import Case
    from reportgen.model.dataset import Dataset
    from reportgen.model.definition import Text
    from reportgen.model.finding import Finding
    from reportgen.model.reports import Redaction
    from reportgen.model.results import Evaluation
    from reportgen.model.schemes import Scheme
    from reportgen.model.standing import Standing

PLAIN: Final = re.compile("[A-Za-z0-9][A-Za-z0-9_-]*")
UNKNOWN: Final = ""
"""The level of a hospital whose data name none."""


@dataclass(frozen=True, eq=False)
class GroupMaterial:
    """The hospitals of a case in one period, by one scheme and by the same weights.

    Attributes:
        entity: id of the group; name: what it is called.
        members: the hospitals that have the period, by id; each knows its own results, those of the preceding period
            and of the same period of last year. Peers of a ranked hospital are the other
            ranked ones of its level, five at least; one that is not ranked has none.
        absent: ids of the hospitals of the case that do not have the period.
        findings, files, draft, version, standing, commentary, redaction: as of one hospital's material.
    """

    case: Case
    catalog: Catalog
    dataset: Dataset
    scheme_id: str
    scheme: Scheme
    entity: str
    name: Text
    period: str
    members: tuple[Material, ...]
    absent: tuple[str, ...]
    findings: tuple[Finding, ...]
    version: str
    files: tuple[DigestedFile, ...] = ()
    draft: bool = False
    standing: Standing | None = None
    commentary: Mapping[str, tuple[Remarks, ...]] = field(default_factory=dict)
    redaction: Redaction | None = None

    @property
    def hospitals(self) -> tuple[str, ...]:
        """Ids of the hospitals whose figures stand behind the report."""
        return tuple(member.entity for member in self.members)

    @property
    def before(self) -> str:
        """The preceding period."""
        return str(Period.parse(self.period).preceding())

    @cached_property
    def by_id(self) -> Mapping[str, Material]:
        """Members by id."""
        return {member.entity: member for member in self.members}

    @cached_property
    def handles(self) -> Mapping[str, str]:
        """What names of numbers, drawings and anchors of a hospital begin with: its id, where addresses can hold it."""
        return {
            hospital: hospital if PLAIN.fullmatch(hospital) else f"hospital-{number}"
            for number, hospital in enumerate(self.hospitals, start=1)
        }

    @cached_property
    def league(self) -> League:
        """Who stands where, and how surely; worked out when it is first asked for."""
        from reportgen.analysis.group.league import league

        return league(self)

    def level(self, hospital: str) -> str:
        """The level, or whichever class the data name; empty where they name none."""
        entity = self.dataset.entities.get(hospital)
        return (entity.group or UNKNOWN) if entity else UNKNOWN

    def earlier(self, member: Material) -> Evaluation | None:
        """A member's result of the preceding period, where its total compares with this one."""
        found = member.history.get(self.before)
        return found if found is not None and member.is_like_for_like(found) else None
