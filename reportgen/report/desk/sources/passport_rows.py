"""Rows of the passport: the formula of an indicator in words, and the cells it rests on.

What stands under a key: the cells it rests on, its value where it was read, and where in other files it is.
"""

from __future__ import annotations

import re
from abc import ABC, abstractmethod
from dataclasses import dataclass, field
from decimal import Decimal
from typing import TYPE_CHECKING, Final

from reportgen import formula
from reportgen.analysis.known import RANK, RANKED
from reportgen.catalog.calendar_words import period_with_year
from reportgen.model import printing
from reportgen.model.definition import Text
from reportgen.model.known import ATTAINABLE, ITEM, SCENARIO, THEN, few, item_key, under
from reportgen.model.place import Place
from reportgen.model.values import Flag
from reportgen.report.desk.documents import correspondence
from reportgen.report.desk.grades import gradings
from reportgen.report.desk.tables.figures import unread
from reportgen.report.passport import NumberOrigin
from reportgen.report.speech import same

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from reportgen.analysis.outlook.what_if import WhatIf
    from reportgen.model.definition import Language
    from reportgen.model.expression import Expression
    from reportgen.model.values import Derivation
    from reportgen.report.desk.context import HospitalContext
    from reportgen.report.speech import Speech

SIGNIFICANT: Final = ".12g"
LARGE: Final = 1e10
"""Amounts from here on have more than twelve digits with their fen; a double holds fifteen."""
EXACT: Final = ".15g"
ANNUALISED: Final = "annualised"
FEN: Final = 2
"""Decimals of amounts in official tables."""


@dataclass(frozen=True)
class PassportRow:
    """One number of the report, or with `is_part` a cell on which numbers rest; `voucher`: by what it was booked."""

    printed: str
    name: Text
    key: str
    origin: Text | None
    place: str
    unrounded: str
    is_part: bool
    voucher: Text | None = None


def formula_text(context: HospitalContext, identifier: str) -> Text:
    """The formula with the names of its items."""
    keeps = frozenset() if _is_annualised(context, identifier) else frozenset({ANNUALISED})
    return _formula(context, context.material.catalog.expressions[identifier], keeps)


def _formula(context: HospitalContext, expression: Expression, unsaid: frozenset[str] = frozenset()) -> Text:
    """A formula in words; the functions of `unsaid` are left out."""
    names = {name: context.name_of(name) for name in formula.names_in(expression) if context.knows(name)}
    names |= {name: context.say(f"formula.{name}") for name in ("days", "months")}
    functions = {**context.say.words.under("formula.function"), **{name: same(formula.UNSAID) for name in unsaid}}
    return Text(
        zh=formula.say(expression, _in("zh", names), _in("zh", functions)),
        en=formula.say(expression, _in("en", names), _in("en", functions)),
    )


def _is_annualised(context: HospitalContext, identifier: str) -> bool:
    """Whether amounts were taken to a whole year; those of a whole year stay as they are."""
    material = context.material
    found = material.values.at(identifier, material.entity, material.period)
    return found.value is None or Flag.ANNUALISED in found.flags


def _in(language: Language, words: Mapping[str, Text]) -> dict[str, str]:
    return {name: text.in_language(language) for name, text in words.items()}


def parts(context: HospitalContext, identifier: str, *, in_full: bool = False) -> Iterator[PassportRow]:
    """The cells that an indicator rests on, each once.

    `in_full` names them as the formula beside them does, and prints amounts of money to the hundredth, round ones too.
    """
    called = context.name_of if in_full else context.caption
    seen = set()
    for leaf in _leaves(context.material.derive(identifier)):
        if leaf.value is None or (leaf.id, leaf.view, leaf.period) in seen:
            continue
        seen.add((leaf.id, leaf.view, leaf.period))
        rests_on = (leaf.place, leaf.adjustment.place if leaf.adjustment else None)
        place = "; ".join(str(one) for one in rests_on if one is not None)
        origin = _proved(context, leaf) if leaf.place else _origin(context, leaf, leaf.value)
        key = ".".join(part for part in (leaf.id, leaf.period, leaf.view) if part)
        name = _with_view(context, called(leaf.id), leaf)
        booked = vouchers(context, [leaf.place] if leaf.place else [])
        value = _read(context, leaf, leaf.value)
        printed = printing.number(value, FEN) if in_full and _is_money(context, leaf.id) else _amount(value)
        yield PassportRow(printed, name, key, origin, place, unrounded(leaf.value), is_part=True, voucher=booked)


def _leaves(tree: Derivation) -> Iterator[Derivation]:
    """The figures of a derivation; behind one that was made in place of one not read those that it is made from."""
    for leaf in tree.items():
        yield leaf
        if _is_made(leaf):
            yield from _leaves(leaf.parts[0])


def _is_made(leaf: Derivation) -> bool:
    """Whether a figure was made by a rule from others, and is no sum of months or of its own lines."""
    return leaf.place is None and leaf.value is not None and [one.kind == "item" for one in leaf.parts] == [False]


def _origin(context: HospitalContext, leaf: Derivation, value: float) -> Text:
    """Where a figure comes from that no cell holds: the rule that makes it, a blank that is nil, or the months."""
    rule = leaf.parts[0].node if _is_made(leaf) else None
    if rule is not None:
        return _formula(context, rule)
    return unread(context, leaf.id, value, leaf.period or context.material.period)


def _proved(context: HospitalContext, leaf: Derivation) -> Text | None:
    """What a total proves to be nil: its cell holds another number, so that it is said how it tells of this one."""
    material = context.material
    key = (leaf.id, material.entity, leaf.period or material.period, leaf.view or "")
    is_nil = leaf.value == 0 and leaf.id in material.catalog.aliases.nil and material.dataset.derived(key)
    return context.say("passport.origin.no_line") if is_nil else None


def _read(context: HospitalContext, leaf: Derivation, value: float) -> float:
    """The figure under its key where it was read as it stands: a round one is not known again by its value."""
    period, view = leaf.period or context.material.period, leaf.view or ""
    read = context.material.dataset.value(leaf.id, context.material.entity, period, view)
    return value if read != value else under(value, item_key(leaf.id, period, view))


def cells(context: HospitalContext, identifier: str, period: str | None = None) -> tuple[Place, ...]:
    """The places of the figures that an indicator rests on, each once, in order of its formula; adjustments last.

    A figure that an audit changed is not found in its cell: the line of the adjustment is as much its source.
    """
    tree = context.material.derive(identifier, period) if period else context.material.derive(identifier)
    read = [leaf for leaf in _leaves(tree) if leaf.value is not None]
    changed = (leaf.adjustment.place for leaf in read if leaf.adjustment is not None)
    return tuple(dict.fromkeys(place for place in (*(leaf.place for leaf in read), *changed) if place is not None))


def vouchers(context: HospitalContext, places: Iterable[Place]) -> Text | None:
    """The vouchers and documents that the sources name beside these cells, each once; None where they name none."""
    named = context.material.dataset.vouchers
    found = dict.fromkeys(named[place] for place in places if place in named)
    if not found:
        return None
    return context.say("passport.voucher", vouchers=context.say.join(map(same, found), "list.comma"))


def _with_view(context: HospitalContext, name: Text, leaf: Derivation) -> Text:
    """The item, with the period and column it is taken from where these are not the report's own."""
    parts = []
    if leaf.period and leaf.period != context.material.period:
        parts.append(period_with_year(leaf.period))
    if leaf.view in {"open", "comp"}:
        parts.append(context.say(f"view.{leaf.view}"))
    if not parts:
        return name
    return context.say("passport.qualified", name=name, words=context.say.join(parts, "list.comma_only"))


def unrounded(value: float) -> str:
    """A value with every digit that means something, never as a power of ten."""
    text = f"{value:{SIGNIFICANT if abs(value) < LARGE else EXACT}}"
    return (f"{Decimal(text):f}" if "e" in text else text).replace("-", printing.MINUS)


def _is_money(context: HospitalContext, identifier: str) -> bool:
    item = context.material.catalog.items.get(identifier)
    return item is not None and item.unit == "money"


def _amount(value: float) -> str:
    return printing.number(value, 0 if value == int(value) else 2)


INDICATOR: Final = "indicator"
PEER: Final = "peer"
LISTS: Final = {INDICATOR: ("indicators", "value"), "ability": ("abilities", "score"), "part": ("parts", "score")}
"""The lists of the results, and what a key of a row is without anything behind its id."""
PROGRAM: Final = "rule"
WARNING: Final = "warning"
"""What the keys of warning lines begin with; indicator and level follow."""
PERIOD: Final = re.compile(r"\d{4}(-\d{2})?")
SCORED: Final = frozenset({"ability", "part"})
TOTAL: Final = "score.total"
OVERALL: Final = {TOTAL: "total", RANK: "rank", RANKED: "ranked"}
"""What is said of the hospital as a whole: keys, and the ends of the keys of their rules."""
TARGET: Final = "target"
"""What the keys of the hospital's own aims begin with; the indicator follows."""
STANDARD: Final = "standard."
FIGURES: Final = frozenset({"", "score", "points"})
"""What of an indicator rests on its cells."""
UNLISTED: Final = frozenset({f"{PEER}.lower_quartile", f"{PEER}.upper_quartile"})
"""What of an indicator no file of the report has."""
QUALITY: Final = frozenset({"completeness", "equations_checked", "equations_failed", "errors", "warnings"})
ANALYSIS: Final = "outlook.what_if"
DIGITS: Final = 6
"""Decimals of scores in a rule, so many that it can be computed again."""
WITHIN: Final = " \N{SINGLE RIGHT-POINTING ANGLE QUOTATION MARK} "


@dataclass(frozen=True, eq=False)
class Keys(ABC):
    """The keys of a report, each looked up once."""

    found: dict[str, NumberOrigin | None] = field(default_factory=dict, kw_only=True)

    def of(self, key: str) -> NumberOrigin | None:
        """What stands under a key; None where nothing is known of it."""
        if key not in self.found:
            self.found[key] = self._of(key)
        return self.found[key]

    @abstractmethod
    def _of(self, key: str) -> NumberOrigin | None:
        """The same, looked up."""


@dataclass(frozen=True, eq=False)
class StandingKeys(Keys):
    """The keys of the report about one hospital."""

    context: HospitalContext

    def _of(self, key: str) -> NumberOrigin | None:
        kind, _, rest = key.partition(".")
        if kind == ITEM:
            return self._figure(key, rest)
        if kind == TARGET:
            kept = (one.place for one in correspondence.measures(self.context) if one.indicator == rest)
            return NumberOrigin(key, None, tuple(kept) or (Place("case.yaml"),), "", self._aimed())
        if PERIOD.fullmatch(kind):
            return self._earlier(key, kind, rest)
        if kind == SCENARIO:
            return self._scenario(key, rest)
        if kind == ATTAINABLE:
            return self._attainable(key, rest.partition(".")[0])
        places, rule, at = self._behind(key, None), self._rule(key), way(key, self.context.material.scheme_id)
        return NumberOrigin(key, None, places, at, rule) if places or at or rule else None

    def _earlier(self, key: str, period: str, rest: str) -> NumberOrigin:
        """A result of an earlier period, by today's weights or by those of its own time."""
        bare, say = rest.removeprefix(THEN), self.context.say
        rule = self._rule(bare)
        if bare != rest and rule is not None:
            rule = say("passport.origin.then", rule=rule, period=period_with_year(period))
        return NumberOrigin(key, None, self._behind(bare, period), "", rule)

    def _attainable(self, key: str, identifier: str) -> NumberOrigin:
        """The score of a value within reach: it rests on the hospital's own cells and on those of the peers."""
        places = few((*self._behind(f"{INDICATOR}.{identifier}", None), *self._peers(identifier)))
        return NumberOrigin(key, None, places, "", self.context.say("passport.origin.attainable"))

    def _scenario(self, key: str, rest: str) -> NumberOrigin | None:
        """A score under a scenario: which indicators move, from and to which score, and the sheets of all of them."""
        material, identifier = self.context.material, rest.partition(".")[0]
        found: WhatIf | None = material.analysis.made.get(ANALYSIS)
        one = next((one for one in found.outcomes if one.id == identifier), None) if found else None
        if one is None:
            return None
        say = self.context.say
        moves = [
            say(
                "passport.origin.scenario.step",
                name=same(f"{INDICATOR}.{step.indicator}.score"),
                before=printing.number(step.score_before, DIGITS),
                after=printing.number(step.score_after, DIGITS),
            )
            for step in one.indicators
        ]
        rule = say("passport.origin.scenario", name=one.name, steps=say.join(moves, "list.comma_only"))
        return NumberOrigin(key, one.score, few(material.analysis.sheets(ANALYSIS)), "", rule)

    def _rule(self, key: str) -> Text | None:
        """How a score came about, and who set a standard."""
        kind, _, rest = key.partition(".")
        identifier, _, what = rest.partition(".")
        if kind == PROGRAM:
            return self.context.say("passport.origin.program")
        if kind == WARNING:
            return self._warning(identifier)
        if key in OVERALL or (kind in SCORED and not what):
            return self.context.say(f"passport.origin.{OVERALL.get(key, kind)}")
        one = next((row for row in self.context.evaluation.indicators if row.id == identifier), None)
        if kind != INDICATOR or one is None:
            return None
        if what.startswith(STANDARD) and one.standards is not None:
            return gradings.source_of(self.context, one.standards.source)
        return self.context.say("passport.origin.rated") if what == "score" and one.raters else None

    def _aimed(self) -> Text:
        """Where the hospital says what it wants to reach."""
        return self.context.say("passport.origin.target", period=self.context.material.period)

    def _warning(self, identifier: str) -> Text | None:
        """Who set the warning lines of an indicator."""
        material = self.context.material
        chosen = material.catalog.warnings.get(material.case.file.analysis.warnings)
        line = chosen.lines.get(identifier) if chosen is not None else None
        if chosen is None or line is None:
            return None
        source = gradings.source_of(self.context, line.source or chosen.source)
        return self.context.say("passport.origin.warning", name=chosen.name, source=source)

    def _figure(self, key: str, name: str) -> NumberOrigin | None:
        """A figure that was read: ``item.period.view``."""
        item, _, rest = name.partition(".")
        period, _, view = rest.partition(".")
        dataset, entity = self.context.material.dataset, self.context.material.entity
        value = dataset.value(item, entity, period, view)
        return None if value is None else NumberOrigin(key, float(value), dataset.places((item, entity, period, view)))

    def _behind(self, key: str, period: str | None) -> tuple[Place, ...]:
        """The cells behind what is said of an indicator; of its peers their sheets, being many."""
        kind, _, rest = key.partition(".")
        identifier, _, what = rest.partition(".")
        if kind != INDICATOR:
            return ()
        if rated := self._rated(identifier, period):
            return rated if what in FIGURES else ()
        if identifier not in self.context.material.catalog.expressions:
            return ()
        if what.partition(".")[0] == PEER:
            return few(tuple(self._peers(identifier)))
        return cells(self.context, identifier, period) if what in FIGURES else ()

    def _peers(self, identifier: str) -> Iterator[Place]:
        material = self.context.material
        if material.peers is None or material.peer_figures is None:
            return
        rows = material.peers.values.index
        others = rows.get_level_values(0)[rows.get_level_values(1) == material.period].unique()
        for leaf in material.derive(identifier).items():
            for other in others:
                key = (leaf.id, other, leaf.period or material.period, leaf.view or "")
                yield from material.peer_figures.places(key)

    def _rated(self, identifier: str, period: str | None) -> tuple[Place, ...]:
        """Where the experts' ratings of this period stand."""
        material = self.context.material
        opinions = material.opinions if period is None else material.earlier_opinions.get(period)
        return opinions.cells(identifier) if opinions is not None else ()


def rule(say: Speech, section: str) -> Text:
    """How a section comes to the numbers that it computes or counts itself: its own words of it, or the usual."""
    name = section.partition("-")[0]
    named = (f"{one}.origin" for one in (name, f"{name}_page"))
    return say(next((key for key in named if key in say.words), "passport.origin.section"))


def way(key: str, scheme: str) -> str:
    """Where a key of the report's own period stands: file and way, rows of lists by their id or level.

    ``results.json › indicators/current_ratio/standards/good``; empty for what stands in none.
    """
    kind, _, rest = key.partition(".")
    identifier, _, what = rest.partition(".")
    if key == TOTAL:
        found = "score"
    elif kind == "quality":
        found = f"quality/{rest if rest in QUALITY else 'sources'}"
    elif kind in LISTS and what not in UNLISTED:
        group, alone = LISTS[kind]
        within = what.replace("standard.", "standards.", 1).replace(".", "/")
        found = f"{group}/{identifier}/{within or alone}"
    else:
        return f"definitions.json{WITHIN}scheme/{scheme}/grades/{what}" if kind == "scheme" else ""
    return f"results.json{WITHIN}{found}"
