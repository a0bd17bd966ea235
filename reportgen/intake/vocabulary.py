"""The words by which workbooks say what they are, in vocabulary.yaml, and labels as they are compared."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from pathlib import Path
from typing import Final

from reportgen.catalog import load
from reportgen.intake import sounds
from reportgen.intake.word_groups import CostWords, CurrencyUnits, MonthsEnded, NetAssetWords
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


class Vocabulary(Definition):
    """Everything that is recognised by a word."""

    heads: Heads
    between_ends: tuple[str, ...]
    ahead_heads: dict[str, tuple[str, ...]]
    ignored_heads: tuple[str, ...]
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
    versions: tuple[str, ...]
    superseded: tuple[str, ...]
    after_closing: tuple[str, ...]
    to_date: tuple[str, ...]
    of_a_part: tuple[str, ...]
    of_a_year: tuple[str, ...]
    years_beside: dict[str, tuple[str, ...]]
    total_heads: tuple[str, ...]
    total_rows: tuple[str, ...]
    titles_of_parts: tuple[str, ...]
    count_heads: tuple[str, ...]
    titles_of_budgets: tuple[str, ...]
    titles_of_execution: tuple[str, ...]
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
    page_sums: tuple[str, ...]
    cash_flow_heads: tuple[str, ...]
    opening_lines: tuple[str, ...]
    net_assets: NetAssetWords
    nets: NetWords
    results: tuple[str, ...]
    monthly_lines: tuple[str, ...]
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


SHORTEST_MONTH: Final = 3
"""Letters that tell the names of months apart."""
UNSEEN: Final = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
"""Control characters and marks that turn the direction of writing."""
SPACE: Final = re.compile(
    r"[\s\x00-\x1f\x7f\u00a0\u00ad\u034f\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufe00-\ufe0f\ufeff]+"
)
CIRCLED: Final = re.compile(r"^[\u2460-\u2473]")  # ① … ⑳
ROW_NUMBER: Final = re.compile(  # "1 ", and account codes such as 1212
    r"^\d{1,3}\s+(?=[^\d\s.、,)])|^\d{4,}[-_\s]*(?=[^\d\s.])|^\d{4,}[-_\s]+(?=\d{1,2}[.、])"
)
ARABIC: Final = re.compile(r"^\d{1,2}[.、,)](?!\d)|^\(\d{1,2}\)")  # 1. 1、 1) (1)
DASHES: Final[dict[int, str]] = str.maketrans(
    {"—": "-", "–": "-", "－": "-", "−": "-", "“": '"', "”": '"', "＂": '"', "，": ",", "。": "."}
)
PUNCTUATION: Final[dict[int, None]] = dict.fromkeys(map(ord, ",.-'’"))
"""What names in English are written with or without."""
TRANSLATION: Final = re.compile(
    r"(?<=[^\x00-\x28\x2a-\x7f])[/|(\[-]*[A-Za-z][A-Za-z ,.'’&:/()-]{3,}$"
)  # behind a Chinese name


@lru_cache(maxsize=65536)
def bare(text: str) -> str:
    """Widths folded, white space gone, Traditional characters as Simplified; what heads and marks are compared by."""
    return SPACE.sub("", unicodedata.normalize("NFKC", text)).translate(_folds())


@lru_cache(maxsize=1)
def month_names() -> str:
    """Any name of a month in English, whole or short, as a part of a pattern; the longer one of two alike first."""
    words = vocabulary()
    short = (*words.months_shortened, *(month[:SHORTEST_MONTH] for month in words.months_in_words))
    return "|".join((*words.months_in_words, *short))


def month_number(name: str) -> int:
    """The number of a month by any of its names."""
    short = [month[:SHORTEST_MONTH] for month in vocabulary().months_in_words]
    return short.index(name[:SHORTEST_MONTH].lower()) + 1


@lru_cache(maxsize=4096)
def is_month_name(text: str) -> bool:
    """Whether a text is the English name of a month and nothing else, whole or short."""
    return re.fullmatch(rf"(?:{month_names()})\.?", text, re.IGNORECASE) is not None


def simplified(text: str) -> str:
    """A text with Traditional characters as Simplified, one for one."""
    return text.translate(_simplified())


@lru_cache(maxsize=1)
def _simplified() -> dict[int, str]:
    words = vocabulary()
    pairs = zip(words.traditional.replace(" ", ""), words.simplified.replace(" ", ""), strict=True)
    return {ord(old): new for old, new in pairs}


@lru_cache(maxsize=1)
def _folds() -> dict[int, str]:
    return {**DASHES, **_simplified()}


def without_translation(folded: str) -> str:
    """A Chinese name without its English translation behind it or its sounds; abbreviations such as CMI stay."""
    return folded if folded.isascii() else TRANSLATION.sub("", sounds.without(folded))


@lru_cache(maxsize=65536)
def normalised(label: str) -> str:
    """A label without numbering, prefixes, notes and variants of letters, so that its spellings compare equal."""
    words = vocabulary()
    text = unicodedata.normalize("NFKC", CIRCLED.sub("", label.strip()))
    text = without_translation(bare(ROW_NUMBER.sub("", SPACE.sub(" ", text).strip()))).lower()
    while True:
        shorter = _strip_front(_strip_back(text), words)
        if shorter == text:
            break
        text = shorter
    for variant, usual in words.letters_alike.items():
        text = text.replace(variant, usual)
    return text


def _strip_front(text: str, words: Vocabulary) -> str:
    for prefix in words.prefixes:
        if text.startswith(prefix) and len(text) > len(prefix):
            text = text.removeprefix(prefix).lstrip(":")
    numbered = _ordinal(words.ordinals).sub("", text, count=1)
    return ARABIC.sub("", numbered, count=1) or text


def _strip_back(text: str) -> str:
    text = text.rstrip("*:;")
    for note in _notes():
        text = note.sub("", text) or text
    return text


@lru_cache
def _ordinal(ordinals: str) -> re.Pattern[str]:
    return re.compile(rf"^[{ordinals}]{{1,3}}[、.]|^\([{ordinals}]{{1,3}}\)")  # in Chinese numerals


@lru_cache(maxsize=1)
def _notes() -> tuple[re.Pattern[str], ...]:
    words = vocabulary()
    fill = "|".join(words.label_notes)
    units = "|".join(map(re.escape, (*words.currency_notes, *words.percents, *counts())))
    return re.compile(rf"\([^()]*(?:{fill})[^()]*\)$"), re.compile(rf"\((?:{units})\)$")


def unpunctuated(key: str) -> str:
    """An English name without commas, hyphens and the like, "&" as the word."""
    return key.replace("&", "and").translate(PUNCTUATION)


@lru_cache(maxsize=1)
def counts() -> dict[str, int]:
    """Units of counts, alone and in multiples, with their factors."""
    words = vocabulary()
    return {f"{many}{unit}": times for many, times in {"": 1, **words.multiples}.items() for unit in words.counted}


@lru_cache(maxsize=65536)
def unit_of(label: str) -> str:
    """The unit in brackets behind a label, "" where there is none."""
    folded = bare(label)
    inside = folded.rpartition("(")[2].removesuffix(")").lower() if folded.endswith(")") else ""
    words = vocabulary()
    return inside if inside in words.units or inside in words.percents or inside in counts() else ""


@lru_cache(maxsize=4096)
def says(text: str, marks: tuple[str, ...]) -> bool:
    """Whether a text begins with one of the marks followed by a colon, or is one of them."""
    folded = bare(text)
    return any(folded == mark or folded.startswith(f"{mark}:") for mark in marks)


def says_ratio(label: str) -> bool:
    """Whether a name is that of a ratio: by how it ends, or by words that no line of a statement has."""
    folded = bare(label).lower().partition("(")[0].rstrip("%")
    return folded.endswith(vocabulary().ratio_ends) or any(word in folded for word in vocabulary().ratio_words)
