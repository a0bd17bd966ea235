"""The league of a group: every rank with its interval, by weights that could as well have been a little different.

The weights of an indicator are moved by the same draw for all hospitals, so that each draw is one league of its own.
Ranks are competition ranks (1, 2, 2, 4) on totals rounded half-up as printed. Hospitals whose data are too incomplete
are not ranked, and count for nobody's rank.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Final, Protocol

import numpy as np

from reportgen.analysis.draws import INTERVAL, SEED, WEIGHT_SPREAD
from reportgen.model.known import NumberSource, counted, sources, under, whole_under
from reportgen.model.known import rank as placed
from reportgen.model.printing import half_up
from reportgen.scoring.arrays import Floats, Integers
from reportgen.scoring.recount import Recount

if TYPE_CHECKING:
    from reportgen.analysis.material import Material
    from reportgen.model.results import Evaluation
    from reportgen.model.schemes import Scheme

RANKED_FROM: Final = under(0.80, "rule.ranked_from")
"""Share of the lines of its forms, or of the items needed, from which a hospital is ranked."""
UNFLAGGED_FROM: Final = under(0.95, "rule.unflagged_from")
"""Share from which a rank stands without a remark on the data."""
TOTAL: Final = "score.total"
"""The key under which a total stands in the results."""
DRAWS: Final = 2_000
MOST: Final = 20_000_000
"""Totals times indicators computed altogether; a very large group gets fewer draws, and the result says how many."""
FEWEST_DRAWS: Final = 200


class Grouped(Protocol):
    """What a league asks of the hospitals that it ranks; as of `GroupMaterial`."""

    @property
    def members(self) -> Sequence[Material]:
        """The hospitals of the period."""

    @property
    def scheme(self) -> Scheme:
        """The scheme by which all of them are scored."""

    @property
    def handles(self) -> Mapping[str, str]:
        """What names of numbers of a hospital begin with, by its id."""

    def earlier(self, member: Material) -> Evaluation | None:
        """A member's result of the preceding period, where its total compares with this one."""


@dataclass(frozen=True)
class LeaguePlace:
    """One hospital's place.

    Attributes:
        rank: None where it is not ranked; low, high: ranks of the middle 95 % of the draws.
        moved: places gained since the preceding period among those ranked then and now, None where that is unknown.
        is_flagged: ranked, though its data are not complete enough to go without saying.
    """

    hospital: str
    rank: int | None
    low: int | None = None
    high: int | None = None
    moved: int | None = None
    is_flagged: bool = False


@dataclass(frozen=True)
class League:
    """All places: the ranked ones best first, then the others by id.

    Attributes:
        ranked: how many are; draws: how many leagues were drawn.
    """

    places: tuple[LeaguePlace, ...]
    ranked: int
    draws: int

    @cached_property
    def by_id(self) -> Mapping[str, LeaguePlace]:
        """Places by hospital."""
        return {place.hospital: place for place in self.places}


def league(group: Grouped) -> League:
    """Rank the hospitals of a group by their printed totals."""
    fit = [member for member in group.members if is_fit(member)]
    decimals = group.scheme.decimals
    ranks = competition_ranks([_printed(member.evaluation, decimals) for member in fit])
    count = draws_for(fit)
    intervals = _intervals(fit, group, count) if fit else np.empty((0, 2), dtype=np.int64)
    moved = _moved(fit, group)
    among = sources((group.handles[member.entity] for member in fit), TOTAL)
    places = [
        _place(member, own.owner, among, (int(rank), int(low), int(high)), moved.get(member.entity))
        for member, own, rank, (low, high) in zip(fit, among, ranks, intervals, strict=True)
    ]
    ranked = {place.hospital for place in places}
    others = [LeaguePlace(member.entity, None) for member in group.members if member.entity not in ranked]
    ordered = sorted(places, key=lambda place: (place.rank or 0, place.hospital))
    return League((*ordered, *others), counted(among), whole_under(count, "league.draws"))


def _place(
    member: Material, handle: str, among: tuple[NumberSource, ...], ranks: tuple[int, int, int], moved: int | None
) -> LeaguePlace:
    """A rank, which its interval always holds."""
    rank, low, high = ranks
    return LeaguePlace(
        member.entity,
        placed(rank, handle, TOTAL, among),
        whole_under(min(rank, low), "rank.low", handle),
        whole_under(max(rank, high), "rank.high", handle),
        None if moved is None else whole_under(moved, "rank.moved", handle),
        is_flagged=member.quality.completeness < UNFLAGGED_FROM,
    )


def is_fit(member: Material) -> bool:
    """Whether a hospital has a total and enough data to be ranked."""
    return member.evaluation.score is not None and member.quality.completeness >= RANKED_FROM


def draws_for(members: Sequence[Material]) -> int:
    """How many leagues are drawn for so many hospitals and indicators."""
    width = sum(len(member.evaluation.indicators) for member in members)
    return max(FEWEST_DRAWS, min(DRAWS, MOST // max(width, 1)))


def competition_ranks(totals: Sequence[float]) -> Integers:
    """(n,) 1 + the number of larger totals."""
    values = np.array(totals, dtype=np.float64)
    ordered = np.sort(values)
    return np.asarray(1 + len(values) - np.searchsorted(ordered, values, side="right"), dtype=np.int64)


def _printed(evaluation: Evaluation, decimals: int) -> float:
    assert evaluation.score is not None
    return float(half_up(evaluation.score, decimals))


def _intervals(members: Sequence[Material], group: Grouped, count: int) -> Integers:
    """(n, 2) lowest and highest rank of the middle 95 % of the draws."""
    totals = drawn_totals(members, group, count)
    ranks = np.column_stack([competition_ranks(draw) for draw in totals.T])
    return np.asarray(np.quantile(ranks, INTERVAL, axis=1, method="nearest").T, dtype=np.int64)


def drawn_totals(members: Sequence[Material], group: Grouped, count: int) -> Floats:
    """(n, draws) totals as printed; an indicator's weight is multiplied by the same draw for every hospital."""
    names = sorted({row.id for member in members for row in member.evaluation.indicators})
    generator = np.random.default_rng(SEED)
    factors = generator.uniform(1 - WEIGHT_SPREAD, 1 + WEIGHT_SPREAD, (count, len(names)))
    column = {name: index for index, name in enumerate(names)}
    found = []
    for member in members:
        recount = Recount.of(member.evaluation, group.scheme)
        moved = recount.weights * factors[:, [column[name] for name in recount.names]]
        shares = moved * (recount.weights.sum() / moved.sum(axis=1, keepdims=True))
        found.append(recount.totals(shares, recount.scores[None, :]))
    scale = 10.0**group.scheme.decimals
    return np.asarray(np.floor(np.array(found) * scale + 0.5) / scale, dtype=np.float64)


def _moved(members: Sequence[Material], group: Grouped) -> dict[str, int]:
    """Places gained among the hospitals that have comparable totals of both periods."""
    both = [
        (member, earlier)
        for member in members
        if (earlier := group.earlier(member)) is not None and earlier.score is not None
    ]
    decimals = group.scheme.decimals
    now = competition_ranks([_printed(member.evaluation, decimals) for member, _ in both])
    then = competition_ranks([_printed(earlier, decimals) for _, earlier in both])
    return {member.entity: int(was - rank) for (member, _), rank, was in zip(both, now, then, strict=True)}
