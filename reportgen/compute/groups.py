"""Groups of hospitals, or the departments of one: their figures added up, so that a ratio is one of sums (E40)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from reportgen.model.dataset import Dataset, Entity, always, nowhere
from reportgen.model.definitions import Item, Kind

NOT_ADDED: Final = Kind.MEAN


def summed(dataset: Dataset, items: Mapping[str, Item], groups: Mapping[str, Sequence[str]]) -> Dataset:
    """A dataset whose entities are the groups: plain sums, nothing eliminated between members.

    A sum is there only where every member that has the period has the figure; means and weights are never added.

    Args:
        dataset: the members' figures.
        items: definitions by id, for what may be added.
        groups: members by group.
    """
    import pandas as pd

    frame = dataset.values
    keep = [items[item].kind is not NOT_ADDED for item in frame.columns.get_level_values(0)]
    frame = frame.loc[:, keep]
    parts = []
    for group, members in groups.items():
        rows = frame[frame.index.get_level_values(0).isin(list(members))]
        periods = rows.index.get_level_values(1)
        whole = rows.groupby(periods).sum(min_count=1).where(rows.notna().groupby(periods).all())
        whole.index = pd.MultiIndex.from_product([[group], whole.index], names=["entity", "period"])
        parts.append(whole)
    return Dataset(
        values=pd.concat(parts).sort_index(),
        place=nowhere,
        derived=always,
        entities={group: Entity(group, group) for group in groups},
    )
