"""Wholes and their parts, as common-size tables print them."""

from __future__ import annotations

from reportgen.model.definition import Definition, NonEmpty, Text


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
