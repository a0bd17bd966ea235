"""The words by which workbooks say what they are; they stand in vocabulary.yaml."""

from __future__ import annotations

from functools import lru_cache
from importlib import resources

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
    prior: tuple[str, ...]
    actual: tuple[str, ...]
    original: tuple[str, ...]
    budget: tuple[str, ...]
    line: tuple[str, ...]
    unit: tuple[str, ...]
    code: tuple[str, ...]


class Amounts(Definition):
    """How an amount is written: what stands for nothing, for a currency, for a sign."""

    nothing: tuple[str, ...]
    currencies: tuple[str, ...]
    suffixes: dict[str, int]
    minus: tuple[str, ...]


class TidyHeads(Definition):
    """Heads of a table with one figure a row."""

    entity: tuple[str, ...]
    entity_or_unit: tuple[str, ...]
    department: tuple[str, ...]
    period: tuple[str, ...]
    form: tuple[str, ...]
    item: tuple[str, ...]
    value: tuple[str, ...]
    unit: tuple[str, ...]
    view: tuple[str, ...]
    voucher: tuple[str, ...]


class ExpertWords(Definition):
    """Heads and levels of the experts' sheets."""

    expert: tuple[str, ...]
    ability: tuple[str, ...]
    importance: tuple[str, ...]
    level: tuple[str, ...]
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
    ignored_heads: tuple[str, ...]
    ledger_heads: tuple[tuple[str, ...], ...]
    hospital_words: tuple[str, ...]
    hospital_endings: tuple[str, ...]
    summaries: tuple[str, ...]
    versions: tuple[str, ...]
    after_closing: tuple[str, ...]
    total_heads: tuple[str, ...]
    titles_of_budgets: tuple[str, ...]
    month: str
    year: str
    day: str
    year_suffixes: tuple[str, ...]
    numerals: str
    zero_variants: str
    until: tuple[str, ...]
    begin: str
    first_half: tuple[str, ...]
    second_half: tuple[str, ...]
    quarter: str
    issue: str
    ordinal: str
    up_to: str
    date_prefixes: tuple[str, ...]
    printing: tuple[str, ...]
    entity_marks: tuple[str, ...]
    unit_marks: tuple[str, ...]
    unit_verbs: tuple[str, ...]
    unit_followers: tuple[str, ...]
    unit_by: str
    unit_ends: tuple[str, ...]
    unit_prefixes: tuple[str, ...]
    units: dict[str, int]
    counted: tuple[str, ...]
    multiples: dict[str, int]
    percents: tuple[str, ...]
    footers: tuple[str, ...]
    notes: tuple[str, ...]
    monthly_lines: tuple[str, ...]
    monthly_marks: tuple[str, ...]
    annual_marks: tuple[str, ...]
    deducted: tuple[str, ...]
    prefixes: tuple[str, ...]
    label_notes: tuple[str, ...]
    currency_notes: tuple[str, ...]
    ordinals: str
    letters_alike: dict[str, str]
    traditional: str
    simplified: str
    months_in_words: tuple[str, ...]
    year_ended: tuple[str, ...]
    amounts: Amounts
    tidy: TidyHeads
    experts: ExpertWords
    costs: CostWords
    checklists: ChecklistWords


@lru_cache(maxsize=1)
def vocabulary() -> Vocabulary:
    """The words, read once."""
    file = "vocabulary.yaml"
    text = resources.files("reportgen.intake").joinpath(file).read_text(encoding="utf-8")
    words, findings = load.one(Vocabulary, text, file)
    if words is None:
        raise ValueError([str(finding) for finding in findings])
    return words
