"""What every section about one hospital leans on: its results, names, and values in words.

The desk at which a report is written: its voice, its pictures, the numbers it has printed.

What every section leans on, whomever its report is about: names, words for values, grades, the period.
"""

from __future__ import annotations

from contextlib import nullcontext
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING, Final

from reportgen.analysis.answer import Read
from reportgen.analysis.robustness import robustness_of
from reportgen.catalog.messages import grade_name
from reportgen.model import printing
from reportgen.model.definition import Text
from reportgen.model.known import VALUE, NumberSource, TracedNumber, source_of
from reportgen.model.period import Period, PeriodKind
from reportgen.model.printing import PrintedNumber
from reportgen.report.desk.captions import FIGURE, TABLE, Breaks, Caption, Captions
from reportgen.report.passport import ProvenanceEntry, ProvenanceIndex
from reportgen.report.speech import Speech, same, told
from reportgen.scoring.standards import SCORE_DECIMALS, verdict

if TYPE_CHECKING:
    from collections.abc import Mapping
    from contextlib import AbstractContextManager

    from reportgen.analysis.grounds import Grounds
    from reportgen.analysis.material import Material
    from reportgen.analysis.robustness import Robustness
    from reportgen.catalog.messages import SaidInBoth
    from reportgen.model.definition import Language, LanguageMode
    from reportgen.model.definitions import Indicator
    from reportgen.model.finding import Finding
    from reportgen.model.results import Evaluation, ScoredIndicator
    from reportgen.model.schemes import Grade
    from reportgen.model.values import Flag, Reason
    from reportgen.report.charts import Chart


@dataclass(frozen=True)
class PlacedChart:
    """A chart on the page: where its file is, what it says, how wide it stands, and the figures of its labels."""

    source: str
    alt: str
    width_mm: float
    figures: tuple[PrintedNumber, ...] = ()


@dataclass(frozen=True)
class MissingSection:
    """A section that has nothing to show: its title, what is missing and what to supply."""

    title: Text
    lacking: tuple[Text, ...]


@dataclass(frozen=True, eq=False, kw_only=True)
class RenderContext:
    """What views share while they write.

    Attributes:
        ledger: the printed numbers; images: drawings by file name; captions: of tables and figures; gaps: sections with
            nothing to show, where the report names them in one place; said: what the sections so far have to print. All
            are filled while the sections are written.
        anchors: ids of sections that will be there to refer to.
        member: of a report about several hospitals, the one that is written about: names of its numbers and drawings
            begin with it, so that hospitals can share a ledger and a folder of drawings.
    """

    say: Speech
    mode: LanguageMode
    ledger: ProvenanceIndex = field(default_factory=ProvenanceIndex)
    images: dict[str, bytes] = field(default_factory=dict)
    captions: Captions = field(default_factory=Captions)
    gaps: list[MissingSection] = field(default_factory=list)
    said: list[object] = field(default_factory=list)
    anchors: frozenset[str] = frozenset()
    member: str = ""

    def follow(self) -> AbstractContextManager[Read]:
        """Takes note of the sheets and analyses that are asked for; here there are none to follow."""
        return nullcontext(Read())

    @property
    def language(self) -> Language:
        """The leading language: that of charts, alternative texts and metadata."""
        return "en" if self.mode == "en" else "zh"

    def anchor(self, *wanted: str) -> str | None:
        """The first of these sections that this report has, or None."""
        return next((name for name in wanted if name in self.anchors), None)

    def enter(self, entry: ProvenanceEntry) -> str:
        """Print a number and enter it in the passport."""
        return self.ledger.enter(replace(entry, key=self.key(entry.key)))

    def text(self, key: str, **facts: Text | str | int) -> str:
        """Words in the leading language, for charts and alternative texts."""
        return self.say(key, **facts).in_language(self.language)

    def labelled(self, words: Text) -> str:
        """Words in a drawing: on a page in two languages in both, the second behind the first."""
        return f"{words.zh} {words.en}" if self.mode == "zh-en" else words.in_language(self.language)

    def behind(self, words: Text) -> str:
        """What stands small behind words of a drawing on a page in two languages: the same in the other; else ""."""
        return words.en if self.mode == "zh-en" else ""

    def picture(self, name: str, chart: Chart) -> PlacedChart:
        """Keep the drawing and refer to it; a copy in another language has drawings of its own."""
        source = f"charts/{self.key(name)}.svg"
        if self.images.get(source, chart.svg) != chart.svg:
            source = f"charts/{self.key(name)}.{self.language}.svg"
        self.images[source] = chart.svg
        return PlacedChart(source, self.captions.alternative(source, chart.alt), chart.width_mm, chart.figures)

    def table(self, section: str, words: Text) -> Caption:
        """Announce a table of a section."""
        return self.captions.add(TABLE, self.key(section), words)

    def figure(self, section: str, words: Text, listed: Text | None = None) -> Caption:
        """Announce a figure of a section; `listed` are its words in the list of figures, where they are others."""
        return self.captions.add(FIGURE, self.key(section), words, listed)

    def mark(self, name: str, svg: bytes) -> str:
        """Keep a small drawing of a table row and refer to it."""
        source = f"marks/{self.key(name)}.svg"
        self.images[source] = svg
        return source

    def key(self, name: str) -> str:
        """The name of a number or drawing; of a report about several hospitals with the one that it is of."""
        return f"{self.member}.{name}" if self.member else name


@dataclass(frozen=True, eq=False, kw_only=True)
class SubjectContext(RenderContext):
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
        return Breaks.learned(frozenset(names), self.say("phrase.tails").zh)

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
        """The unit in which `printed` prints, for a column of units; amounts for each hundred are of the currency."""
        say, key = self.say, f"unit.of.{identifier}"
        if key in say.words:
            return say(key, sign=say.currency_sign(), name=say.currency_name())
        return say.printed_unit(self.indicator(identifier))

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

    def printed(self, identifier: str, value: float, more: int = 0) -> PrintedNumber:
        """A value in the unit column's unit, without the unit; with more decimals where two have to be told apart."""
        return printing.measured(value, self.finer(identifier, more))

    def spoken(self, identifier: str, value: float, more: int = 0, *, sign: bool = False) -> Text:
        """A value with its unit, for sentences."""
        say = self.say
        if f"unit.of.{identifier}" not in say.words:
            return say.value(value, self.finer(identifier, more), sign=sign)
        digits = printing.measured(value, self.finer(identifier, more), sign=sign)
        if MONEY_MARK in say.words[f"unit.of.{identifier}"].zh:
            return say.amount_each(digits)
        return say("measured.counted", digits=digits, unit=self.unit(identifier))

    def finer(self, identifier: str, more: int) -> Indicator:
        """The definition of an indicator, with more decimals than it usually has."""
        found = self.indicator(identifier)
        return found.model_copy(update={"decimals": printing.decimals(found) + more}) if more else found

    def score(self, value: float) -> PrintedNumber:
        """A total or part score as printed."""
        return printing.number(value, self.material.scheme.decimals)

    def points(self, value: float, *, sign: bool = True) -> PrintedNumber:
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

    def told_of(self, finding: Finding) -> SaidInBoth:
        """A finding in the words of its rule, with the names of the periods that it speaks of."""
        return self.material.catalog.messages.both(finding, on_paper=True)


ENGLISH: Final = "english_names"
MONEY_MARK: Final = "{name}"
"""Stands in the unit of an indicator that is an amount for each of something."""
"""The table in which a hospital says what its own names are in English."""


@dataclass(frozen=True, eq=False, kw_only=True)
class HospitalContext(SubjectContext):
    """The desk at which one hospital's report is written.

    Attributes:
        exact: whether amounts of tables stand in the currency's own unit, to the hundredth.
    """

    material: Material
    exact: bool = False

    @staticmethod
    def of(material: Material, mode: LanguageMode) -> HospitalContext:
        """A fresh desk for a hospital in one period."""
        speech = Speech(material.catalog.words, material.case.file.currency, material.is_in_millions)
        return HospitalContext(say=speech, mode=mode, material=material)

    @property
    def subject(self) -> Text:
        """The hospital's name: of the case, or in a panel of the data."""
        found = self.material.dataset.entities.get(self.material.entity)
        stated = self.material.case.file.name_of(self.material.entity)
        return stated or same(self.material.catalog.respell(found.name) if found else self.material.entity)

    def follow(self) -> AbstractContextManager[Read]:
        """Takes note of the sheets and analyses that are asked for."""
        return self.material.analysis.trace.follow()

    def indicator(self, identifier: str) -> Indicator:
        """The definition of an indicator, with a note of who asks."""
        self.material.analysis.trace.named(identifier)
        return super().indicator(identifier)

    def printed(self, identifier: str, value: float, more: int = 0) -> PrintedNumber:
        """A value in the unit column's unit; that of the report's own period knows that it is the result."""
        figure = super().printed(identifier, value, more)
        if source_of(value) is None and self._results.get(identifier) == value:
            return PrintedNumber(
                figure, TracedNumber(figure.value, NumberSource(VALUE, f"indicator.{identifier}")), figure.base
            )
        return figure

    @cached_property
    def _results(self) -> Mapping[str, float | None]:
        return {one.id: one.value for one in self.evaluation.indicators}

    def own(self, words: str) -> Text:
        """What the hospital itself wrote: a name or a note, in English where its table of English names has it."""
        return Text(zh=self.material.catalog.respell(words), en=self._english.get(words, words))

    @cached_property
    def _english(self) -> Mapping[str, str]:
        known = self.material.registers[ENGLISH].of(self.material.entity)
        letters = self.material.case.file.submission.letters.values()
        said = [text for letter in letters for one in letter.measures for text in (one.action, one.owner) if text]
        terms = {record.text("term"): record.text("english") for record in known}
        return {text.zh: text.en for text in said} | terms

    @property
    def evaluation(self) -> Evaluation:
        """The result the report is about."""
        return self.material.evaluation

    @property
    def preceding(self) -> Evaluation | None:
        """The result of the preceding period, where there is one."""
        return self.material.history.get(str(self.period.preceding()))

    @property
    def same_last_year(self) -> Evaluation | None:
        """The result of the same period of last year, for a month or a quarter."""
        return self.material.history.get(str(self.period.previous_year())) if not self.is_year else None

    @property
    def history(self) -> tuple[Evaluation, ...]:
        """All earlier results at hand."""
        return tuple(self.material.history.values())

    @property
    def before(self) -> Evaluation | None:
        """The result of the preceding period, where its total compares with this one."""
        return self._like_for_like(self.preceding)

    @property
    def year_ago(self) -> Evaluation | None:
        """The same, where its total compares with this one."""
        return self._like_for_like(self.same_last_year)

    def _like_for_like(self, earlier: Evaluation | None) -> Evaluation | None:
        return earlier if earlier is not None and self.material.is_like_for_like(earlier) else None

    @property
    def peers_partly(self) -> bool:
        """Whether peers are ranked by some parts of the total only: those that experts judge they do not have."""
        return any(part.from_folder is not None for part in self.material.scheme.parts.values())

    @cached_property
    def robustness(self) -> Robustness:
        """How sure the result is: draws, distances, gaps, rank and methods."""
        return robustness_of(self.material)
