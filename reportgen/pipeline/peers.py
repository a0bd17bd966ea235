"""The hospitals that ours is compared with."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from reportgen import compute, intake
from reportgen.model.dataset import Dataset, Entity
from reportgen.model.definition import Text
from reportgen.model.terms import Terms
from reportgen.model.values import IndicatorValues
from reportgen.pipeline.checked import Checked


@dataclass(frozen=True, eq=False)
class PeerGroup:
    """Indicators of the peers, without the hospital itself, their names, and the figures read of them."""

    values: IndicatorValues | None = None
    names: Mapping[str, Text] = field(default_factory=dict)
    dataset: Dataset | None = None


@dataclass(frozen=True, eq=False)
class Panel:
    """All hospitals of the panel that case.yaml names, read and computed once for every hospital compared with it."""

    values: IndicatorValues | None = None
    members: Mapping[str, Entity] = field(default_factory=dict)
    dataset: Dataset | None = None

    def without(self, hospital: str) -> PeerGroup:
        """The peers of one hospital."""
        if self.values is None:
            return PeerGroup()
        others = {identifier: entity for identifier, entity in sorted(self.members.items()) if identifier != hospital}
        names = {identifier: Text(zh=entity.name, en=entity.name) for identifier, entity in others.items()}
        return PeerGroup(only(self.values, others), names, self.dataset)


def panel(checked: Checked, own: IndicatorValues, terms: Terms) -> Panel:
    """The panel of a case: its group of peers; none where case.yaml names none.

    Args:
        checked: the case.
        own: indicators of the case, which are those of the panel where it lies in the case and no first year, which
            is the hospital's own, parts the two.
        terms: on which the indicators of a panel of its own are computed.
    """
    named = checked.case.file.peers
    if named is None:
        return Panel()
    dataset = panel_dataset(checked)
    values = own
    if not named.are_in_the_case or terms.first_year is not None:
        values = compute.indicators(dataset, checked.catalog, terms=replace(terms, first_year=None))
    groups = {None, named.group}
    members = {key: one for key, one in dataset.entities.items() if named.group is None or one.group in groups}
    return Panel(values, members, dataset)


def panel_dataset(checked: Checked) -> Dataset:
    """What was read of the panel: that of the case itself, unless case.yaml names another."""
    named = checked.case.file.peers
    if named is None or named.are_in_the_case:
        return checked.reading.dataset
    return intake.read_peers(checked.case, checked.catalog).dataset


def only(values: IndicatorValues, members: Mapping[str, Entity]) -> IndicatorValues:
    """The rows of these entities."""
    keep = values.values.index.get_level_values(0).isin(list(members))
    return replace(values, values=values.values[keep], reasons=values.reasons[keep])
