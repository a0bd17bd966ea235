"""What all readers of a run share: the definitions, the case, and what has been found so far.

Figures of a whole table in step, told one by one only where somebody asks.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING, Final

from reportgen.catalog import Catalog
from reportgen.intake.reading import Proposal, Unread
from reportgen.intake.words import known_names
from reportgen.intake.words.known_names import KnownNames, Names, names_under
from reportgen.intake.words.labels import normalised
from reportgen.intake.words.vocabulary import vocabulary
from reportgen.intake.workbooks.sheets import Sheet
from reportgen.model.casefile import Case
from reportgen.model.consolidation import Summand
from reportgen.model.dataset import Entity, FormReading, Key, Observation, View
from reportgen.model.definitions import NO_RULES, Item, rules_since
from reportgen.model.finding import Fact, Finding, Severity
from reportgen.model.period import MONTHS, Period
from reportgen.model.place import Place
from reportgen.model.registers import Record

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from reportgen.intake.grid.tables import SheetTable


BUDGETS: Final = frozenset({View.BUDGET, View.BUDGET_ORIGINAL})


def budget_years(columns: Iterable[tuple[str, View]]) -> frozenset[int]:
    """The years of which a table prints budgets, by the periods and views of its columns."""
    return frozenset(Period.parse(period).year for period, view in columns if view in BUDGETS)


def is_own(period: str, view: View, budgets: frozenset[int]) -> bool:
    """Whether a column holds what the form of its period says: no budget, and nothing of last year beside budgets."""
    is_of_last_year = view is View.COMPARATIVE or Period.parse(period).year < min(budgets, default=0)
    return view not in BUDGETS and not (budgets and is_of_last_year)


@dataclass(frozen=True, eq=False)
class Slots:
    """The cells of a table that hold figures, row by row; shared by sheets laid out alike.

    Attributes:
        items, units: of each cell.
        rows, columns: where it stands, from 0.
        heads: index of its column among those that are read.
    """

    items: tuple[str, ...]
    units: tuple[str, ...]
    rows: tuple[int, ...]
    columns: tuple[int, ...]
    heads: NDArray[np.intp]


@dataclass(frozen=True)
class FigureSeries:
    """Whose figures a column holds, for which period, in which view."""

    entity: str
    period: str
    view: View


@dataclass(frozen=True, eq=False)
class FigureBlock:
    """The figures of one table, in the base unit.

    Attributes:
        heads: what each column that is read holds.
        values: in step with the slots; NaN where a cell is blank.
        step: one unit in the last place printed.
    """

    slots: Slots
    heads: tuple[FigureSeries, ...]
    values: NDArray[np.float64]
    step: float
    sheet: Sheet

    def place(self, slot: int) -> Place:
        """The cell of a figure."""
        return self.sheet.place(self.slots.rows[slot], self.slots.columns[slot])

    def observation(self, slot: int) -> Observation:
        """One of the figures."""
        slots, what, value = self.slots, self.heads[self.slots.heads[slot]], float(self.values[slot])
        unit, place = slots.units[slot], self.place(slot)
        return Observation(slots.items[slot], what.entity, what.period, what.view, value, unit, place, self.step)

    def held(self) -> set[tuple[str, str]]:
        """Whose figures it holds as their own and for which period: budgets are not, nor last year beside them."""
        filled = set(self.slots.heads[self.values == self.values].tolist())
        heads = [self.heads[head] for head in filled]
        budgets = budget_years((head.period, head.view) for head in self.heads)
        return {(head.entity, head.period) for head in heads if is_own(head.period, head.view, budgets)}

    def observations(self) -> Iterator[Observation]:
        """All figures, but for blank cells."""
        filled = (self.values == self.values).nonzero()[0]
        return map(self.observation, filled.tolist())


def told(figures: Iterable[Observation | FigureBlock]) -> Iterator[Observation]:
    """The figures one by one, in the order in which they were read."""
    for part in figures:
        if isinstance(part, FigureBlock):
            yield from part.observations()
        else:
            yield part


CHINESE: Final = "CNY"
BELOW: Final = "/"
"""Between the id of a hospital and the name of its department."""


@dataclass
class FoundValues:
    """What has been found, in the order in which it was read.

    Attributes:
        doubtful: figures that are there and could not be taken: item, entity and period → where; these are no blanks.
        left_out: figures of lines that mapping.yaml leaves unread: where → the amount, and one unit in its last place.
        blank: registers of a period without a row, told of files from which nothing else was taken.
        vouchers: where a figure stands → the vouchers and documents by which it was booked.
        newest: file and sheet of a statement in words of its own → the newest year of its columns.
        statements: those statements.
        lists: all statements that are no forms.
        codes: names of hospitals that have one → the code by which they are known.
        summands: item, entity, period and view → the lines of which a figure is the sum.
    """

    observations: list[Observation | FigureBlock] = field(default_factory=list)
    forms: list[FormReading] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    proposals: list[Proposal] = field(default_factory=list)
    unread: list[Unread] = field(default_factory=list)
    entities: dict[str, Entity] = field(default_factory=dict)
    doubtful: dict[tuple[str, str, str], tuple[Place, ...]] = field(default_factory=dict)
    left_out: dict[Place, tuple[float, float]] = field(default_factory=dict)
    records: dict[str, list[Record]] = field(default_factory=dict)
    blank: list[Finding] = field(default_factory=list)
    vouchers: dict[Place, str] = field(default_factory=dict)
    newest: dict[tuple[str, str | None], str] = field(default_factory=dict)
    statements: list[SheetTable] = field(default_factory=list)
    lists: list[SheetTable] = field(default_factory=list)
    codes: dict[str, str] = field(default_factory=dict)
    summands: dict[Key, tuple[Summand, ...]] = field(default_factory=dict)

    def find(self, rule: str, place: Place, severity: Severity | None = None, **facts: Fact) -> None:
        """Keep a finding."""
        self.findings.append(Finding(rule, place, facts, severity))

    def tell_others(self, others: Sequence[str], whole: Place, context: ReadingContext) -> None:
        """I80: hospitals on a sheet that are not the one of the case, where it is of one alone."""
        own = context.case.file.entity if context.case else None
        if others and own is not None and context.is_of_one:
            self.find("I80", whole, name=others[0], count=len(others), own=own.name)

    def doubt(self, item: str, entity: str, period: str, place: Place) -> None:
        """Remember a figure that is there and could not be taken."""
        key = (item, entity, period)
        self.doubtful[key] = (*self.doubtful.get(key, ()), place)

    def on_trial(self) -> FoundValues:
        """What a file is read into that may be read otherwise: it knows the hospitals and rows found before."""
        rows = {name: list(records) for name, records in self.records.items()}
        return FoundValues(
            entities=dict(self.entities), doubtful=dict(self.doubtful), records=rows, codes=dict(self.codes)
        )

    def take(self, trial: FoundValues) -> None:
        """Keep what was found on trial."""
        self.observations += trial.observations
        self.forms += trial.forms
        self.findings += trial.findings
        self.proposals += trial.proposals
        self.unread += trial.unread
        self.blank += trial.blank
        self.statements += trial.statements
        self.lists += trial.lists
        self.vouchers |= trial.vouchers
        self.left_out |= trial.left_out
        self.newest |= trial.newest
        self.summands |= trial.summands
        known = trial.on_trial()  # a file that is not read again gives what it found more than once
        self.entities, self.doubtful, self.records, self.codes = (
            known.entities,
            known.doubtful,
            known.records,
            known.codes,
        )


@dataclass(frozen=True)
class ReadingContext:
    """The definitions and the case that a sheet is read with; `case` is None where plain files are read.

    `rules` are those of plain files, None where nothing tells them.
    """

    catalog: Catalog
    case: Case | None = None
    rules: str | None = None
    likenesses: dict[tuple[str, str], tuple[float, str] | None] = field(default_factory=dict, compare=False, repr=False)
    """Names and items like their neighbours → how alike the most alike spelling is, and its item."""

    @cached_property
    def names(self) -> Mapping[str, str]:
        """Spellings that mapping.yaml decides, as compared."""
        mapping = self.case.mapping.names if self.case else {}
        return {normalised(label): item for label, item in mapping.items()}

    @cached_property
    def unread(self) -> frozenset[str]:
        """Names that mapping.yaml leaves unread, as compared."""
        return frozenset(normalised(label) for label in (self.case.mapping.unread if self.case else ()))

    @cached_property
    def spelled(self) -> frozenset[tuple[str, str]]:
        """The same, to be compared."""
        return frozenset(self.names.items())

    @cached_property
    def _known(self) -> KnownNames:
        return names_under(self.catalog, self.regime == NO_RULES)

    @property
    def items(self) -> Mapping[str, Item]:
        """The items that a name may mean: American lines only in a case that follows no official rules."""
        return self._known.items

    @property
    def spellings(self) -> Mapping[str, tuple[str, ...]]:
        """Sure spellings as compared → items, of the aliases and the items' own names."""
        return self._known.spellings

    @cached_property
    def computed(self) -> frozenset[str]:
        """Names of ratios, as compared, that are worked out from what is read; none that may be an item's too."""
        return self._known.computed - self.names.keys() if self.names else self._known.computed

    @property
    def english(self) -> Names:
        """The English names that hold in the case: the items' own, their spellings, and those that its rules use."""
        return self._known.english

    @property
    def meanings(self) -> Mapping[str, tuple[tuple[str, str | None], ...]]:
        """Spellings that depend on the form, as compared → (item, code of the form)."""
        return self._known.meanings

    @cached_property
    def part_names(self) -> frozenset[str]:
        """Spellings, as compared, that name a part of an item, which needs a proof that all of its parts are there."""
        return self._known.part_names - self.names.keys() if self.names else self._known.part_names

    @property
    def forbidden(self) -> frozenset[tuple[str, str]]:
        """Pairs of spelling as compared and item that never belong together; what no rules say may be meant without."""
        return self._known.forbidden

    @property
    def regime(self) -> str | None:
        """The accounting regime of the case, None where it is not said."""
        return self.case.file.regime if self.case else self.rules

    def of_years(self, years: Iterable[int]) -> ReadingContext:
        """The same under the rules that were in force in years, where neither a case nor the file says which hold."""
        rules = rules_since(years)
        if self.regime is not None or rules is None:
            return self
        if rules not in self._by_rules:  # what is alike is alike under its own rules
            self._by_rules[rules] = replace(self, rules=rules, likenesses={})
        return self._by_rules[rules]

    @cached_property
    def items_of_lines(self) -> dict[tuple[str, str, str, tuple[str, ...]], tuple[str, ...]]:
        """Code, label and spelling of a line, and the groups it stands among → items that it may mean, once asked."""
        return {}

    @cached_property
    def _by_rules(self) -> dict[str, ReadingContext]:
        return {}

    @property
    def first_month(self) -> int:
        """The month in which the fiscal year of the case begins."""
        return self.case.file.fiscal_year_start if self.case else 1

    @cached_property
    def year_end(self) -> int:
        """The month in which the fiscal year of the case ends."""
        return (self.first_month - 2) % MONTHS + 1

    @cached_property
    def said(self) -> frozenset[str]:
        """Names of which mapping.yaml says what they are, or that they are left unread."""
        return frozenset(self.names.keys() | self.unread)

    @cached_property
    def unit_factor(self) -> float | None:
        """The factor of the unit that case.yaml states."""
        unit = self.case.file.unit if self.case else None
        return float(vocabulary().units[unit]) if unit in vocabulary().units else None

    @property
    def in_yuan(self) -> bool:
        """Whether amounts are in yuan, of which tables as often print ten thousands."""
        return self.case.file.currency == CHINESE if self.case else self.rules != NO_RULES

    def items_for(self, key: str, form: str | None = None, *, sure: bool = True) -> tuple[str, ...]:
        """The items that a spelling means on a form or, if `sure`, anywhere; none if it is forbidden."""
        if key in self.names:
            return (self.names[key],)
        contextual = [item for item, where in self.meanings.get(key, ()) if form is not None and where == form]
        items = contextual or (list(self.spellings.get(key, ())) if sure else [])
        return tuple(item for item in dict.fromkeys(items) if (key, item) not in self.forbidden)

    def meant(self, key: str) -> tuple[str, ...]:
        """The items that a spelling may mean on whatever form, by the rules of the case; none that it is forbidden."""
        found = dict.fromkeys((*self.items_for(key), *(item for item, _ in self.meanings.get(key, ()))))
        return tuple(one for one in found if self.is_in_force(one) and (key, one) not in self.forbidden)

    def is_in_force(self, item: str) -> bool:
        """Whether the rules of the case, where it has any, have an item."""
        regimes = self.catalog.items[item].regimes
        return not regimes or self.regime in (None, *regimes)

    @property
    def is_of_many(self) -> bool:
        """Whether the case is of many hospitals, so that a table has to say whose it is."""
        return self.case is not None and (self.case.file.entity is None or self.case.file.group is not None)

    @property
    def is_of_one(self) -> bool:
        """Whether the case is of one hospital and holds no others, such as its own peers."""
        file = self.case.file if self.case else None
        return bool(file and file.entity and file.group is None and not (file.peers and file.peers.are_in_the_case))

    def is_named(self, name: str) -> bool:
        """Whether it is known whose a sheet is that names this hospital, or none."""
        return bool(name) or self.case is None or self.case.file.entity is not None

    def entity(self, name: str, gathered: FoundValues, part: str = "", code: str = "") -> str:
        """The id of the entity that a sheet names, by its `code` too; the case's own where it names none.

        A `part` of it, such as a department, is an entity of its own below it: ``hospital/department``.
        """
        whole = known_names.hospital_named(name, code, self.case, gathered.codes)
        if not part:
            gathered.entities.setdefault(whole.id, whole)
            return whole.id
        below = Entity(f"{whole.id}{BELOW}{part}" if whole.id else part, part, whole.id or None)
        gathered.entities.setdefault(below.id, below)
        return below.id

    def is_own(self, name: str) -> bool:
        """Whether a name is the case's hospital's."""
        return known_names.is_own_hospital(name, self.case)
