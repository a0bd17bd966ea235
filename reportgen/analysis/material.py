"""What the pipeline hands over to reports and exports: results and their grounds, with nothing left to compute."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final

from reportgen.analysis import amounts as own_lines
from reportgen.analysis.analyses import ANALYSES, function_of
from reportgen.analysis.answer import Trace
from reportgen.analysis.books import Books
from reportgen.analysis.comparability import Comparability, comparability
from reportgen.analysis.footing import footing_members
from reportgen.compute.cells import Cells
from reportgen.model.dataset import View
from reportgen.model.period import Period
from reportgen.model.printing import table_scale
from reportgen.model.registers import Registers
from reportgen.model.terms import Terms

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from reportgen.analysis.answer import RegisterRow, Unavailable
    from reportgen.analysis.footing import Belonging
    from reportgen.catalog import Catalog
    from reportgen.checks import CheckOutcome, Lacking
    from reportgen.model.brand import Remarks
    from reportgen.model.casefile import Case
    from reportgen.model.dataset import Dataset
    from reportgen.model.definition import Text
    from reportgen.model.experts import ExpertOpinions
    from reportgen.model.finding import Finding
    from reportgen.model.place import Place
    from reportgen.model.quality import DataQuality
    from reportgen.model.registers import Record
    from reportgen.model.reports import Redaction
    from reportgen.model.results import Evaluation
    from reportgen.model.schemes import Scheme
    from reportgen.model.standards import Targets
    from reportgen.model.standing import Standing
    from reportgen.model.values import Derivation, IndicatorValues

OWN: Final = (View.PERIOD, View.YEAR_TO_DATE)
"""Columns of a period's own amounts."""
TOLD_IN_MILLIONS: Final = 1e7
"""From so large an amount on a hundred thousand is told as 0.10 million beside it."""


class EarlierResults(Mapping[str, "Evaluation"]):
    """Results by period, each judged when it is first asked for: a table of many hospitals asks for none."""

    def __init__(self, periods: Iterable[str], judge: Callable[[str], Evaluation]) -> None:
        """Nothing is judged yet."""
        self._periods = tuple(periods)
        self._judge = judge
        self._judged: dict[str, Evaluation] = {}

    def __getitem__(self, period: str) -> Evaluation:
        """The result of a period.

        Raises:
            KeyError: if it is not among them.
            Refused: if the scheme breaks its rules in the period.
        """
        if period not in self._periods:
            raise KeyError(period)
        if period not in self._judged:
            self._judged[period] = self._judge(period)
        return self._judged[period]

    def __iter__(self) -> Iterator[str]:
        """The periods, in their order."""
        return iter(self._periods)

    def __len__(self) -> int:
        """How many there are."""
        return len(self._periods)

    def __contains__(self, period: object) -> bool:
        """Whether there is such a period; nothing is judged for it."""
        return period in self._periods


@dataclass(frozen=True)
class DigestedFile:
    """A file of the case that was read: path relative to the case, and the digest of its content."""

    name: str
    sha256: str


@dataclass(frozen=True, eq=False)
class Material:
    """One hospital, one period, one scheme, and everything that pages say about them.

    Attributes:
        entity: id in the dataset; period: 2025 or 2026-10.
        values: indicators on the evaluation basis (year to date), all entities and periods read for the case.
        month_values: the same indicators computed on single months; None where the case has no months.
        evaluation: the result; history: earlier results by period (the preceding period, the same period of last
            year, and up to twelve months or five years back), as far as they could be computed.
        restated: whether the scores of `history` are by the weights of this period, not by those of their own.
        peers: indicators of the peers, rows (entity, period), without the hospital itself but where all hospitals of a
            panel are evaluated, which share it; None where there are none.
        quarters: lower and upper quartile of those among whom the hospital has no place, by indicator.
        peer_names: names of the peers by entity id; peer_figures: what was read of them, where that may be named.
        findings: all findings of reading and checking.
        derive: the tree of one indicator for this entity, in this period or in the one named after it.
        opinions: the round of experts' opinions that was used; its `period` is the date it bears, None if undated.
        earlier_opinions: those used for the results of earlier periods, by period.
        commentary: the accountant's Markdown by language, file by file; empty where there is none.
        files: the files read, sorted by name.
        draft: whether the pages say that data errors stand behind them.
        version: version of the program.
        terms: what the case and the scheme say about time and comparison.
        registers: departments, contracts, measures and other tables beside the statements.
        targets: what the hospital set itself for an indicator.
        redaction: what was left out for an audience; None where nobody asked for a version of its own.
        standing: where the report stands between draft and archive; None where no report is meant.
        enclosed: names of the files that travel inside the report; None where that is not settled.
        outcome: what the checks tried; None where nobody asks.
        judge: an earlier period as it was judged then, by its own weights; None where nothing is scored.
        said_of: the same as it was found, where this one is said in another language.
        by_scheme: the same period by another scheme of the catalog, by its id; None where nobody asks.
    """

    case: Case
    catalog: Catalog
    dataset: Dataset
    values: IndicatorValues
    month_values: IndicatorValues | None
    scheme_id: str
    scheme: Scheme
    evaluation: Evaluation
    history: Mapping[str, Evaluation]
    findings: tuple[Finding, ...]
    quality: DataQuality
    derive: Callable[..., Derivation]
    entity: str
    period: str
    version: str
    peers: IndicatorValues | None = None
    quarters: Mapping[str, tuple[float, float]] = field(default_factory=dict)
    peer_names: Mapping[str, Text] = field(default_factory=dict)
    peer_figures: Dataset | None = None
    opinions: ExpertOpinions | None = None
    earlier_opinions: Mapping[str, ExpertOpinions] = field(default_factory=dict)
    commentary: Mapping[str, tuple[Remarks, ...]] = field(default_factory=dict)
    files: tuple[DigestedFile, ...] = ()
    draft: bool = False
    judge: Callable[[str], Evaluation] | None = None
    by_scheme: Callable[[str], Evaluation] | None = None
    standing: Standing | None = None
    enclosed: tuple[str, ...] | None = None
    restated: bool = True
    outcome: CheckOutcome | None = None
    terms: Terms = field(default_factory=Terms)
    registers: Registers = field(default_factory=Registers)
    targets: Targets = field(default_factory=dict)
    redaction: Redaction | None = None
    said_of: Material | None = None

    @property
    def hospitals(self) -> tuple[str, ...]:
        """The hospital whose figures stand behind its report."""
        return (self.entity,)

    @cached_property
    def analysis(self) -> Analyses:
        """Every analysis by its id, made when it is first asked for."""
        return Analyses(self)

    def lacking(self, *, in_group: bool = False) -> tuple[Lacking, ...]:
        """What the hospital still has to bring in the period, as `check` says it."""
        from reportgen.checks import lacking

        return lacking(
            self.dataset,
            self.catalog,
            self.scheme,
            self.entity,
            self.period,
            is_rated=self.opinions is not None,
            first_year=self.terms.first_year,
            regime=self.case.file.regime,
            in_group=in_group,
            not_applicable=self.case.file.not_applicable,
        )

    def compared(self, earlier: Evaluation) -> Comparability:
        """What of an earlier result compares with this one, and why the rest does not."""
        known = self._compared.get(id(earlier))
        if known is None or known[0] is not earlier:  # a copy by pickle keeps the numbers of other objects
            known = self._compared[id(earlier)] = earlier, comparability(self, earlier)
        return known[1]

    @cached_property
    def _compared(self) -> dict[int, tuple[Evaluation, Comparability]]:
        """By the identity of an earlier result, which is held so that it stays the only one of that identity."""
        return {}

    @cached_property
    def highest_score(self) -> float:
        """The highest score that a drawing may show, earlier ones and the peers' median too; 0 without any."""
        results = (self.evaluation, *self.history.values())
        return max((score for found in results for score in _scores(found)), default=0.0)

    @cached_property
    def table_scale(self) -> float:
        """By what amounts are divided in tables: one unit for the whole report, in which most of them can be read."""
        return table_scale(self.case.file.currency, self._amounts())

    @cached_property
    def is_in_millions(self) -> bool:
        """Whether its amounts are told in millions, small ones beside large ones."""
        return max(map(abs, self._amounts()), default=0.0) >= TOLD_IN_MILLIONS

    def _amounts(self) -> Iterator[float]:
        """The amounts of the period, of the entity itself."""
        if (self.entity, self.period) not in self.dataset.values.index:
            return
        for column in self.dataset.values.columns:
            name, view = map(str, column)
            item = self.catalog.items.get(name) if view in OWN else None
            if item is not None and item.unit == "money":
                yield self.dataset.value(name, self.entity, self.period, view) or 0.0

    def is_like_for_like(self, earlier: Evaluation) -> bool:
        """Whether the total compares with an earlier one: the same indicators by the same definitions."""
        return self.compared(earlier).is_whole


def _scores(found: Evaluation) -> Iterator[float]:
    abilities, indicators = (one.score for one in found.abilities), (one.score for one in found.indicators)
    rows = (found.score, found.peer_median_score, *abilities, *indicators)
    return (score for score in rows if score is not None)


class Analyses(Mapping[str, Any]):
    """The results of one material, by id.

    Attributes:
        trace: which sheets are read.
    """

    def __init__(self, material: Material) -> None:
        """Nothing is computed yet."""
        self.material = material
        self.trace = Trace()
        self._made: dict[str, tuple[Any, frozenset[Place]]] = {}
        self._tables: dict[tuple[str, str], tuple[dict[str, RegisterRow] | Unavailable, frozenset[Place]]] = {}

    @cached_property
    def books(self) -> Books:
        """The figures that the analyses share."""
        known = self.material
        cells = Cells(known.dataset, known.catalog.items, known.entity, known.terms)
        return Books(cells, Period.parse(known.period), known.values, known.month_values, self.trace)

    @cached_property
    def footing(self) -> Belonging:
        """The lines under each sum of statements in words of their own, as this year and the last prove it.

        Empty where official forms say which line belongs to which sum.
        """
        known, items = self.material, self.material.catalog.items
        if known.case.file.has_official_rules:
            return {}
        years = (self.books.now.previous_year(), self.books.now)
        worked_out, amounts = known.catalog.aliases.follows, dict[str, list[float | None]]()
        read = known.dataset.values.columns.unique(0).intersection([*items])
        for name in sorted(read, key=lambda one: (items[one].order or 0, one)):
            is_made = name in worked_out and known.dataset.derived((name, known.entity, known.period, ""))
            found = [self.books.unheard(name, when) for when in years]
            if items[name].unit == "money" and not is_made and found[-1] is not None:
                amounts[name] = found
        return footing_members(
            items,
            amounts,
            lambda total, at, rest: known.dataset.is_left_out(rest, self.books.place_to_date(total, years[at])),
            own_lines.rows(known.dataset, known.entity, self.books.now, amounts),
        )

    def records(self, table: str, period: str | None = None) -> list[Record]:
        """The rows of a register of the hospital, as they were entered."""
        found = list(self.material.registers[table].of(self.material.entity, period))
        self.trace.read(record.place(next(iter(record.cells))) for record in found if record.cells)
        return found

    def follow_back(self, indicator: str, periods: Iterable[Period]) -> None:
        """Take note of the cells behind an indicator in some periods, whose values stand in an array."""
        trees = (self.material.derive(indicator, str(period)) for period in periods)
        self.trace.read(leaf.place for tree in trees for leaf in tree.items() if leaf.place is not None)

    def put_together(
        self, table: str, period: str, make: Callable[[], dict[str, RegisterRow] | Unavailable]
    ) -> dict[str, RegisterRow] | Unavailable:
        """A table of a period, made once."""
        if (table, period) not in self._tables:
            with self.trace.follow() as read:
                rows = make()
            self._tables[table, period] = rows, frozenset(read.sheets)
        rows, sheets = self._tables[table, period]
        self.trace.read(sheets)
        return rows

    def __getitem__(self, identifier: str) -> Any:
        """The result, or `Unavailable` that says what to supply.

        Raises:
            KeyError: if there is no such analysis.
        """
        if identifier not in self._made:
            with self.trace.follow() as read:
                found = function_of(identifier)(self)
            self._made[identifier] = found, frozenset(read.sheets)
        found, sheets = self._made[identifier]
        self.trace.asked(identifier, sheets)
        return found

    @property
    def made(self) -> Mapping[str, Any]:
        """The analyses that were asked for so far."""
        return {identifier: found for identifier, (found, _) in self._made.items()}

    def sheets(self, identifier: str) -> tuple[Place, ...]:
        """The sheets that an analysis rests on which was asked for."""
        return tuple(sorted(self._made[identifier][1], key=str))

    def __iter__(self) -> Iterator[str]:
        return iter(ANALYSES)

    def __len__(self) -> int:
        return len(ANALYSES)
