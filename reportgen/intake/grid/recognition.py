"""Which official form a table is: by its rows, never by the name of its file or sheet."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from itertools import chain, combinations
from typing import Any, Final

from reportgen.catalog import Catalog
from reportgen.intake.grid.head_words import Role
from reportgen.intake.grid.tables import SheetTable
from reportgen.intake.words.labels import bare, normalised
from reportgen.model.definitions import NO_RULES, SINCE, Form, FormRow, Item, rules_since

LEAST_SHARE: Final = 0.6
LEAST_ROWS: Final = 4
NEAR_SHARE: Final = 0.2
MONEY: Final = "money"
MATRIX: Final = "matrix"
SIDES: Final = 2
Memory = dict[object, list[Any]]
"""By what they depend on, the newest first; what they are only those know who work them out (`routes`)."""


@dataclass(frozen=True)
class FormFit:
    """How well a form explains a table.

    Attributes:
        proven: whether every row of the form's signature is there and none that it excludes.
        share: share of the table's labels that are rows of the form.
        named: whether the form's code or title is printed above.
    """

    code: str
    proven: bool
    share: float
    found: int
    named: bool


@dataclass(frozen=True, eq=False)
class RecognisedTable:
    """A table with the form it is, if it is one; `routes` are the ways through tables laid out alike."""

    table: SheetTable
    form: str | None
    nearest: str | None
    routes: Memory = field(default_factory=dict)


def found(table: SheetTable, catalog: Catalog) -> RecognisedTable:
    """A table with its form, or with the nearest one where none is certain."""
    fit, near = recognise(table, catalog)
    return RecognisedTable(table, fit.code if fit else None, near.code if near else None)


def divided(table: SheetTable, catalog: Catalog) -> list[RecognisedTable]:
    """A table with its form, or its sides each with its own: one statement beside another, under heads in one row.

    A side is another statement where more of its lines are no rows of the table's form than are, and it is one alone.
    """
    whole = found(table, catalog)
    if len(table.sides) < SIDES:
        return [whole]
    alone = [found(_of_side(table, number), catalog) for number in range(len(table.sides))]
    others = [each for each in alone if _is_another(each, whole, catalog)]
    if not others or (whole.form is None and not _are_of_two(others, catalog)):
        return [whole]
    rest = [each.table for each in alone if each not in others]
    return [*([found(_joined(rest), catalog)] if rest else []), *others]


def _of_side(table: SheetTable, number: int) -> SheetTable:
    """One side of a table, with what stands beside its columns and not beside those of another one."""
    starts = [min(line.column for line in side.lines) if side.lines else 0 for side in table.sides]
    first, behind = starts[number] if number else 0, [*starts[1:], table.sheet.width][number]
    stray, worked_out, parts = (
        tuple(column for column in columns if first <= column.index < behind)
        for columns in (table.stray, table.worked_out, table.parts)
    )
    return replace(table, sides=(table.sides[number],), stray=stray, worked_out=worked_out, parts=parts)


def _joined(sides: Sequence[SheetTable]) -> SheetTable:
    """Sides of one table together again."""
    stray, worked_out, parts = (
        tuple(chain.from_iterable(columns))
        for columns in zip(*((one.stray, one.worked_out, one.parts) for one in sides), strict=True)
    )
    whole = tuple(chain.from_iterable(one.sides for one in sides))
    return replace(sides[0], sides=whole, stray=stray, worked_out=worked_out, parts=parts)


def _is_another(side: RecognisedTable, whole: RecognisedTable, catalog: Catalog) -> bool:
    """Whether a side is a form, and not the one that the table is as a whole."""
    known = labels(catalog.forms.get(whole.form or ""))
    return side.form not in {None, whole.form} and len(side.table.keys & known) * 2 < len(side.table.keys)


def _are_of_two(sides: Iterable[RecognisedTable], catalog: Catalog) -> bool:
    """Whether two of some sides are statements that have few lines in common: not one by the rules of two times."""
    rows = [labels(catalog.forms[each.form]) for each in sides if each.form]
    return any(len(one & other) * 2 < min(len(one), len(other)) for one, other in combinations(rows, 2))


def recognise(table: SheetTable, catalog: Catalog) -> tuple[FormFit | None, FormFit | None]:
    """The form of a table, and the nearest one where none is certain."""
    forms = catalog.forms
    if any(key.isascii() for key in table.keys):
        fits = sorted((_fit(_in_chinese(table, form, catalog), form) for form in forms.values()), key=_rank)
    else:
        fits = sorted((_fit(table, form) for form in forms.values()), key=_rank)
    proven = [fit for fit in fits if fit.proven]
    if proven:
        return proven[-1], None
    sure = [fit for fit in fits if _is_sure(fit, table, catalog)]
    if sure and (len(sure) == 1 or _rank(sure[-1])[:-1] > _rank(sure[-2])[:-1]):
        return sure[-1], None
    near = [fit for fit in fits if fit.share >= NEAR_SHARE or fit.named]
    return None, near[-1] if near else None


def _is_sure(fit: FormFit, table: SheetTable, catalog: Catalog) -> bool:
    """Whether a table has enough rows of a form, and none that is not on it."""
    form = catalog.forms[fit.code]
    is_enough = fit.found >= LEAST_ROWS and fit.share >= LEAST_SHARE
    is_wider = not fit.named and _is_wider(table, form, catalog)
    return is_enough and not (is_wider or _excluded(table, form) or _counts_beside(table, form, catalog))


def _is_wider(table: SheetTable, form: Form, catalog: Catalog) -> bool:
    """Whether a line that no row of a form names is a total to which the form's rows belong and which it has not."""
    items, names = catalog.items, _named(catalog)
    beside = {names[key] for key in table.keys - labels(form) if key in names} - form.items
    wider = {item for item in beside if item in items and form.regime in items[item].regimes}
    return bool(wider and wider & _totals(catalog)[form.code])


@lru_cache(maxsize=4)
def _named(catalog: Catalog) -> Mapping[str, str]:
    """Sure spellings as compared → item."""
    return {normalised(label): item for label, item in catalog.aliases.names.items()}


@lru_cache(maxsize=4)
def _totals(catalog: Catalog) -> Mapping[str, frozenset[str]]:
    """The totals to which the rows of each form belong, whether they stand on it or not."""
    items = catalog.items
    rows = {code: form.items & items.keys() for code, form in catalog.forms.items()}
    return {code: frozenset(total for row in own for total in _totals_of(row, items)) for code, own in rows.items()}


def _totals_of(item: str, items: Mapping[str, Item]) -> Iterator[str]:
    while (parent := items[item].parent) in items and parent is not None:
        yield parent
        item = parent


def _counts_beside(table: SheetTable, form: Form, catalog: Catalog) -> bool:
    """Whether lines that no row of a form names count something: a table of income and visits is no form."""
    return bool((table.keys - labels(form)) & _counted(catalog))


@lru_cache(maxsize=4)
def _counted(catalog: Catalog) -> frozenset[str]:
    """Names, as compared, of what is counted and no money."""
    items = catalog.items
    names = catalog.aliases.names.items()
    return frozenset(normalised(name) for name, item in names if item in items and items[item].unit != MONEY)


def under(regime: str | None, found: Iterable[RecognisedTable], catalog: Catalog) -> list[RecognisedTable]:
    """The tables under the rules of a case: where none are official, the usual lines of any balance sheet make no form.

    They do not in English alone, nor beside lines that only hospitals without such rules have, as companies. Lines that
    several rules have, and nothing that only one of them has, are those of the case.
    """
    if regime != NO_RULES:
        return [_in_force(each, regime, catalog) for each in found]
    others = _of_no_rules(catalog)
    return [
        RecognisedTable(each.table, None, None)
        if each.form and (all(key.isascii() for key in each.table.keys) or not others.isdisjoint(each.table.keys))
        else each
        for each in found
    ]


def _in_force(each: RecognisedTable, regime: str | None, catalog: Catalog) -> RecognisedTable:
    """A table of a form of other rules that nothing proves: as the form of the case's rules, where it may be one.

    Where it is none of these, and of years in which the other rules were over, it is a list in words of its own.
    """
    form, regime = catalog.forms.get(each.form or ""), regime or rules_since(each.table.years)
    if regime is None or form is None or form.regime == regime or _fit(each.table, form).proven:
        return each
    fits = [_fit(each.table, one) for one in catalog.forms.values() if one.regime == regime]
    own = sorted((fit for fit in fits if _is_sure(fit, each.table, catalog)), key=_rank)
    if own:
        return RecognisedTable(each.table, own[-1].code, None)
    return RecognisedTable(each.table, None, each.form) if _is_since(each.table, regime) else each


def _is_since(table: SheetTable, regime: str) -> bool:
    """Whether all that a table says of its years lies in those of rules."""
    return min(table.years, default=0) >= SINCE.get(regime, 0)


@lru_cache(maxsize=4)
def _of_no_rules(catalog: Catalog) -> frozenset[str]:
    """Names of lines, as compared, that stand on no official form."""
    named = catalog.aliases.contextual.items()
    return frozenset(normalised(label) for label, meant in named if all(one.regimes == (NO_RULES,) for one in meant))


def _rank(fit: FormFit) -> tuple[bool, bool, float, int, str]:
    return fit.proven, fit.named, fit.share, fit.found, fit.code


def _fit(table: SheetTable, form: Form) -> FormFit:
    found = len(table.keys & labels(form))
    proven = bool(form.signature) and all(_has(table, mark) for mark in form.signature) and not _excluded(table, form)
    title = table.banner.title
    return FormFit(
        form.code, proven, found / max(1, len(table.keys)), found, _names(title, bare(form.title.zh), bare(form.code))
    )


def _excluded(table: SheetTable, form: Form) -> bool:
    return any(_has(table, mark) for mark in form.excludes)


def _has(table: SheetTable, mark: str) -> bool:
    """Whether a row label is the mark, or one of several marks joined by |."""
    return any(normalised(choice) in table.keys for choice in mark.split("|"))


def named(texts: Iterable[str], catalog: Catalog) -> frozenset[str]:
    """The forms whose code or title is printed in the texts above a table."""
    return frozenset(chain.from_iterable(map(_naming(catalog), texts)))


@lru_cache(maxsize=4)
def _naming(catalog: Catalog) -> Callable[[str], tuple[str, ...]]:
    """What tells the forms that one text names."""
    titles = _titles(catalog)

    @lru_cache(maxsize=4096)
    def naming(text: str) -> tuple[str, ...]:
        folded = bare(text)
        return tuple(code for code, *printed in titles if _names(folded, *printed))

    return naming


def _titles(catalog: Catalog) -> tuple[tuple[str, str, str], ...]:
    """The forms with their titles and codes as compared."""
    return tuple((form.code, bare(form.title.zh), bare(form.code)) for form in catalog.forms.values())


def _names(title: str, printed: str, code: str) -> bool:
    return printed in title or code in title


def _in_chinese(table: SheetTable, form: Form, catalog: Catalog) -> SheetTable:
    """The table with the names that an English version of a form prints put back into those of the form."""
    named = {english: normalised(row.label) for row in form.every_row for english in translations(row, catalog)}
    sides = tuple(
        replace(side, lines=tuple(replace(line, key=named.get(line.key, line.key)) for line in side.lines))
        for side in table.sides
    )
    return replace(table, sides=sides)


def translations(row: FormRow, catalog: Catalog) -> frozenset[str]:
    """How an English version of a form may print a row, as compared."""
    item = catalog.items.get(row.item or "")
    printed = (row.english, item.name.en if item else None, item.short.en if item and item.short else None)
    return _keys(tuple(text for text in printed if text))


@lru_cache(maxsize=2048)
def _keys(labels: tuple[str, ...]) -> frozenset[str]:
    return frozenset(normalised(label) for label in labels)


def labels(form: Form | None) -> frozenset[str]:
    """The names of a form's rows as compared; none of no form."""
    return _keys(form.labels) if form else frozenset()


def in_shape(each: RecognisedTable, catalog: Catalog) -> RecognisedTable:
    """A table that is no matrix without columns under heads of matrices, which are told: what a budget has left over.

    There such a head says nothing of a period, so that its figures would pass for those of the lines.
    """
    form, table = catalog.forms.get(each.form or ""), each.table
    aside = tuple(one for side in table.sides for one in side.columns if one.role is Role.MATRIX)
    if not aside or (form is not None and form.shape == MATRIX):
        return each
    sides = [replace(side, columns=tuple(one for one in side.columns if one not in aside)) for side in table.sides]
    held = tuple(side for side in sides if side.columns)
    return replace(each, table=replace(table, sides=held, stray=(*table.stray, *aside)))


def matrix_words(forms: Iterable[Form]) -> frozenset[str]:
    """Words that head the columns of matrices."""
    return frozenset(bare(part).lower() for form in forms for head in form.matrix_columns for part in _parts(head))


def _parts(head: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in head.replace("/", "|").split("|"))
