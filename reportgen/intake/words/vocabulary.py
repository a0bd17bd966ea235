"""The words by which workbooks say what they are, in vocabulary.yaml."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from reportgen.catalog import load
from reportgen.model.definition import Definition


class Heads(Definition):
    """Words of column heads, by what the column holds."""

    label: tuple[str, ...]
    closing: tuple[str, ...]
    open: tuple[str, ...]
    month: tuple[str, ...]
    quarter: tuple[str, ...]
    current: tuple[str, ...]
    ytd: tuple[str, ...]
    year: tuple[str, ...]
    comparative: tuple[str, ...]
    earlier: tuple[str, ...]
    prior: tuple[str, ...]
    actual: tuple[str, ...]
    original: tuple[str, ...]
    budget: tuple[str, ...]
    line: tuple[str, ...]
    unit: tuple[str, ...]
    code: tuple[str, ...]


class Amounts(Definition):
    """How an amount is written: what stands for nothing, which of that are dashes, for a currency, for a sign."""

    nothing: tuple[str, ...]
    dashes: tuple[str, ...]
    currencies: tuple[str, ...]
    suffixes: dict[str, int]
    minus: tuple[str, ...]


class TidyHeads(Definition):
    """Heads of a table with one figure a row."""

    entity: tuple[str, ...]
    entity_code: tuple[str, ...]
    entity_or_unit: tuple[str, ...]
    department: tuple[str, ...]
    period: tuple[str, ...]
    years: tuple[str, ...]
    months: tuple[str, ...]
    quarters: tuple[str, ...]
    form: tuple[str, ...]
    item: tuple[str, ...]
    value: tuple[str, ...]
    unit: tuple[str, ...]
    view: tuple[str, ...]
    part: tuple[str, ...]
    whole: tuple[str, ...]
    voucher: tuple[str, ...]


class NetWords(Definition):
    """Ends of the names of a net and of its gross, and what is taken off between them by no name of its own.

    Attributes:
        worn: of what wears out, what is taken off; where a table has none of it, the bare name is that of the net.
    """

    ends: tuple[str, ...]
    gross: str
    taken_off: tuple[str, ...]
    worn: dict[str, str]


class ExpertWords(Definition):
    """Heads and levels of the experts' sheets."""

    expert: tuple[str, ...]
    ability: tuple[str, ...]
    importance: tuple[str, ...]
    level: tuple[str, ...]
    of_importance: tuple[str, ...]
    of_levels: tuple[str, ...]
    aside: tuple[str, ...]
    ticks: tuple[str, ...]
    person: str
    levels: dict[str, tuple[str, ...]]
    round: str


class ChecklistWords(Definition):
    """Heads of filled checklists, and what stands for a row that nobody inspected."""

    item: tuple[str, ...]
    mark: tuple[str, ...]
    full_mark: tuple[str, ...]
    evidence: tuple[str, ...]
    inspector: tuple[str, ...]
    period: tuple[str, ...]
    entity: tuple[str, ...]
    not_inspected: tuple[str, ...]

    def columns(self) -> dict[str, tuple[str, ...]]:
        """Words of the heads by what a column holds."""
        return {name: getattr(self, name) for name in type(self).model_fields if name != "not_inspected"}


class WorkedOutHeads(Definition):
    """Words of the heads of shares and changes, which other columns give."""

    within: tuple[str, ...]
    in_front: tuple[str, ...]
    but: tuple[str, ...]
    of_changes: tuple[str, ...]
    of_shares: tuple[str, ...]
    beside: tuple[str, ...]
    wholes: tuple[str, ...]


class OfOneMonth(Definition):
    """Words of titles whose figures are those of the month alone.

    Attributes:
        but: words of others that have these within them.
        until: words of titles that tell the day until which figures go, whatever stands behind them.
        several: words of titles whose figures are of more months than one.
    """

    words: tuple[str, ...]
    but: tuple[str, ...]
    until: tuple[str, ...]
    several: tuple[str, ...]


class TitlesOfPlans(Definition):
    """Words of titles and names of sheets whose figures are planned.

    Attributes:
        but: words of others that have these within them.
        more: beside them, or beside the word for a budget, words of titles of something else, too.
    """

    words: tuple[str, ...]
    but: tuple[str, ...]
    more: tuple[str, ...]


class NotesOfParts(Definition):
    """Words of notes that say of a year that its figures are not those of all of it.

    Attributes:
        years: behind a year, `between` stands between two of them.
        marks: in front of a note.
        figures: what a note calls the figures of a year.
        verbs: between them and the months.
        expected: in their place, of what is expected.
        in_english: the same, with fillers behind the verb, and what may stand behind months “of”.
    """

    years: tuple[str, ...]
    between: str
    marks: tuple[str, ...]
    figures: tuple[str, ...]
    verbs: tuple[str, ...]
    expected: tuple[str, ...]
    in_english: dict[str, tuple[str, ...]]


class NetAssetWords(Definition):
    """Heads of what a statement books to net assets alone, the lines that end them, and those that it books there."""

    names: tuple[str, ...]
    restricted: tuple[str, ...]
    operating: tuple[str, ...]
    other: str
    released: str
    moved: tuple[str, ...]
    changes: tuple[str, ...]


class MonthsEnded(Definition):
    """How many months end with a day: “Six months ended September 30”, 截至9月30日止六个月.

    Attributes:
        single: words of one month.
        numbers: in front of months ended.
        until: behind the day in Chinese, and `counted` behind the number of months that follows it.
        written: the Chinese text of a span, with its last day and its months to be filled in.
    """

    single: tuple[str, ...]
    numbers: dict[str, int]
    until: str
    counted: str
    written: str


class CurrencyUnits(Definition):
    """Units of money by the sign of a currency.

    Attributes:
        alone: names and signs of the yuan that state whole yuan where nothing else stands with them.
        marks: words in front of a currency, besides those for a unit.
        signs: signs and codes in front of a multiple.
        letters: capital letters that are the sign of a currency in front of a multiple, and its code.
        multiples: what may stand behind them, and how many it is.
        names: currencies in English words.
        in_words: multiples in English words.
        words: words of a unit that tell of which currency it is.
    """

    alone: tuple[str, ...]
    marks: tuple[str, ...]
    signs: tuple[str, ...]
    letters: dict[str, str]
    multiples: dict[str, int]
    names: tuple[str, ...]
    in_words: dict[str, int]
    words: dict[str, str]

    def composed(self) -> dict[str, int]:
        """Units in English words, with their factors: lakhs, dollars, thousands of dollars, dollars in thousands."""
        found = {**dict.fromkeys(self.names, 1), **self.in_words}
        for many, times in self.in_words.items():
            found |= dict.fromkeys((f"{many}of{name}" for name in (*self.names, *self.signs)), times)
            for name in self.names:
                found |= dict.fromkeys((f"{many}{name}", f"{name}{many}", f"{name}in{many}"), times)
            found |= dict.fromkeys((f"{sign}in{many}" for sign in self.signs), times)
        return found


class CostWords(Definition):
    """Tables of cost by department: cost elements, groups of departments, and the lines of the hospital as a whole."""

    elements: dict[str, tuple[str, ...]]
    kinds: dict[str, tuple[str, ...]]
    groups: dict[str, tuple[str, ...]]
    subtotals: tuple[str, ...]
    totals: dict[str, tuple[str, ...]]
    results: dict[str, tuple[str, ...]]


class Vocabulary(Definition):
    """Everything that is recognised by a word."""

    heads: Heads
    between_ends: tuple[str, ...]
    ahead_heads: dict[str, tuple[str, ...]]
    ignored_heads: tuple[str, ...]
    scopes: tuple[str, ...]
    month_before: tuple[str, ...]
    worked_out_heads: WorkedOutHeads
    restricted_heads: tuple[str, ...]
    whole_heads: tuple[str, ...]
    eliminations: tuple[str, ...]
    group_words: tuple[str, ...]
    parents: tuple[str, ...]
    consolidated: tuple[str, ...]
    ledger_heads: tuple[tuple[str, ...], ...]
    hospital_words: tuple[str, ...]
    campuses: tuple[str, ...]
    hospital_endings: tuple[str, ...]
    company_endings: tuple[str, ...]
    summaries: tuple[str, ...]
    statement_words: tuple[str, ...]
    common_in_names: tuple[str, ...]
    common_in_chinese_names: tuple[str, ...]
    kinds_of_hospitals: tuple[str, ...]
    form_ending: str
    versions: tuple[str, ...]
    superseded: tuple[str, ...]
    after_closing: tuple[str, ...]
    so_far: tuple[str, ...]
    of_one_month: OfOneMonth
    to_date: tuple[str, ...]
    of_a_part: tuple[str, ...]
    of_a_year: tuple[str, ...]
    of_a_whole_year: tuple[str, ...]
    notes_of_heads: tuple[str, ...]
    odd_periods: tuple[str, ...]
    week: str
    years_beside: dict[str, tuple[str, ...]]
    total_heads: tuple[str, ...]
    total_rows: tuple[str, ...]
    titles_of_parts: tuple[str, ...]
    count_heads: tuple[str, ...]
    titles_of_budgets: tuple[str, ...]
    budgetary_accounts: tuple[str, ...]
    titles_of_execution: tuple[str, ...]
    titles_of_plans: TitlesOfPlans
    titles_of_ratios: dict[str, tuple[str, ...]]
    titles_of_departments: dict[str, tuple[str, ...]]
    english_titles: dict[str, tuple[str, ...]]
    ages: dict[str, tuple[str, ...]]
    month: str
    month_tails: tuple[str, ...]
    year: str
    letters_of_years: dict[str, str]
    republic: str
    day: str
    year_suffixes: tuple[str, ...]
    balances: tuple[str, ...]
    numerals: str
    zero_variants: str
    until: tuple[str, ...]
    begin: str
    first_half: tuple[str, ...]
    second_half: tuple[str, ...]
    quarter: str
    issue: str
    ordinal: str
    up_to_month: str
    up_to: str
    date_prefixes: tuple[str, ...]
    printing: tuple[str, ...]
    entity_marks: tuple[str, ...]
    entity_notes: tuple[str, ...]
    unit_marks: tuple[str, ...]
    unit_verbs: tuple[str, ...]
    unit_followers: tuple[str, ...]
    unit_by: str
    unit_ends: tuple[str, ...]
    unit_prefixes: tuple[str, ...]
    units: dict[str, int]
    unit_beside: tuple[str, ...]
    unit_before: tuple[str, ...]
    currency_units: CurrencyUnits
    unit_behind: tuple[str, ...]
    counted: tuple[str, ...]
    counters: tuple[str, ...]
    multiples: dict[str, int]
    percents: tuple[str, ...]
    footers: tuple[str, ...]
    supplements: tuple[str, ...]
    notes: tuple[str, ...]
    notes_of_parts: NotesOfParts
    page_sums: tuple[str, ...]
    cash_flow_heads: tuple[str, ...]
    opening_lines: tuple[str, ...]
    net_assets: NetAssetWords
    nets: NetWords
    results: tuple[str, ...]
    monthly_marks: tuple[str, ...]
    annual_marks: tuple[str, ...]
    deducted: tuple[str, ...]
    further: tuple[str, ...]
    of_which: tuple[str, ...]
    net_of: tuple[str, ...]
    ratio_ends: tuple[str, ...]
    ratio_words: tuple[str, ...]
    added: tuple[str, ...]
    taken_off: tuple[str, ...]
    expense_words: tuple[str, ...]
    profit_words: tuple[str, ...]
    prefixes: tuple[str, ...]
    label_notes: tuple[str, ...]
    currency_notes: tuple[str, ...]
    ordinals: str
    letters_alike: dict[str, str]
    traditional: str
    simplified: str
    months_in_words: tuple[str, ...]
    months_shortened: tuple[str, ...]
    day_prefixes: tuple[str, ...]
    standings: tuple[str, ...]
    year_ended: tuple[str, ...]
    months_ended: MonthsEnded
    empty_words: tuple[str, ...]
    negations: tuple[str, ...]
    revenue_words: tuple[str, ...]
    result_words: tuple[str, ...]
    same_words: dict[str, str]
    losses: tuple[str, ...]
    gains: tuple[str, ...]
    amounts: Amounts
    tidy: TidyHeads
    experts: ExpertWords
    costs: CostWords
    checklists: ChecklistWords


@lru_cache(maxsize=1)
def vocabulary() -> Vocabulary:
    """The words, read once."""
    words = load.shipped(Vocabulary, Path(__file__).with_name("vocabulary.yaml"))
    return words.model_copy(update={"units": {**words.units, **words.currency_units.composed()}})
