"""Which weights a part gets: from whom they are computed, and what stands in where that cannot be done.

Two sets of weights made one: what experts or the scheme say, and what the figures say.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

import numpy as np

from reportgen.formula.walk import names_in
from reportgen.model.definition import Text
from reportgen.model.definitions import Direction
from reportgen.model.finding import Fact
from reportgen.model.period import Period
from reportgen.model.results import Evaluation, ScoredPart, WeightRow
from reportgen.model.schemes import SchemePart, WeightRule
from reportgen.scoring import comparisons
from reportgen.scoring import sample as scoring_sample
from reportgen.scoring.arrays import Booleans, Floats, WeightTable
from reportgen.scoring.kernels.weights import WEIGHT_COMBINATIONS, correlation, stretched
from reportgen.scoring.methods import (
    AHP,
    COMBINED,
    GIVEN,
    METHODS,
    OF_SCORES,
    WEIGHTINGS,
    direction_of,
    equal,
    weighting_name,
)
from reportgen.scoring.ranking import UNWEIGHTED
from reportgen.scoring.standards import edges

if TYPE_CHECKING:
    from reportgen.catalog import Catalog
    from reportgen.model.values import IndicatorValues

SIGNS: Final = {Direction.HIGHER: 1.0, Direction.LOWER: -1.0}

Remark = tuple[str, Mapping[str, Fact]]
"""rule, facts."""

EQUAL: Final = "equal"
FEWEST_PEERS: Final = 5
FEWEST_YEARS: Final = 3
MOST_NAMED: Final = 5
"""Indicators that a remark names, those that most objects lack."""
ENOUGH_TO_CORRELATE: Final = 10
NEAR_ZERO: Final = 10
"""A mean below a tenth of the standard deviation makes the coefficient of variation meaningless."""


@dataclass(frozen=True, eq=False)
class Weights:
    """The weights of a part, adding up to 1, and how they were found."""

    shares: Floats
    weighting: str
    objects: tuple[str, ...] = ()
    rows: tuple[WeightRow, ...] = ()
    remarks: tuple[Remark, ...] = ()


def given(part: SchemePart) -> Weights:
    """The weights that the scheme states, as shares of 1; a correction layer has none of its own in the total.

    Methods that find the importance of the indicators themselves have none: all count alike as far as data are missing.
    """
    if part.method in UNWEIGHTED:
        return alike(part)
    stated = np.array(
        [(one.weight or 0.0) if one.layer == "basic" else 0.0 for one in part.indicators.values()], dtype=np.float64
    )
    return Weights(stated / (stated.sum() or 1.0), GIVEN)


def alike(part: SchemePart) -> Weights:
    """The same weight for each indicator."""
    return Weights(np.full(len(part.indicators), 1 / len(part.indicators)), EQUAL)


def as_before(part: SchemePart, earlier: ScoredPart, evaluation: Evaluation) -> Weights:
    """The weights of another evaluation by the same scheme, so that a change of score comes from the values alone."""
    share = earlier.share or 1.0
    known = {row.id: row.weight for row in evaluation.indicators if row.part == earlier.id}
    stated = np.array([known.get(name, 0.0) / share for name in part.indicators])
    if len(known) != len(part.indicators):  # the experts of then kept other indicators
        stated = stated / (stated.sum() or 1.0)
    return Weights(stated, earlier.weighting, earlier.objects, earlier.weights)


def computed(  # noqa: PLR0913 - whom, when and against whom
    part: SchemePart, values: IndicatorValues, peers: IndicatorValues | None, catalog: Catalog, entity: str, period: str
) -> Weights:
    """Weights from peers, or from the hospital's own years, or equal ones with a remark that says so."""
    if weighting_name(part) == EQUAL:
        return alike(part)
    tried: list[tuple[scoring_sample.Sample, int]] = []
    for candidate, fewest in _candidates(part, values, peers, entity, period):
        found = _complete(candidate)
        if len(found) >= fewest:
            table = WEIGHTINGS[weighting_name(part)](_material(part, candidate.values[candidate.complete], catalog))
            return _accepted(part, table, found, candidate, catalog)
        tried.append((candidate, fewest))
    return replace(alike(part), remarks=(_why_alike(tried, catalog),))


def _why_alike(tried: Sequence[tuple[scoring_sample.Sample, int]], catalog: Catalog) -> Remark:
    """S52 where there are objects enough and some of them lack figures, else S20.

    Each indicator is named with how many objects lack it, which years these are, and the items that it is made of.
    """
    fit = [(candidate, fewest) for candidate, fewest in tried if len(candidate.entities) >= fewest]
    if not fit:
        n = max((len(_complete(candidate)) for candidate, _ in tried), default=0)
        return "S20", {"n": n, "peers": FEWEST_PEERS, "years": FEWEST_YEARS}
    candidate, fewest = max(fit, key=lambda one: len(_complete(one[0])) - one[1])
    missing = np.isnan(candidate.values).sum(axis=0)
    most = [int(column) for column in np.argsort(-missing, kind="stable") if missing[column]][:MOST_NAMED]
    named = [_lacking(candidate, column, catalog) for column in most]
    lacking = Text(zh="\u3001".join(one.zh for one in named), en=", ".join(one.en for one in named))
    facts: dict[str, Fact] = {"n": len(_complete(candidate)), "fewest": fewest, "lacking": lacking}
    return "S52", {**facts, "objects": len(candidate.entities)}


def _lacking(candidate: scoring_sample.Sample, column: int, catalog: Catalog) -> Text:
    """An indicator that some objects lack: how many, which of the hospital's own years, and what it takes."""
    identifier, rows = candidate.indicators[column], np.isnan(candidate.values[:, column])
    name, n = catalog.indicators[identifier].name, int(rows.sum())
    objects = [one for one, lacks in zip(candidate.entities, rows, strict=True) if lacks]
    years = [one for one in objects if one.isdigit() and len(one) == len("2025")][:MOST_NAMED]
    items = [catalog.items[one].name for one in names_in(catalog.expressions[identifier]) if one in catalog.items]
    takes, said = catalog.words["weighting_lacks.takes"], catalog.words["weighting_lacks.indicator"]
    zh, en = ["\u3001".join(years)], [", ".join(years)]
    if items:
        zh.append(takes.zh.format(items="\u3001".join(one.zh for one in items)))
        en.append(takes.en.format(items=", ".join(one.en for one in items)))
    more = catalog.words["weighting_lacks.more"]
    detail = ("\uff1b".join(filter(None, zh)), "; ".join(filter(None, en)))
    return Text(
        zh=said.zh.format(name=name.zh, n=n, more=more.zh.format(detail=detail[0]) if detail[0] else ""),
        en=said.en.format(name=name.en, n=n, more=more.en.format(detail=detail[1]) if detail[1] else ""),
    )


def of_sample(part: SchemePart, sample: scoring_sample.Sample, catalog: Catalog) -> Weights:
    """Weights from the objects of one sample that have every figure; equal ones where they are too few."""
    found = _complete(sample)
    if weighting_name(part) == EQUAL or len(found) < FEWEST_PEERS:
        return alike(part)
    table = WEIGHTINGS[weighting_name(part)](_material(part, sample.values[sample.complete], catalog))
    return _accepted(part, table, found, sample, catalog)


def _material(part: SchemePart, values: Floats, catalog: Catalog) -> Floats:
    """The matrix that weights are found from: values, or the scores of weightings that ask which way is better."""
    if weighting_name(part) not in OF_SCORES:
        return values
    columns = []
    for column, (name, indicator) in enumerate(part.indicators.items()):
        direction = direction_of(name, indicator, catalog)
        if indicator.standards is not None and part.method in METHODS:
            table, coefficients = edges(indicator.standards, direction), np.array(part.coefficients)
            columns.append(METHODS[part.method](values[:, column], table, coefficients).score)
        else:
            columns.append(stretched(values[:, [column]], np.array([SIGNS.get(direction, 1.0)]))[:, 0])
    return np.column_stack(columns)


def _complete(candidate: scoring_sample.Sample) -> tuple[str, ...]:
    return tuple(name for name, whole in zip(candidate.entities, candidate.complete, strict=True) if whole)


def _candidates(
    part: SchemePart, values: IndicatorValues, peers: IndicatorValues | None, entity: str, period: str
) -> Iterator[tuple[scoring_sample.Sample, int]]:
    """Objects in order of preference, each with the fewest that will do."""
    names = tuple(part.indicators)
    objects = part.weights.objects if isinstance(part.weights, WeightRule) else "auto"
    if peers is not None and objects != "years":
        for when in _panel_periods(peers, period):
            yield scoring_sample.gather(values, peers, names, entity, when), FEWEST_PEERS
    if objects != "peers":
        yield scoring_sample.years(values, names, entity, period), FEWEST_YEARS


def _panel_periods(peers: IndicatorValues, period: str) -> list[str]:
    """The period itself, then the panel's earlier ones, latest first."""
    now = Period.parse(period)
    known = {Period.parse(text) for text in peers.values.index.get_level_values(1).unique()}
    earlier = sorted((one for one in known if one.sort_key() < now.sort_key()), key=Period.sort_key, reverse=True)
    return [period, *(str(one) for one in earlier)]


def _accepted(
    part: SchemePart, table: WeightTable, objects: tuple[str, ...], candidate: scoring_sample.Sample, catalog: Catalog
) -> Weights:
    """Weights as found, with remarks on columns that hardly spread or lie around zero; equal ones where undefined."""
    names = tuple(part.indicators)
    remarks = [*_remarks(names, table, catalog), *_correlated(part, candidate, catalog)]
    weighting = weighting_name(part)
    if np.isnan(table.weight).any():
        remarks.append(("S23", {"indicators": _texts(names, np.isnan(table.weight) | np.isnan(table.variation))}))
        table, weighting = equal(candidate.values[candidate.complete]), EQUAL
    return Weights(table.weight, weighting, objects, weight_rows(names, table), tuple(remarks))


def _remarks(names: tuple[str, ...], table: WeightTable, catalog: Catalog) -> Iterator[Remark]:
    for column, name in enumerate(names):
        facts: dict[str, Fact] = {"indicator": name, "name": catalog.indicators[name].name}
        mean, deviation = float(table.mean[column]), float(table.deviation[column])
        if deviation == 0:
            yield "S22", facts
        elif abs(mean) < deviation / NEAR_ZERO:
            yield "S21", {**facts, "mean": mean, "deviation": deviation}


def _correlated(part: SchemePart, candidate: scoring_sample.Sample, catalog: Catalog) -> Iterator[Remark]:
    """S33: pairs of indicators that move together over the objects."""
    values = candidate.values[candidate.complete]
    if len(values) < ENOUGH_TO_CORRELATE:
        return
    varying = np.flatnonzero(values.std(axis=0) > 0)
    names = tuple(part.indicators)
    found = correlation(values[:, varying])
    for row, column in zip(*np.nonzero(np.triu(np.abs(found) >= part.correlation_limit, 1)), strict=True):
        one, other = (catalog.indicators[names[varying[place]]].name for place in (row, column))
        yield "S33", {"name": one, "other": other, "r": float(found[row, column])}


def _texts(names: tuple[str, ...], chosen: Booleans) -> tuple[str, ...]:
    return tuple(name for name, one in zip(names, chosen, strict=True) if one)


def weight_rows(names: tuple[str, ...], table: WeightTable) -> tuple[WeightRow, ...]:
    """The table of weights, one row for each indicator; what too few marks leave unknown is None."""

    def at(column: Floats | None, row: int) -> float | None:
        return None if column is None or np.isnan(column[row]) else float(column[row])

    return tuple(
        WeightRow(
            indicator=name,
            mean=at(table.mean, row),
            deviation=at(table.deviation, row),
            variation=at(table.variation, row),
            weight=float(table.weight[row]),
            n=int(table.n[row]),
            mean_weight=at(table.mean_weight, row),
            variation_weight=at(table.variation_weight, row),
        )
        for row, name in enumerate(names)
    )


def compared(part: SchemePart) -> Weights:
    """Weights from the experts' comparisons in pairs (AHP)."""
    return Weights(comparisons.shares(part), AHP)


PAIR: Final = 2
DEFAULT: Final = "linear"


def combination_faults(part: SchemePart) -> Iterator[comparisons.Fault]:
    """S32: a combination names two known weightings and a known way to combine them; given ones are there."""
    rule = _rule(part)
    known = (*WEIGHTINGS, GIVEN, AHP)
    wrong = len(rule.of) != PAIR or any(name not in known for name in rule.of)
    if wrong or (rule.combine or DEFAULT) not in WEIGHT_COMBINATIONS:
        yield "S32", "weights", {"known": tuple(sorted(known)), "ways": tuple(sorted(WEIGHT_COMBINATIONS))}
        return
    if AHP in rule.of:
        yield from comparisons.faults(part)
    if GIVEN in rule.of and any(one.weight is None for one in part.indicators.values()):
        lacking = tuple(name for name, one in part.indicators.items() if one.weight is None)
        yield "S09", "indicators", {"indicators": lacking}


def named(part: SchemePart) -> tuple[str, ...]:
    """The weightings that a combination is made of."""
    return _rule(part).of


def combined(part: SchemePart, weigh: Callable[[SchemePart], Weights]) -> Weights:
    """Both sets and their combination; the table and the objects are those of the second.

    Args:
        part: its rule names the two.
        weigh: the weights of a part by a single rule.
    """
    rule = _rule(part)
    alone = {"of": (), "combine": None}
    first, second = (
        weigh(part.model_copy(update={"weights": rule.model_copy(update={"method": name, **alone})}))
        for name in rule.of
    )
    shares = WEIGHT_COMBINATIONS[rule.combine or DEFAULT](first.shares, second.shares, rule.alpha)
    return Weights(shares, COMBINED, second.objects, second.rows, (*first.remarks, *second.remarks))


def _rule(part: SchemePart) -> WeightRule:
    return part.weights if isinstance(part.weights, WeightRule) else WeightRule(method=part.weights)
