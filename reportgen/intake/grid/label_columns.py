"""Columns of the names of lines that no head says are: behind account numbers, or once more between figures."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Final

from reportgen.intake.grid.head_columns import HeadColumn
from reportgen.intake.grid.head_words import MONEY, Role
from reportgen.intake.grid.heads import TableHead
from reportgen.intake.periods.dates import Stated
from reportgen.intake.words.figures import figure
from reportgen.intake.workbooks.sheets import Sheet

FEWEST: Final = 3
"""Names from which a column is one of names."""
NUMBER: Final = re.compile(r"\d[\d.-]*")  # of an account
HAS_WORDS: Final = re.compile(r"[^\W\d_]")
NAME: Final = re.compile(r"[^\W\d_a-z]{2}|[a-z]{3}", re.IGNORECASE)
MOST_NAMES: Final = 0.8
"""Share of the words of a column from which they are names of lines: marks beside figures repeat themselves."""


def with_labels(sheet: Sheet, head: TableHead, last: int) -> TableHead:
    """The head, with columns of words between figures and the same once more, or behind account numbers, as labels."""
    head = _with_codes(sheet, head, last)
    found = tuple(
        replace(column, role=Role.LABEL) if _is_of_labels(sheet, head, number, last) else column
        for number, column in enumerate(head.columns)
    )
    return head if found == head.columns else replace(head, columns=found)


def _with_codes(sheet: Sheet, head: TableHead, last: int) -> TableHead:
    roles, rows = [column.role for column in head.columns], range(head.last + 1, last)
    is_bare = roles[:2] == [Role.NOTHING, Role.NOTHING]
    if Role.LABEL not in roles and not is_bare:
        if sum(bool(sheet.text(row, 0).strip()) for row in rows) < FEWEST:
            return head
        if roles[0] is Role.PERIOD and not has_figures(sheet, head.columns[0], head.last + 1, last):
            return replace(head, columns=_of_period(head, head.columns[0].stated))
        return replace(head, columns=_as(head, 0, Role.LABEL)) if roles[0] is Role.LINE else head
    at = roles.index(Role.LABEL) if Role.LABEL in roles else 0
    if at + 1 == len(roles) or roles[at + 1] not in {Role.LABEL, Role.OTHER, Role.NOTHING}:
        return head
    cells = [(sheet.at(row, head.columns[at].index), sheet.text(row, head.columns[at + 1].index)) for row in rows]
    codes = [(str(code).strip(), name.strip()) for code, name in cells if code not in {"", None}]
    if len(codes) < FEWEST or not all(NUMBER.fullmatch(code) and HAS_WORDS.search(name) for code, name in codes):
        return head
    return replace(head, columns=_as(head, at, Role.CODE, Role.LABEL))


def _of_period(head: TableHead, stated: Stated | None) -> tuple[HeadColumn, ...]:
    """The columns of a head whose period stands above the names of lines: 2024 | Amount."""
    named, *others = head.columns
    return (
        replace(named, role=Role.LABEL, stated=None),
        *(replace(one, stated=stated) if one.stated is None and one.role in MONEY else one for one in others),
    )


def _as(head: TableHead, at: int, *roles: Role) -> tuple[HeadColumn, ...]:
    """The columns of a head, from one on with these roles."""
    own = dict(enumerate(roles, start=at))
    return tuple(replace(one, role=own.get(one.index, one.role)) for one in head.columns)


def _is_of_labels(sheet: Sheet, head: TableHead, number: int, last: int) -> bool:
    """Whether a column whose head is not known has names of lines: what follows it repeats what stands before it.

    One without a head has them between figures where its words are names: each is another one, and has letters.
    """
    column, before = head.columns[number], head.columns[:number]
    if column.role not in {Role.OTHER, Role.NOTHING} or has_figures(sheet, column, head.last + 1, last):
        return False
    after = next((one for one in head.columns[number + 1 :] if one.role in MONEY), None)
    seen = [(one.role, one.words) for one in before if one.role in MONEY]
    words = [text for row in range(head.last + 1, last) if (text := sheet.text(row, column.index).strip())]
    if after is None or not seen or len(words) < FEWEST:
        return False
    if column.role is Role.OTHER:
        return (after.role, after.words) in seen
    names = {text for text in words if NAME.search(text)}
    return len(names) >= FEWEST and len(names) >= MOST_NAMES * len(words)


def has_figures(sheet: Sheet, column: HeadColumn, first: int, last: int) -> bool:
    """Whether a number, or a formula without a result, stands in some rows of a column."""
    return any(
        (row, column.index) in sheet.uncached or figure(sheet.at(row, column.index)).value is not None
        for row in range(first, last)
    )
