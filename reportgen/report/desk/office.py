"""What every section leans on, whomever its report is about: names, words for values, grades, the period."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Final

from reportgen.catalog.grades import grade_name
from reportgen.model import printing
from reportgen.model.definition import Text
from reportgen.model.period import Period, PeriodKind
from reportgen.report.desk.breaks import Breaks
from reportgen.report.desk.desk import Desk
from reportgen.report.speech import told
from reportgen.scoring.grades import verdict

if TYPE_CHECKING:
    from reportgen.analysis.grounds import Grounds
    from reportgen.model.definitions import Indicator
    from reportgen.model.printing import Figure
    from reportgen.model.reason import Flag, Reason
    from reportgen.model.results import ScoredIndicator
    from reportgen.model.schemes import Grade

SCORE_DECIMALS: Final = 1
"""Decimals of the score of a single indicator."""


@dataclass(frozen=True, eq=False, kw_only=True)
class Office(Desk):
    """The desk at which a report about one hospital or about many is written."""

    material: Grounds

    @property
    def subject(self) -> Text:
        """Whom the report is about: the name of the hospital or of the group."""
        raise NotImplementedError

    @property
    def period(self) -> Period:
        """The period the report is about."""
        return Period.parse(self.material.period)

    @property
    def is_month(self) -> bool:
        """Whether a month is judged (year to date)."""
        return self.period.kind is PeriodKind.MONTH

    @property
    def is_year(self) -> bool:
        """Whether a whole year is judged, not a month or a quarter of it."""
        return self.period.kind is PeriodKind.YEAR

    @property
    def span(self) -> str:
        """The length of the period as keys of words have it: month, quarter or year."""
        return str(self.period.kind)

    @property
    def is_scored(self) -> bool:
        """Whether the scheme scores anything."""
        return bool(self.material.scheme.parts)

    def indicator(self, identifier: str) -> Indicator:
        """The definition of an indicator.

        Raises:
            KeyError: if it is not in the catalog.
        """
        return self.material.catalog.indicators[identifier]

    def name(self, identifier: str) -> Text:
        """Full name of an indicator."""
        return self.indicator(identifier).name

    def short(self, identifier: str) -> Text:
        """The short name where there is one."""
        found = self.indicator(identifier)
        return found.short or found.name

    @cached_property
    def breaks(self) -> Breaks:
        """Where names of indicators and items may go on to a second line."""
        catalog = self.material.catalog
        indicators = ((one.name, one.short) for one in catalog.indicators.values())
        items = ((one.name, one.short) for one in catalog.items.values())
        names = (name.zh for pair in (*indicators, *items) for name in pair if name)
        return Breaks(names, self.say("phrase.tails").zh)

    def named(self, identifier: str) -> Text:
        """The short name inside a sentence."""
        return self.say.within(self.short(identifier))

    def valued(self, name: Text, identifier: str, value: float) -> Text:
        """A name with a value behind it; the unit is not said again where the English name ends with it."""
        spoken = self.spoken(identifier, value)
        said = name.en.endswith(f" {self.unit(identifier).en}")
        english = self.printed(identifier, value) if said else spoken.en
        return self.say("phrase.valued", name=name, value=told(spoken.zh, english, [spoken]))

    def unit(self, identifier: str) -> Text:
        """The unit of an indicator, for a column of units; amounts for each hundred are of the currency."""
        say, key = self.say, f"unit.of.{identifier}"
        if key in say.words:
            return say(key, sign=say.currency_sign(), name=say.currency_name())
        return say.unit(self.indicator(identifier))

    def caption(self, identifier: str) -> Text:
        """Name of an item for a narrow column: its English is short where there is a short one."""
        item = self.material.catalog.items[identifier]
        key = f"furniture.key.name.{identifier}"
        return Text(zh=item.name.zh, en=self.say(key).en) if key in self.say.words else item.short or item.name

    def knows(self, identifier: str) -> bool:
        """Whether an id is an item or an indicator."""
        return identifier in self.material.catalog.items or identifier in self.material.catalog.indicators

    def name_of(self, identifier: str) -> Text:
        """Name of an item or an indicator, as formulas use them."""
        if (item := self.material.catalog.items.get(identifier)) is not None:
            return item.name
        return self.name(identifier)

    def printed(self, identifier: str, value: float, more: int = 0) -> Figure:
        """A value in the unit column's unit, without the unit; with more decimals where two have to be told apart."""
        return printing.measured(value, self._finer(identifier, more))

    def spoken(self, identifier: str, value: float, more: int = 0) -> Text:
        """A value with its unit, for sentences."""
        say = self.say
        if f"unit.of.{identifier}" not in say.words:
            return say.value(value, self._finer(identifier, more))
        digits = self.printed(identifier, value, more)
        return say("measured.money_each", digits=digits, sign=say.currency_sign(), name=say.currency_name())

    def _finer(self, identifier: str, more: int) -> Indicator:
        found = self.indicator(identifier)
        return found.model_copy(update={"decimals": printing.decimals(found) + more}) if more else found

    def score(self, value: float) -> Figure:
        """A total or part score as printed."""
        return printing.number(value, self.material.scheme.decimals)

    def points(self, value: float, *, sign: bool = True) -> Figure:
        """A difference of scores."""
        return printing.number(value, self.material.scheme.decimals, sign=sign)

    def grade_of(self, indicator: ScoredIndicator) -> Grade | None:
        """The grade of an indicator's printed score, so that badge, score and bands agree on every page."""
        if indicator.score is None or not self.material.scheme.grades:
            return None
        return verdict(indicator.score, self.material.scheme.grades, SCORE_DECIMALS).grade

    def grade(self, grade: Grade) -> Text:
        """The grade as a word: the scheme's own name of it, or else the usual one."""
        return grade_name(grade, self.material.scheme, self.say.words)

    def reason(self, reason: Reason | Flag) -> Text:
        """Why there is no value, or a remark on it."""
        return self.say(f"reason.{reason}")
