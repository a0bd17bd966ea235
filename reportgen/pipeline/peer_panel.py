"""Standards from the hospitals of a panel."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace

from reportgen import compute
from reportgen.analysis.peer_groups import PeerStandards, latest, peer_standards
from reportgen.errors import Refused
from reportgen.model.definitions import Direction
from reportgen.model.finding import Finding
from reportgen.model.place import Place
from reportgen.pipeline import choices
from reportgen.pipeline.checked import Checked
from reportgen.pipeline.peers import panel_dataset


def build_peers(
    checked: Checked, *, period: str | None = None, by: str = "class", excluded: Collection[str] = (), k: int = 5
) -> PeerStandards:
    """Measure the groups of a panel: the hospitals of the case, or the panel that its case.yaml names.

    The case's own hospital never counts in its own standards.

    Raises:
        Refused: if nobody has the period.
    """
    case, dataset = checked.case, panel_dataset(checked)
    values = compute.indicators(dataset, checked.catalog, first_month=case.file.fiscal_year_start)
    values = replace(values, values=values.values.sort_index(), reasons=values.reasons.sort_index())
    known = set(values.values.index.get_level_values(1))
    when = period or (latest(values) if known else "-")
    if when not in known:
        raise Refused([Finding("C01", Place(""), {"period": when, "known": tuple(sorted(known))[-6:] or ("-",)})])
    own = (case.file.entity.id,) if case.file.entity else ()
    return peer_standards(dataset, values, checked.catalog, when, by=by, excluded={*own, *excluded}, k=k)


def directions_of(checked: Checked, scheme: str | None) -> Mapping[str, Direction]:
    """Which values are better by a scheme (the case's own by default), where it says otherwise than the catalog.

    Raises:
        Refused: if there is no such scheme.
    """
    _, found = choices.scheme_named(scheme or checked.case.file.scheme, checked.case, checked.catalog)
    parts = found.parts.values()
    return {name: one.direction for part in parts for name, one in part.indicators.items() if one.direction is not None}
