"""What a hospital whose statements follow no official form calls their lines itself."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from reportgen.model.definition import Text
from reportgen.model.period import Period

HAN: Final = re.compile("[\u3400-\u9fff]")

if TYPE_CHECKING:
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


def _written(context: HospitalContext, identifier: str) -> str:
    dataset, entity = context.material.dataset, context.material.entity
    now = context.period.sort_key()
    periods = [one for one in map(Period.parse, dataset.periods(entity)) if one.sort_key() <= now]
    for period in sorted(periods, key=Period.sort_key, reverse=True):
        for view in ("", "ytd"):
            place = dataset.place((identifier, entity, str(period), view))
            is_made = dataset.derived((identifier, entity, str(period), view))
            if place is not None and is_made and place.cell is None:
                return ""
            if place is not None and not is_made and place in dataset.labels:
                return dataset.labels[place]
    return ""
