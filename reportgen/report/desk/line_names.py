"""What a hospital whose statements follow no official form calls their lines itself."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING, Final

from reportgen.model.definition import Text
from reportgen.model.period import Period

HAN: Final = re.compile("[\u3400-\u9fff]")
ROW: Final = re.compile(r"\d+$")
"""Of a cell such as C18."""

if TYPE_CHECKING:
    from collections.abc import Sequence

    from reportgen.model.place import Place
    from reportgen.report.desk.context import HospitalContext


def line_name(context: HospitalContext, identifier: str) -> Text:
    """The name of a line as the newest statement up to the period writes it, else that of the catalogue.

    A figure that is made of several lines bears none of their names. In the other language than the statement's it is
    that of the catalogue, or on a page in that language alone what the hospital's table of English names says.
    """
    known, written = context.caption(identifier), _written(context, identifier)
    if not written:
        return known
    if not HAN.search(written):
        return Text(zh=known.zh, en=written)
    english = context.own(written).en
    return Text(zh=written, en=known.en if english == written else english)


def line_place(context: HospitalContext, identifier: str) -> Place | None:
    """Where the newest statement up to the period has a line that it names; None of one made of several lines."""
    dataset, entity = context.material.dataset, context.material.entity
    now = context.period.sort_key()
    periods = [one for one in map(Period.parse, dataset.periods(entity)) if one.sort_key() <= now]
    for period in sorted(periods, key=Period.sort_key, reverse=True):
        for view in ("", "ytd"):
            place = dataset.place((identifier, entity, str(period), view))
            is_made = dataset.derived((identifier, entity, str(period), view))
            if place is not None and is_made and place.cell is None:
                return None
            if place is not None and not is_made and place in dataset.labels:
                return place
    return None


def _written(context: HospitalContext, identifier: str) -> str:
    place = line_place(context, identifier)
    return context.material.dataset.labels[place] if place is not None else ""


def in_own_order(context: HospitalContext, identifiers: Sequence[str]) -> dict[str, int]:
    """By line the row it has in the sheet that holds most of them; one that stands elsewhere follows the one before it.

    Statements in words of their own have an order of their own, by which whoever knows them looks for a line.
    """
    places = {one: place for one in identifiers if (place := line_place(context, one)) is not None}
    sheets = Counter((place.file, place.sheet) for place in places.values())
    (sheet, _), *_ = sheets.most_common(1) or [(("", None), 0)]
    rows, last = {}, 0
    for one in identifiers:
        place = places.get(one)
        if place is not None and (place.file, place.sheet) == sheet and (row := ROW.search(place.cell or "")):
            last = int(row[0])
        rows[one] = last
    return rows
