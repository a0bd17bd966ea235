"""What stands under a key: the cells it rests on, its value where it was read, and where in other files it is."""

from __future__ import annotations

import re
from abc import ABC, abstractmethod
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from reportgen.analysis.known import RANK, RANKED
from reportgen.model import printing
from reportgen.model.known import ATTAINABLE, ITEM, SCENARIO, THEN, few
from reportgen.model.place import Place
from reportgen.report.calendar_words import period_with_year
from reportgen.report.desk import correspondence
from reportgen.report.desk.passport_rows import cells
from reportgen.report.passport import Origin
from reportgen.report.speech import same

if TYPE_CHECKING:
    from collections.abc import Iterator

    from reportgen.analysis.outlook.what_if import WhatIf
    from reportgen.model.definition import Text
    from reportgen.report.desk.context import Context
    from reportgen.report.speech import Speech

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

    found: dict[str, Origin | None] = field(default_factory=dict, kw_only=True)

    def of(self, key: str) -> Origin | None:
        """What stands under a key; None where nothing is known of it."""
        if key not in self.found:
            self.found[key] = self._of(key)
        return self.found[key]

    @abstractmethod
    def _of(self, key: str) -> Origin | None:
        """The same, looked up."""


@dataclass(frozen=True, eq=False)
class StandingKeys(Keys):
    """The keys of the report about one hospital."""

    context: Context

    def _of(self, key: str) -> Origin | None:
        kind, _, rest = key.partition(".")
        if kind == ITEM:
            return self._figure(key, rest)
        if kind == TARGET:
            kept = (one.place for one in correspondence.measures(self.context) if one.indicator == rest)
            return Origin(key, None, tuple(kept) or (Place("case.yaml"),), "", self._aimed())
        if PERIOD.fullmatch(kind):
            return self._earlier(key, kind, rest)
        if kind == SCENARIO:
            return self._scenario(key, rest)
        if kind == ATTAINABLE:
            return self._attainable(key, rest.partition(".")[0])
        places, rule, at = self._behind(key, None), self._rule(key), way(key, self.context.material.scheme_id)
        return Origin(key, None, places, at, rule) if places or at or rule else None

    def _earlier(self, key: str, period: str, rest: str) -> Origin:
        """A result of an earlier period, by today's weights or by those of its own time."""
        bare, say = rest.removeprefix(THEN), self.context.say
        rule = self._rule(bare)
        if bare != rest and rule is not None:
            rule = say("passport.origin.then", rule=rule, period=period_with_year(period))
        return Origin(key, None, self._behind(bare, period), "", rule)

    def _attainable(self, key: str, identifier: str) -> Origin:
        """The score of a value within reach: it rests on the hospital's own cells and on those of the peers."""
        places = few((*self._behind(f"{INDICATOR}.{identifier}", None), *self._peers(identifier)))
        return Origin(key, None, places, "", self.context.say("passport.origin.attainable"))

    def _scenario(self, key: str, rest: str) -> Origin | None:
        """A score under a scenario: which indicators move, from and to which score, and the sheets of all of them."""
        material, identifier = self.context.material, rest.partition(".")[0]
        found: WhatIf | None = material.analysis.made.get(ANALYSIS)
        one = next((one for one in found.outcomes if one.id == identifier), None) if found else None
        if one is None:
            return None
        say = self.context.say
        moves = [
            say("passport.origin.scenario.step", name=same(f"{INDICATOR}.{step.indicator}.score"),
                before=printing.number(step.score_before, DIGITS), after=printing.number(step.score_after, DIGITS))
            for step in one.indicators
        ]  # fmt: skip
        rule = say("passport.origin.scenario", name=one.name, steps=say.join(moves, "list.comma_only"))
        return Origin(key, one.score, few(material.analysis.sheets(ANALYSIS)), "", rule)

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
            return same(one.standards.source)
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
        return self.context.say("passport.origin.warning", name=chosen.name, source=same(line.source or chosen.source))

    def _figure(self, key: str, name: str) -> Origin | None:
        """A figure that was read: ``item.period.view``."""
        item, _, rest = name.partition(".")
        period, _, view = rest.partition(".")
        dataset, entity = self.context.material.dataset, self.context.material.entity
        value = dataset.value(item, entity, period, view)
        return None if value is None else Origin(key, float(value), dataset.places((item, entity, period, view)))

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
