"""Standards from the hospitals of a panel."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace

from reportgen import compute
from reportgen.analysis.peer_groups import PeerStandards, latest, peer_standards
from reportgen.model.definitions import Direction
from reportgen.model.schemes import Scheme
from reportgen.pipeline import choices, periods
from reportgen.pipeline.checked import Checked
from reportgen.pipeline.choices import panel_dataset
from reportgen.pipeline.evaluation import terms_of


def build_peers(  # noqa: PLR0913 - what the command line asks
    checked: Checked,
    *,
    period: str | None = None,
    by: str = "class",
    excluded: Collection[str] = (),
    k: int = 5,
    scheme: str | None = None,
) -> PeerStandards:
    """Measure the groups of a panel: the hospitals of the case, or the panel that its case.yaml names.

    The indicators are computed on the terms on which the scheme will judge by them (the case's own scheme by default):
    basis, averages, annualising, days of a year, regime and breaks. The case's own hospital never counts in its own
    standards, so the first year of that hospital is no term of the panel.

    Raises:
        Refused: if nobody has the period, or if there is no such scheme.
    """
    case, dataset = checked.case, panel_dataset(checked)
    terms = terms_of(case, _scheme(checked, scheme))
    if case.file.entity is not None:
        terms = replace(terms, first_year=None)
    values = compute.indicators(dataset, checked.catalog, terms=terms)
    values = replace(values, values=values.values.sort_index(), reasons=values.reasons.sort_index())
    known = set(values.values.index.get_level_values(1))
    when = periods.parsed(period) if period else latest(values) if known else "-"
    if when not in known:
        raise periods.nothing_of(when, known)
    own = (case.file.entity.id,) if case.file.entity else ()
    return peer_standards(dataset, values, checked.catalog, when, by=by, excluded={*own, *excluded}, k=k)


def directions_of(checked: Checked, scheme: str | None) -> Mapping[str, Direction]:
    """Which values are better by a scheme (the case's own by default), where it says otherwise than the catalog.

    Raises:
        Refused: if there is no such scheme.
    """
    parts = _scheme(checked, scheme).parts.values()
    return {name: one.direction for part in parts for name, one in part.indicators.items() if one.direction is not None}


def _scheme(checked: Checked, asked: str | None) -> Scheme:
    _, found = choices.scheme_named(asked or checked.case.file.scheme, checked.case, checked.catalog)
    return found
