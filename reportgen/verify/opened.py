"""A PDF as its objects, all of them, in a time that grows with the file alone."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import pikepdf

from reportgen.errors import Refused
from reportgen.model.finding import Finding
from reportgen.model.place import Place

if TYPE_CHECKING:
    from reportgen.lifecycle.paper import Paper


def objects_of(paper: Paper) -> pikepdf.Pdf:
    """The file of a paper.

    Raises:
        Refused: J33 if it cannot be read as a whole.
    """
    try:
        return pikepdf.open(io.BytesIO(paper.content))
    except (pikepdf.PdfError, ValueError) as error:
        problem = str(error).partition("\n")[0][:120]
        raise Refused([Finding("J33", Place(paper.name), {"problem": problem})]) from error


def members(value: Any) -> Iterator[Any]:
    """What an array holds; a lone value counts as an array of one, None as one of none."""
    if isinstance(value, pikepdf.Array):
        yield from value.as_list()
    elif value is not None:
        yield value


def is_dictionary(value: Any) -> bool:
    """Whether a value has members by name."""
    return isinstance(value, (pikepdf.Dictionary, pikepdf.Stream))
