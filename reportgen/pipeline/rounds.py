"""Which round of experts' opinions speaks for a period: never one that was held after it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from reportgen.model.experts import ExpertOpinions
from reportgen.model.finding import Finding
from reportgen.model.period import Period
from reportgen.model.place import NOWHERE, Place

YEARS_BACK = 1
"""Opinions of the year before still speak; older ones do not."""


def of_period(rounds: Sequence[ExpertOpinions], period: str) -> ExpertOpinions | None:
    """The opinions of the period, else the latest earlier ones of its year or the year before, else undated ones.

    Of several rounds of one date the last by its number, else the first by file name; an undated round speaks for every
    period.
    """
    asked = Period.parse(period)
    dated = [one for one in rounds if one.period is not None and _speaks(Period.parse(one.period), asked)]
    exact = sorted((one for one in dated if one.period == period), key=lambda one: -(one.number or 0))
    latest = max(dated, key=_when, default=None)
    undated = (one for one in rounds if one.period is None)
    return exact[0] if exact else latest or next(undated, None)


def of_periods(rounds: Sequence[ExpertOpinions], periods: Sequence[str]) -> Mapping[str, ExpertOpinions]:
    """The opinions of each of some periods that has any."""
    found = {period: of_period(rounds, period) for period in periods}
    return {period: said for period, said in found.items() if said is not None}


def remarks(rounds: Sequence[ExpertOpinions], period: str) -> tuple[Finding, ...]:
    """Rounds not used: later ones (S38), too old ones (S39), beside another (S37), undated beside a dated one (S51)."""
    used, asked = of_period(rounds, period), Period.parse(period)
    if used is not None:
        others = [one for one in rounds if one.period == used.period and not _succeeded(one, used)]
        facts = {"dated": used.period or "-", "used": _place(used).file}
        beside = [("S37", one) for one in others]
        if used.period is not None:
            beside += [("S51", one) for one in rounds if one.period is None]
        return tuple(Finding(rule, _place(one), {"file": _place(one).file, **facts}) for rule, one in beside)
    return tuple(
        Finding(
            "S38" if _end(Period.parse(one.period)) > _end(asked) else "S39",
            _place(one),
            {"file": _place(one).file, "dated": one.period, "period": period},
        )
        for one in rounds
        if one.period is not None
    )


def up_to(rounds: Sequence[ExpertOpinions], period: str) -> tuple[ExpertOpinions, ...]:
    """The rounds that were held by the end of a period, earliest first."""
    end = _end(Period.parse(period))
    known = [one for one in rounds if one.period is None or _end(Period.parse(one.period)) <= end]
    return tuple(sorted(known, key=lambda one: (*_held(one), one.number or 0, _place(one).file)))


def _held(one: ExpertOpinions) -> tuple[int, int]:
    return (0, 0) if one.period is None else _end(Period.parse(one.period))


def _succeeded(one: ExpertOpinions, used: ExpertOpinions) -> bool:
    """Whether a round of the same date is the one used, or an earlier one of the same consultation."""
    return one is used or (one.number is not None and used.number is not None and one.number < used.number)


def _speaks(dated: Period, asked: Period) -> bool:
    return _end(dated) <= _end(asked) and dated.year >= asked.year - YEARS_BACK


def _end(period: Period) -> tuple[int, int]:
    return period.year, period.months_elapsed


def _when(opinions: ExpertOpinions) -> tuple[int, int, int, int]:
    assert opinions.period is not None
    return *Period.parse(opinions.period).sort_key(), opinions.number or 0


def _place(opinions: ExpertOpinions) -> Place:
    return opinions.place or NOWHERE
