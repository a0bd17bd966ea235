"""What every section about one hospital leans on: its results, names, and values in words."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Final

from reportgen.analysis.draws import Assumptions
from reportgen.analysis.panel_scores import panel_scores
from reportgen.analysis.rank_interval import rank_interval
from reportgen.analysis.ranking_interval import ranking_intervals
from reportgen.catalog.grades import grade_name
from reportgen.model import printing
from reportgen.model.definition import Text
from reportgen.model.period import Period, PeriodKind
from reportgen.report.desk.desk import Desk
from reportgen.report.speech import Speech
from reportgen.scoring.grades import verdict

if TYPE_CHECKING:
    from collections.abc import Mapping

    from reportgen.analysis.material import Material
    from reportgen.analysis.rank_interval import RankInterval
    from reportgen.model.definition import LanguageMode
    from reportgen.model.definitions import Indicator
    from reportgen.model.printing import Figure
    from reportgen.model.reason import Flag, Reason
    from reportgen.model.results import Evaluation, ScoredIndicator
    from reportgen.model.schemes import Grade

SCORE_DECIMALS: Final = 1
"""Decimals of the score of a single indicator."""


@dataclass(frozen=True, eq=False, kw_only=True)
class Context(Desk):
    """The desk at which one hospital's report is written.

    Attributes:
        exact: whether amounts of tables stand in the currency's own unit, to the hundredth.
    """

    material: Material
    exact: bool = False

    @staticmethod
    def of(material: Material, mode: LanguageMode) -> Context:
        """A fresh desk for a hospital in one period."""
        speech = Speech(material.catalog.words, material.case.file.currency)
        return Context(say=speech, mode=mode, material=material)

    @property
    def evaluation(self) -> Evaluation:
        """The result the report is about."""
        return self.material.evaluation

    @property
    def period(self) -> Period:
        """The period the report is about."""
        return Period.parse(self.material.period)

    @property
    def is_month(self) -> bool:
        """Whether a month is judged (year to date), not a year."""
        return self.period.kind is PeriodKind.MONTH

    @property
    def preceding(self) -> Evaluation | None:
        """The result of the preceding period, where there is one."""
        return self.material.history.get(str(self.period.preceding()))

    @property
    def same_last_year(self) -> Evaluation | None:
        """The result of the same period of last year, for a month."""
        return self.material.history.get(str(self.period.previous_year())) if self.is_month else None

    @property
    def before(self) -> Evaluation | None:
        """The result of the preceding period, where its total compares with this one."""
        return self._like_for_like(self.preceding)

    @property
    def year_ago(self) -> Evaluation | None:
        """The result of the same period of last year, for a month, where its total compares with this one."""
        return self._like_for_like(self.same_last_year)

    def _like_for_like(self, earlier: Evaluation | None) -> Evaluation | None:
        return earlier if earlier is not None and self.material.is_like_for_like(earlier) else None

    @property
    def peers_partly(self) -> bool:
        """Whether peers are ranked by some parts of the total only: those that experts judge they do not have."""
        return any(part.from_folder is not None for part in self.material.scheme.parts.values())

    @cached_property
    def rank_interval(self) -> RankInterval | None:
        """The rank among the peers with its interval, for it is never printed alone."""
        material = self.material
        panel = panel_scores(material.evaluation, material.scheme, material.values, material.peers)
        return rank_interval(panel, Assumptions())

    @cached_property
    def part_intervals(self) -> Mapping[str, RankInterval]:
        """Of parts that judge objects against one another, the rank with its interval by the part's id."""
        material = self.material
        return ranking_intervals(material.evaluation, material.scheme, material.values, material.peers, Assumptions())

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

    def named(self, identifier: str) -> Text:
        """The short name inside a sentence."""
        return self.say.within(self.short(identifier))

    def valued(self, name: Text, identifier: str, value: float) -> Text:
        """A name with a value behind it; the unit is not said again where the English name ends with it."""
        spoken = self.spoken(identifier, value)
        said = name.en.endswith(f" {self.unit(identifier).en}")
        english = self.printed(identifier, value) if said else spoken.en
        return self.say("phrase.valued", name=name, value=Text(zh=spoken.zh, en=english))

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

    def printed(self, identifier: str, value: float) -> Figure:
        """A value in the unit column's unit, without the unit."""
        return printing.measured(value, self.indicator(identifier))

    def spoken(self, identifier: str, value: float) -> Text:
        """A value with its unit, for sentences."""
        say = self.say
        if f"unit.of.{identifier}" not in say.words:
            return say.value(value, self.indicator(identifier))
        digits = self.printed(identifier, value)
        return say("measured.money_each", digits=digits, sign=say.currency_sign(), name=say.currency_name())

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
