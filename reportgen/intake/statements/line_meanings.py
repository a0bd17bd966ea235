"""Which of several items a line is: by its total, by the sure lines around it, by the rules in force.

A name of several meanings in a statement without official lines: its total, or its neighbour, says which one it is.

“Supplies” is stocks above the total of current assets, and an expense above that of expenses.

What a line is by the sure lines around it: a part of what stands above, a count among counts, money among money.

Under which accounting rules a name of an item holds, and whether these were in force in the years of a table.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from typing import Final

from reportgen.intake.columns.column_periods import BALANCES
from reportgen.intake.context import ReadingContext
from reportgen.intake.grid.tables import NO_RANK, SheetLine, rank_of
from reportgen.model.definitions import IN_FORCE, NO_RULES, SINCE, Item

INCOME, EXPENSE, RESULT = "total_income", "total_expense", "operating_surplus"
EXPENSES: Final = {INCOME: EXPENSE, "bgt_income_total": "bgt_expense_total"}
"""The expense beside each income."""
POSITION, DEBT = "balance_sheet", "short_term_loans"
Meant = Mapping[SheetLine, tuple[str, ...]]
Sure = tuple[str, ...]


def by_total(meant: Meant, items: Mapping[str, Item], regime: str | None) -> dict[SheetLine, Sure]:
    """The same lines in their order; of several items the one that alone may stand where the line does.

    Official forms have their totals above their lines, and say by their order what a line is.
    """
    if regime != NO_RULES:
        return dict(meant)
    order = [*meant.values()]
    found = {line: tuple(one for one in known if one in items) for line, known in meant.items()}
    return {
        line: _by_expense(known, order, at)
        or _by_total(known, order[at + 1 :], items)
        or _behind_total(known, order, at, items)
        or _by_total(_left(known, order, at, items), order[at + 1 :], items)
        or _by_neighbour(known, order, at, items)
        or _by_name(known, line, found, items)
        or _undivided(known, order, items)
        or meant[line]
        if len(known) > 1
        else meant[line]
        for at, (line, known) in enumerate(found.items())
    }


def of_section(meant: Meant, by_others: AbstractSet[SheetLine], items: Mapping[str, Item]) -> dict[SheetLine, Sure]:
    """The same lines; none of income that only the lines beside it tell, where the one above it is of expense.

    Below the total of expense 财政拨款 is what was spent of that money.
    """
    found, above = dict[SheetLine, Sure](), ""
    for line, known in meant.items():
        said = {*known, *(_totals(known[0], items) if known and known[0] in items else ())}
        found[line] = (
            () if line in by_others and above and above in {EXPENSES[one] for one in said & {*EXPENSES}} else known
        )
        if line not in by_others and len(known) == 1:
            above = next((total for total in EXPENSES.values() if total in said), "")
    return found


def _by_expense(known: Sure, order: Sequence[Sure], at: int) -> Sure:
    """Of income and what is left of it the one by the side of all expense: income stands above it, the result below."""
    if {*known} != {INCOME, RESULT}:
        return ()
    above, below = (any(EXPENSE in said for said in part) for part in (order[:at], order[at + 1 :]))
    return () if above == below else (INCOME,) if below else (RESULT,)


def _by_total(known: Sure, below: Sequence[Sure], items: Mapping[str, Item]) -> Sure:
    """The one that belongs to the first total below to which not all of them do."""
    parts = ([one for one in known if {*said} & {*_totals(one, items)}] for said in below)
    return next(((within[0],) for within in parts if len(within) == 1), ())


def _behind_total(known: Sure, order: Sequence[Sure], at: int, items: Mapping[str, Item]) -> Sure:
    """The one left without those that are added up already."""
    left = _left(known, order, at, items)
    return left if len(left) == 1 else ()


def _left(known: Sure, order: Sequence[Sure], at: int, items: Mapping[str, Item]) -> Sure:
    """Those of which no total stands above the line and not below it."""
    above, below = ({one for said in part for one in said} for part in (order[:at], order[at + 1 :]))
    return tuple(one for one in known if not {*_totals(one, items)} & (above - below))


def _by_neighbour(known: Sure, order: Sequence[Sure], at: int, items: Mapping[str, Item]) -> Sure:
    """The one of the statement of the nearest line of which the item is sure, those above first."""
    near = (said[0] for said in (*reversed(order[:at]), *order[at + 1 :]) if len(said) == 1 and said[0] in items)
    statement = next((items[said].statement for said in near), None)
    alike = [one for one in known if items[one].statement == statement]
    return (alike[0],) if len(alike) == 1 else ()


def _by_name(known: Sure, line: SheetLine, found: Meant, items: Mapping[str, Item]) -> Sure:
    """The one that is called just so, where no other line may mean it as well."""
    alike = [one for one in known if line.label.strip().lower() in {items[one].name.en.lower(), items[one].name.zh}]
    alone = sum(said == known for said in found.values()) == 1
    return (alike[0],) if alone and len(alike) == 1 else ()


def _undivided(known: Sure, order: Sequence[Sure], items: Mapping[str, Item]) -> Sure:
    """The last of several balances where the statement has their common total and divides it nowhere by term.

    Of debt it is not said when it falls due: that is asked about.
    """
    named = {said[0] for said in order if len(said) == 1}
    common = frozenset.intersection(*(frozenset(_totals(one, items)) for one in known))
    is_divided = any(items[one].parent in named - common for one in known)
    is_of_balances = all(items[one].statement == POSITION for one in known)
    return (known[-1],) if is_of_balances and common & named and not is_divided and DEBT not in known else ()


def _totals(item: str, items: Mapping[str, Item]) -> Iterator[str]:
    while (parent := items[item].parent) is not None and parent in items:
        yield parent
        item = parent


MONEY: Final = "money"
COUNTED: Final = "count"


def like(line: SheetLine, found: Mapping[SheetLine, Sequence[str]], items: Mapping[str, Item]) -> str:
    """An item of the statement to which the nearest sure line belongs, of the kind and unit most of its lines have.

    Among counts in several units it is one in the unit that says no more than that they are counted. "" where no line
    is sure. `found` has, in their order, the items that each line may mean.
    """
    order = [*found]
    at = order.index(line)
    sure = {one: items[known[0]] for one, known in found.items() if len(known) == 1 and known[0] in items}
    nearest = next((sure[one] for one in (*reversed(order[:at]), *order[at + 1 :]) if one in sure), None)
    if nearest is None:
        return ""
    same = {found[line][0]: one for line, one in sure.items() if one.statement == nearest.statement}
    (kind, _), *_ = Counter(one.kind for one in same.values()).most_common(1)
    of_kind = {name: one for name, one in same.items() if one.kind is kind}
    units = Counter(one.unit for one in of_kind.values())
    unit = COUNTED if COUNTED in units else units.most_common(1)[0][0]
    return next(name for name, one in of_kind.items() if one.unit == unit)


def fits(item: Item, model: Item | None) -> bool:
    """Whether an item may stand where the model does: on its statement, or at least money where that is money.

    A balance stands among balances and no income.
    """
    if model is None or item.statement == model.statement:
        return True
    is_alike = MONEY not in {item.unit, model.unit} or (item.kind in BALANCES) == (model.kind in BALANCES)
    return (item.unit == MONEY) == (model.unit == MONEY) and is_alike


def parts_below(
    lines: Sequence[SheetLine], known: Mapping[int, str], beside: Mapping[int, bool], context: ReadingContext
) -> Mapping[int, str]:
    """Lines below a known one whose name means, wherever it is met, an item that is a part of that line's.

    The name alone does not tell: personnel expense below that of operating activities is not that of the hospital. Of
    lines in between, those that are not known either are beside it where their numbers are of the same rank.

    Args:
        lines: of one side of a sheet.
        known: index → item of those that are settled.
        beside: index of each other line with figures → whether its name leaves a doubt.
        context: whose rules and names hold.
    """
    found: dict[int, str] = {}
    path: list[str] = []  # the known line and the parts of parts below it, down to the last
    rank = NO_RANK
    keys = Counter(line.key for line in lines)
    for index, line in enumerate(lines):
        if index in known:
            path, rank = [known[index]], NO_RANK
        elif index in beside:
            is_beside = rank in {NO_RANK, rank_of(line.label)}
            item = None if beside[index] or not is_beside else _part(line.key, path, context, keys[line.key])
            rank = NO_RANK if item is not None else rank_of(line.label)
            if item is not None:
                found[index] = item
                above = next((one for one in wholes(item, context.catalog.items) if one in path), path[0])
                path = [*path[: path.index(above) + 1], item]
    return found


def _part(key: str, path: Sequence[str], context: ReadingContext, times: int) -> str | None:
    """The one item of the rules of the case that a name means and that is a part of the last line, or of one above it.

    None for what mapping.yaml decides. A name of several parts of the whole (drugs of outpatients, of inpatients, of
    all) is that of the part above it only where it stands there several times: once, it may be that of the whole. Where
    the sheet leaves out what is between the two (drugs, straight below all expense), it is the name's only meaning.
    """
    if not path or key in context.names or key in context.unread:
        return None
    items = context.catalog.items
    within = [one for one in context.meant(key) if path[0] in wholes(one, items)]
    found = ([one for one in within if items[one].parent == whole] for whole in reversed(path))
    last = next(filter(None, found), [])
    if not last and len(within) == 1:
        return within[0]
    if len(last) != 1 or (len(within) > 1 and times == 1 and items[last[0]].parent != path[0]):
        return None
    return last[0]


def wholes(item: str, items: Mapping[str, Item]) -> Iterator[str]:
    """What an item is a part of, the nearest first; nothing of what is no item."""
    whole = items[item].parent if item in items else None
    while whole is not None and whole in items:
        yield whole
        whole = items[whole].parent


BUDGETARY: Final = frozenset({"budget_income_expense", "budget_carryover", "fiscal_appropriation"})
"""Statements that only public budgeting has."""
INCOME_STATEMENT: Final = "income"


def is_of_public_budgets(item: str, context: ReadingContext) -> bool:
    """Whether an item is of public budgeting alone, in a case that follows no official rules: no line means it."""
    known = context.catalog.items.get(item)
    return known is not None and context.regime == NO_RULES and known.statement in BUDGETARY


def in_regime(item: str, context: ReadingContext) -> bool:
    """Whether an item is one of the rules of a case, or of all."""
    regimes = context.catalog.items[item].regimes
    return not regimes or context.regime in regimes


def is_of_today(item: str, context: ReadingContext) -> bool:
    """Whether an item is one of the rules in force today, or of all."""
    regimes = context.catalog.items[item].regimes
    return not regimes or IN_FORCE in regimes


def is_of_others(line: SheetLine, meant: Meant, context: ReadingContext, years: Iterable[int]) -> bool:
    """Whether a name is one of rules that were over in the years of the table: nothing would be computed from it.

    So is one of public budgeting alone among lines of which no other is: 其他支出 in a list of income and expense.
    What mapping.yaml names, and ids of items, are what they say.
    """
    items, (item, *_) = context.catalog.items, meant[line]
    begun, known = SINCE.get(context.regime or ""), items.get(item)
    is_said = line.key in context.names or item in {line.code, line.label}
    if begun is None or known is None or not known.regimes or is_said:
        return False
    if in_regime(item, context):
        if known.statement not in BUDGETARY:
            return False
        names = [one for other, found in meant.items() if other != line for one in found]
        others = {items[one].statement for one in names if one in items}
        return INCOME_STATEMENT in others and not others & BUDGETARY
    return any(year >= begun for year in years)
