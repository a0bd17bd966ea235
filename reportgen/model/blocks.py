"""Indicators that belong together: named packs, and blocks that are printed together.

Wholes and their parts, as common-size tables print them.
"""

from __future__ import annotations

from pydantic import Field

from reportgen.model.definition import Definition, NonEmpty, Text


class Pack(Definition):
    """A named and versioned set of indicators.

    Attributes:
        indicators: ids in order, each with its letter or number in the source where it has one.
    """

    name: Text
    version: NonEmpty
    source: NonEmpty
    indicators: dict[str, str | None]
    note: Text | None = None


class Remark(Definition):
    """What is said of an indicator while its value lies from `at_least` up to, not including, `below`.

    Attributes:
        periods: for how many periods in a row, the present one among them.
    """

    indicator: NonEmpty
    say: Text
    at_least: float | None = None
    below: float | None = None
    periods: int = Field(1, ge=1, le=24)


class Composition(Definition):
    """What a total consists of; what its parts leave of it is called other."""

    whole: NonEmpty
    parts: tuple[str, ...]


class Block(Definition):
    """Indicators that are printed together.

    Attributes:
        items: amounts that are printed beside them.
        compositions: totals that are printed with the shares of their parts.
        trend: whether the last twelve months are printed where all of them are there.
        health: whether the scores of these indicators make one sub-score and a paragraph.
        across: whether it is one table of all hospitals or departments, a row for each.
    """

    title: Text
    indicators: tuple[str, ...]
    remarks: tuple[Remark, ...] = ()
    items: tuple[str, ...] = ()
    compositions: tuple[Composition, ...] = ()
    trend: bool = False
    health: bool = False
    across: bool = False


class Structure(Definition):
    """A whole and the items that it consists of.

    Attributes:
        whole: the item whose parts are shown.
        parts: items in the order of the table.
        rest: what the part is called that no item names; without it the parts must add up to the whole.
    """

    title: Text
    whole: NonEmpty
    parts: tuple[NonEmpty, ...]
    rest: Text | None = None
