"""The hospitals that ours is compared with."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from reportgen import compute, intake
from reportgen.catalog import Catalog
from reportgen.model.casefile import Case
from reportgen.model.dataset import Entity
from reportgen.model.definition import Text
from reportgen.model.terms import Terms
from reportgen.model.values import IndicatorValues

OWN_PANEL = "."


@dataclass(frozen=True, eq=False)
class PeerGroup:
    """Indicators of the peers, without the hospital itself, and their names."""

    values: IndicatorValues | None = None
    names: Mapping[str, Text] = field(default_factory=dict)


def of(case: Case, catalog: Catalog, own: IndicatorValues, hospital: str, terms: Terms) -> PeerGroup:
    """The peers that case.yaml names: a panel of their own, or the other hospitals of the case (panel ``.``)."""
    named = case.file.peers
    if named is None:
        return PeerGroup()
    reading = intake.read_peers(case, catalog)
    values = own
    if named.panel != OWN_PANEL:
        values = compute.indicators(reading.dataset, catalog, terms=replace(terms, first_year=None))
    members = {
        identifier: entity
        for identifier, entity in reading.dataset.entities.items()
        if identifier != hospital and (named.group is None or entity.group in {None, named.group})
    }
    names = {identifier: _name(entity) for identifier, entity in sorted(members.items())}
    return PeerGroup(only(values, members), names)


def only(values: IndicatorValues, members: Mapping[str, Entity]) -> IndicatorValues:
    """The rows of these entities."""
    keep = values.values.index.get_level_values(0).isin(list(members))
    return replace(values, values=values.values[keep], reasons=values.reasons[keep])


def _name(entity: Entity) -> Text:
    return Text(zh=entity.name, en=entity.name)
