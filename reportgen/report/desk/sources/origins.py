"""What a printed number is, known by its value: one of enough digits is the figure of one place or of none.

For values that went through arrays and do not say themselves what they are: figures that were read, indicators of any
period, and what analyses found.

What numbers of a comparison with the period before are: changes of the score, by ability and by indicator.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, is_dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final

from reportgen.analysis import score_bridge
from reportgen.analysis.robustness import remainder
from reportgen.model.known import few, item_key
from reportgen.model.printing import MILLION, PERCENT, THOUSAND, WAN, YI
from reportgen.report.desk.grades import outlook, years
from reportgen.report.desk.sources.passport_rows import cells
from reportgen.report.desk.tables import doubts
from reportgen.report.passport import NumberOrigin

if TYPE_CHECKING:
    from reportgen.model.dataset import Key
    from reportgen.model.definition import Text
    from reportgen.model.place import Place
    from reportgen.report.desk.context import HospitalContext


def moved(context: HospitalContext) -> Iterator[NumberOrigin]:
    """Each change that pages print, with the cells of its indicators in both periods, and the peers' median score."""
    now, rule = context.evaluation, context.say("passport.origin.median")
    if now.peer_median_score is not None:
        yield NumberOrigin("score.peer.median", now.peer_median_score, (), "", rule)
        for score in (now.score, now.comparable_score):
            if score is not None:
                yield NumberOrigin("score.peer.distance", score - now.peer_median_score, (), "", rule)
    yield from _courses(context)
    yield from _evidence(context)
    rule = context.say("passport.origin.lost")
    for one in context.evaluation.indicators:
        if (lost := outlook.points_lost(context, one)) is not None:
            yield NumberOrigin(f"lost.{one.id}", -lost, _behind(context, [one.id], None), "", rule)
    if context.before is None or (found := score_bridge(context.before, context.evaluation)) is None:
        return
    rule, before = context.say("passport.origin.moved"), context.before.period
    for step in found.abilities:
        ids = [row.id for row in context.evaluation.indicators if row.ability == step.id]
        yield NumberOrigin(f"change.ability.{step.id}", step.change, _behind(context, ids, before), "", rule)
    asked = doubts.doubted(context)
    yield NumberOrigin("change.in_question", doubts.moved(context), _behind(context, asked, before), "", rule)


def _courses(context: HospitalContext) -> Iterator[NumberOrigin]:
    """What moved the score since each earlier result: of the preceding period as such, of a year ago under its key."""
    rule = context.say("passport.origin.moved")
    for course in years.courses(context):
        key, period = ("change" if course.key == "before" else "change.year"), course.earlier.period
        for name, change in course.steps:
            yield NumberOrigin(f"{key}.indicator.{name}", change, _behind(context, [name], period), "", rule)
        ids = [name for name, _ in course.steps]
        yield NumberOrigin(f"{key}.total", course.change, _behind(context, ids, period), "", rule)
        yield NumberOrigin(f"{key}.beside", course.beside, _behind(context, ids, period), "", rule)
        yield NumberOrigin(f"{key}.then", course.then, _behind(context, ids, period), "", rule)
        yield NumberOrigin(f"{key}.now", course.now, _behind(context, ids, None), "", rule)


def _evidence(context: HospitalContext) -> Iterator[NumberOrigin]:
    """Between which totals draws put the result, and what the scenarios lead to."""
    if "robustness" not in vars(context):  # a report that has not asked for draws prints none
        return
    rule = context.say("sure.origin.draws")
    for one in context.robustness.draws:
        yield NumberOrigin(f"robustness.low.{one.what}", one.low, (), "", rule)
        yield NumberOrigin(f"robustness.high.{one.what}", one.high, (), "", rule)
    asked = doubts.doubted(context)
    left = remainder(context.evaluation, context.material.scheme, asked)
    if left is not None:
        rule = context.say("sure.origin.unasked")
        yield NumberOrigin("robustness.weight_questioned", left.weight, _behind(context, asked, None), "", rule)
    if left is not None and left.total is not None:
        yield NumberOrigin("robustness.without_questioned", left.total, _behind(context, asked, None), "", rule)


def _behind(context: HospitalContext, indicators: Iterable[str], before: str | None) -> tuple[Place, ...]:
    known = [one for one in indicators if one in context.material.catalog.expressions]
    return few(
        place for one in known for period in dict.fromkeys((None, before)) for place in cells(context, one, period)
    )


SCALES: Final = (1.0, WAN, MILLION, YI, 1 / PERCENT, -1.0, -WAN, -MILLION, -1 / PERCENT, THOUSAND, -THOUSAND)
"""What a printed number is to be multiplied with: amounts in larger units, percentages, what words say the sign of."""
SIGNIFICANT: Final = 12
FEWEST: Final = 5
"""Digits without which a value says nothing of where it comes from."""
DEEPEST: Final = 6
RULES: Final = "passport.origin.analysis"


@dataclass(frozen=True)
class Origins:
    """The figures of one hospital by their value; those of the report's own period before others."""

    context: HospitalContext

    def of(self, printed: float) -> NumberOrigin | None:
        """The figure of which this is the value, in any of the units of pages; None for what is computed."""
        for scale in SCALES:
            value = printed * scale
            known = _known(value)
            if keys := self._read.get(known, ()):
                places = tuple(place for each in keys for place in self.context.material.dataset.places(each))
                item, _, period, view = keys[0]
                return NumberOrigin(item_key(item, period, view), value, places)
            if key := self._indicators.get(known):
                under = self.context.ledger.behind(key)
                return NumberOrigin(key, value, under.places if under else (), under.at if under else "")
            if change := self._moved.get(known):
                return change
            if found := self._found.get(known):
                analysis, way = found
                sheets = few(self.context.material.analysis.sheets(analysis))
                return NumberOrigin(way, value, sheets, "", self._rule(analysis, way))
        return None

    def _rule(self, analysis: str, way: str) -> Text | None:
        """How an analysis comes to a number that has its own rule wherever it is printed: its part, else the whole."""
        say = self.context.say
        keys = (f"{RULES}.{analysis}.{way.rpartition('.')[2]}", f"{RULES}.{analysis}")
        return next((say(key) for key in keys if key in say.words), None)

    @cached_property
    def _read(self) -> Mapping[str, tuple[Key, ...]]:
        found: dict[str, list[Key]] = {}
        own = self.context.material.period
        for key, value in sorted(_figures(self.context), key=lambda pair: (pair[0][2] != own, pair[0][3])):
            if (known := _known(value)) != "":
                found.setdefault(known, []).append(key)
        return {known: tuple(key for key in keys if key[2:] == keys[0][2:]) for known, keys in found.items()}

    @cached_property
    def _indicators(self) -> Mapping[str, str]:
        """The keys of the hospital's indicators, those of its own period first."""
        material, found = self.context.material, dict[str, str]()
        own = material.values.values
        keys = [(index, str(row[1])) for index, row in enumerate(own.index) if row[0] == material.entity]
        rows = own.to_numpy()
        for index, period in sorted(keys, key=lambda pair: pair[1] != material.period):
            prefix = "" if period == material.period else f"{period}."
            for identifier, value in zip(own.columns, rows[index], strict=True):
                if known := _known(float(value)):
                    found.setdefault(known, f"{prefix}indicator.{identifier}")
        return found

    @cached_property
    def _moved(self) -> Mapping[str, NumberOrigin]:
        """What moved the score since the period before."""
        found = {_known(one.value): one for one in moved(self.context) if one.value is not None}
        return {known: one for known, one in found.items() if known}

    @cached_property
    def _found(self) -> Mapping[str, tuple[str, str]]:
        """What the analyses found that were asked for: which of them, and the way to it."""
        found: dict[str, tuple[str, str]] = {}
        for identifier, answer in self.context.material.analysis.made.items():
            for way, value in _leaves(answer, f"analysis.{identifier}", DEEPEST):
                if known := _known(value):
                    found.setdefault(known, (identifier, way))
        return found


def origins(context: HospitalContext) -> Origins:
    """The figures of the hospital that a report is about."""
    return Origins(context)


def _leaves(found: Any, way: str, deep: int) -> Iterator[tuple[str, float]]:
    """Every number of an answer with its way: names of fields, keys, and places in a row."""
    if isinstance(found, float):
        yield way, found
    elif deep == 0:
        return
    elif is_dataclass(found) and not isinstance(found, type):
        for one in fields(found):
            yield from _leaves(getattr(found, one.name), f"{way}.{one.name}", deep - 1)
    elif isinstance(found, Mapping):
        for key, value in found.items():
            yield from _leaves(value, f"{way}.{key}", deep - 1)
    elif isinstance(found, Sequence) and not isinstance(found, str):
        for index, value in enumerate(found):
            yield from _leaves(value, f"{way}.{getattr(value, 'id', index)}", deep - 1)


def _figures(context: HospitalContext) -> Iterator[tuple[Key, float]]:
    dataset, entity = context.material.dataset, context.material.entity
    keys = [(str(key[0]), str(key[1])) for key in dataset.values.columns]
    rows = [(str(row[0]), str(row[1])) for row in dataset.values.index]
    for (owner, period), row in zip(rows, dataset.values.to_numpy(), strict=True):
        if owner == entity:
            for (item, view), value in zip(keys, row, strict=True):
                if not math.isnan(value):
                    yield (item, entity, period, view), float(value)


def _known(value: float) -> str:
    """A value as it is looked up; empty where it has too few digits to be known again."""
    if not math.isfinite(value):
        return ""
    digits = f"{value:.{SIGNIFICANT - 1}e}"
    return digits if len(digits.partition("e")[0].lstrip("-").replace(".", "").rstrip("0")) >= FEWEST else ""
