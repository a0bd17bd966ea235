"""What every section about one hospital leans on: its results, names, and values in words."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Final

from reportgen.analysis.draws import Assumptions
from reportgen.analysis.panel_scores import panel_scores
from reportgen.analysis.rank_interval import rank_interval
from reportgen.analysis.ranking_interval import ranking_intervals
from reportgen.model.definition import Text
from reportgen.model.known import VALUE, Known, Source, source_of
from reportgen.model.printing import Figure
from reportgen.report.desk.office import Office
from reportgen.report.speech import Speech, same

if TYPE_CHECKING:
    from collections.abc import Mapping
    from contextlib import AbstractContextManager

    from reportgen.analysis.material import Material
    from reportgen.analysis.rank_interval import RankInterval
    from reportgen.analysis.trace import Read
    from reportgen.model.definition import LanguageMode
    from reportgen.model.definitions import Indicator
    from reportgen.model.results import Evaluation

ENGLISH: Final = "english_names"
"""The table in which a hospital says what its own names are in English."""


@dataclass(frozen=True, eq=False, kw_only=True)
class Context(Office):
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
    def subject(self) -> Text:
        """The hospital's name: of the case, or in a panel of the data."""
        found = self.material.dataset.entities.get(self.material.entity)
        stated = self.material.case.file.name_of(self.material.entity)
        return stated or same(found.name if found else self.material.entity)

    def follow(self) -> AbstractContextManager[Read]:
        """Takes note of the sheets and analyses that are asked for."""
        return self.material.analysis.trace.follow()

    def indicator(self, identifier: str) -> Indicator:
        """The definition of an indicator, with a note of who asks."""
        self.material.analysis.trace.named(identifier)
        return super().indicator(identifier)

    def printed(self, identifier: str, value: float, more: int = 0) -> Figure:
        """A value in the unit column's unit; that of the report's own period knows that it is the result."""
        figure = super().printed(identifier, value, more)
        if source_of(value) is None and self._results.get(identifier) == value:
            return Figure(figure, Known(figure.value, Source(VALUE, f"indicator.{identifier}")), figure.base)
        return figure

    @cached_property
    def _results(self) -> Mapping[str, float | None]:
        return {one.id: one.value for one in self.evaluation.indicators}

    def own(self, words: str) -> Text:
        """What the hospital itself wrote: a name or a note, in English where its table of English names has it."""
        return Text(zh=words, en=self._english.get(words, words))

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
