"""Forms that experts filled in one by one, as the round that they are."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

from reportgen.model.experts import ExpertOpinions
from reportgen.model.period import MONTHS, Period

MOST_APART: Final = 2
"""Months between the dates of forms of one occasion."""


def joined(rounds: Iterable[ExpertOpinions]) -> tuple[ExpertOpinions, ...]:
    """Rounds, with forms that single experts filled in on one occasion as one: dates at most so many months apart."""
    kept: list[ExpertOpinions] = []
    forms: list[list[ExpertOpinions]] = []
    for one in sorted(rounds, key=_when):
        if len(one.experts) > 1:
            kept.append(one)
        elif forms and _is_same_occasion(forms[-1], one):
            forms[-1].append(one)
        else:
            forms.append([one])
    return (*kept, *(_as_one(group) if len(group) > 1 else group[0] for group in forms))


def _when(one: ExpertOpinions) -> tuple[int, int, int]:
    """What rounds are sorted by: those of no date first."""
    year, month = Period.parse(one.period).last_month.by_calendar if one.period else (0, 0)
    return one.number or 0, year, month


def _is_same_occasion(forms: Sequence[ExpertOpinions], one: ExpertOpinions) -> bool:
    """Whether a form belongs to those before it: of the same round, of another expert, and not long after them."""
    (number, year, month), (last, last_year, last_month) = _when(one), _when(forms[-1])
    apart = (year - last_year) * MONTHS + month - last_month
    is_another = one.experts[0] not in {who for form in forms for who in form.experts}
    return number == last and is_another and apart <= MOST_APART


def _as_one(forms: Sequence[ExpertOpinions]) -> ExpertOpinions:
    abilities = tuple(dict.fromkeys(name for one in forms for name in one.abilities))
    importance = [dict(zip(one.abilities, one.importance[0], strict=True)) for one in forms]
    levels = [dict(zip(one.abilities, one.levels[0], strict=True)) for one in forms]
    dated = [one.period for one in forms if one.period]
    return ExpertOpinions(
        tuple(one.experts[0] for one in forms),
        abilities,
        tuple(tuple(given.get(name) for name in abilities) for given in importance),
        tuple(tuple(given.get(name) for name in abilities) for given in levels),
        max(dated, key=lambda text: Period.parse(text).sort_key(), default=None),
        forms[0].place,
        forms[0].number,
        tuple(tuple(cell for one in forms for cell in one.cells(name)) for name in abilities),
    )
