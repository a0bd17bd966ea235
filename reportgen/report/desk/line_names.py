"""What a hospital whose statements follow no official form calls their lines itself."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from reportgen.analysis.own_lines import line_place
from reportgen.intake.words.labels import normalised
from reportgen.model.definition import Text

HAN: Final = re.compile("[\u3400-\u9fff]")
BRACKETS: Final = str.maketrans("()", "\uff08\uff09")
"""Those of Chinese, which names lose where they are compared."""

if TYPE_CHECKING:
    from reportgen.report.desk.context import HospitalContext


def line_name(context: HospitalContext, identifier: str) -> Text:
    """The name of a line as the newest statement up to the period writes it, else that of the catalogue.

    A figure that is made of several lines bears none of their names. In the other language than the statement's it is
    that of the catalogue, or on a page in that language alone what the hospital's table of English names says. The
    number of a line and remarks on its sign, which belong to the order of the sheet, are left out.
    """
    known, written = context.caption(identifier), _written(context, identifier)
    if not written:
        return known
    if not HAN.search(written):
        return Text(zh=known.zh, en=written)
    english = context.own(written).en
    chinese = context.material.catalog.respell(normalised(written).translate(BRACKETS))
    return Text(zh=chinese, en=known.en if english == written else english)


def _written(context: HospitalContext, identifier: str) -> str:
    material = context.material
    place = line_place(material.dataset, material.entity, context.period, identifier)
    return material.dataset.labels[place] if place is not None else ""
