"""A part that experts judge: which of its indicators they keep, and how far each round agrees."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from reportgen.model.consultation import RoundAgreement, Screened, ScreeningRule
from reportgen.model.experts import ExpertOpinions
from reportgen.model.results import ScoredPart
from reportgen.model.schemes import SchemePart
from reportgen.scoring.concordance import concordance
from reportgen.scoring.context import Context
from reportgen.scoring.expert_levels import importance_of
from reportgen.scoring.kernels.consultation import Consultation, Limits, boundaries, consulted, kept
from reportgen.scoring.weighing import Remark

FEWEST = 2


def screened(part: SchemePart, opinions: ExpertOpinions | None) -> tuple[SchemePart, tuple[Screened, ...]]:
    """The part with the indicators that the experts' marks keep, and what the marks say of each.

    Nothing is left out where the part asks for no screening, where there are no marks, and where nothing would remain.
    """
    if part.screening is None or opinions is None:
        return part, ()
    found = consulted(importance_of(opinions, part), part.screening.full_mark)
    passed = kept(found, limits_of(part.screening, found))
    if np.isnan(found.mean).all() or not passed.any():
        passed[:] = True
    names = tuple(part.indicators)
    rows = tuple(
        Screened(name, _number(found.mean[at]), _number(found.variation[at]), _number(found.full_rate[at]), stays)
        for at, (name, stays) in enumerate(zip(names, map(bool, passed), strict=True))
    )
    left = {row.indicator: part.indicators[row.indicator] for row in rows if row.kept}
    return part.model_copy(update={"indicators": left}), rows


def limits_of(rule: ScreeningRule, found: Consultation) -> Limits:
    """The limits of a rule; a limit that is written comes before one from the marks."""
    own = boundaries(found) if rule.boundaries else Limits()
    return Limits(
        own.mean if rule.mean is None else rule.mean,
        own.variation if rule.variation is None else rule.variation,
        own.full_rate if rule.full_rate is None else rule.full_rate,
    )


def agreements(part: SchemePart, rounds: Sequence[ExpertOpinions]) -> tuple[RoundAgreement, ...]:
    """Kendall's W of the importance marks of each round, in the order given; rounds without marks are left out."""
    found = []
    for one in rounds:
        marks = importance_of(one, part)
        if marks.size == 0 or np.isnan(marks).all():
            continue
        asked = marks[:, ~np.isnan(marks).all(axis=0)]
        whole = asked[~np.isnan(asked).any(axis=1)]
        experts, items = whole.shape
        file = one.place.file if one.place else ""
        w, chi2, p = None, None, None
        if min(experts, items) >= FEWEST:
            table = concordance(whole, ranked=False)
            if not np.isnan(table.corrected):
                w = table.corrected
                chi2, p = table.test(w)
        found.append(RoundAgreement(one.period, one.number, file, experts, items, w, chi2, p))
    return tuple(found)


def remarks(context: Context, parts: Sequence[ScoredPart]) -> Iterator[Remark]:
    """S48 for each indicator that screening left out."""
    for part in parts:
        for row in part.screened:
            if not row.kept:
                name = context.catalog.indicators[row.indicator].name
                shown = {"mean": _shown(row.mean), "variation": _shown(row.variation), "rate": _shown(row.full_rate)}
                yield "S48", {"part": part.name, "name": name, **shown}


def _shown(value: float | None) -> float | str:
    return "-" if value is None else value


def _number(value: float) -> float | None:
    return None if np.isnan(value) else float(value)
