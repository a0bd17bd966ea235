"""The official forms as sheets."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from scripts.renhe.sheets import Head, Label, Row, Sheet

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from scripts.renhe.statements import Column

LABEL_WIDTH, MONEY_WIDTH, LONG_LABEL = 34, 19, 46
STARRED = ("gratuitous_transfer_net_assets", "current_surplus_balance")
UNUSUAL = ("infrastructure", "housing", "government_reserves", "cultural_assets")
"""Lines that a hospital leaves empty."""


def labels(rows: Sequence[Sequence[Any]]) -> list[Label]:
    """Labels with the levels of a form; later lines of one breakdown stand below its first name."""
    result: list[Label] = []
    for row in rows:
        text, _, level = row or ("", None, 0)
        before = result[-1] if result else Label("", 0)
        follows = before.level == level and ("：" in before.text[:3] or before.aligned) and "：" not in text[:3]
        result.append(Label(text, level, aligned=follows))
    return result


def one_sided(form: Mapping[str, Any], name: str, date: str, heads: Sequence[str], columns: Sequence[Column]) -> Sheet:
    """A form with one list of rows."""
    rows = form["sides"][0]
    body = tuple(
        Row((label, *(_figure(column, row[1]) for column in columns)))
        for row, label in zip(rows, labels(rows), strict=True)
    )
    head = tuple(Head(text) for text in heads)
    return Sheet(name, form["title"], form["code"], date, (head,), body, (LONG_LABEL, MONEY_WIDTH, MONEY_WIDTH))


def two_sided(form: Mapping[str, Any], name: str, date: str, heads: Sequence[str], columns: Sequence[Column]) -> Sheet:
    """A form with two lists of rows side by side."""
    left, right = form["sides"]
    body = []
    for one, first, two, second in zip(left, labels(left), right, labels(right), strict=True):
        cells: list[Any] = []
        for row, label in ((one, first), (two, second)):
            cells += [label, *(_figure(column, row[1] if row else None) for column in columns)]
        body.append(Row(tuple(cells)))
    head = tuple(Head(text) for text in heads)
    widths = (LABEL_WIDTH, MONEY_WIDTH, MONEY_WIDTH) * 2
    return Sheet(name, form["title"], form["code"], date, (head,), tuple(body), widths, landscape=True)


def _figure(column: Column, item: str | None) -> Any:
    return column.get(item) if item else None


def without(column: Column, *items: str) -> Column:
    """A column in which some lines are empty."""
    return {item: amount for item, amount in column.items() if item not in items}


def matrix(words: Mapping[str, Any], form: Mapping[str, Any], date: str, halves: Sequence[Column]) -> Sheet:
    """The statement of changes in net assets: four columns for each of two years."""
    names, dash = form["columns"], words["not_filled"]
    body = []
    for text, row, level, open_cells in form["rows"]:
        cells: list[Any] = []
        for half in halves:
            for column, is_open in zip(names, open_cells, strict=True):
                cells.append(half.get(f"{row}__{column}") if is_open else dash)
        body.append((text, level, cells))
    rows = [[text, None, level] for text, level, _ in body]
    marked = tuple(Row((label, *cells)) for label, (_, _, cells) in zip(labels(rows), body, strict=True))
    years = words["titles"]["net_asset_years"]
    top = (
        Head(words["heads"]["item"], down=2),
        *(h for text in years for h in (Head(text, across=4), None, None, None)),
    )
    below = (None, *(Head(text) for text in (*names.values(), *names.values())))
    widths = (LONG_LABEL, *(18,) * 8)
    name = words["sheets"]["net_assets"]
    return Sheet(name, form["title"], form["code"], date, (top, below), marked, widths, landscape=True)


def appropriations(words: Mapping[str, Any], name: str, date: str, item: str, cells: Column) -> Sheet:
    """The statement of appropriations: projects by name, movements across."""
    form = words["appropriations"]
    top: list[Head | None] = [Head(item, down=2)]
    below: list[Head | None] = [None]
    columns: list[str] = []
    for text, parts in form["heads"]:
        single = len(parts) == 1
        top += [Head(text, down=2) if single else Head(text, across=len(parts)), *[None] * (len(parts) - 1)]
        below += [None if single else Head(part) for part, _ in parts]
        columns += [column for _, column in parts]
    body = tuple(
        Row((label, *(cells.get(f"{row[1]}__{column}") for column in columns)))
        for row, label in zip(form["rows"], labels(form["rows"]), strict=True)
    )
    widths = (30, *(16,) * len(columns))
    return Sheet(name, form["title"], form["code"], date, (tuple(top), tuple(below)), body, widths, landscape=True)
