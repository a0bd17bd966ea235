"""The parts of a sum that are blank: a full form counts them as zero, and a sum that is out says so."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from reportgen.catalog.messages import JOINT
from reportgen.model.definition import Text

if TYPE_CHECKING:
    from reportgen.catalog import Catalog
    from reportgen.checks.tried import Tried

MOST: Final = 3
"""Names that are spelled out."""


def told(right: Text, tried: Tried, row: int, catalog: Catalog) -> Text:
    """The right side in words, followed by the names of its parts that are blank and count as zero.

    A part that has a figure other than zero in another column or period is the likelier to have been left out: it is
    named first.
    """
    blank = _blank_parts(tried, row, catalog) if tried.claim.is_equation else []
    if not blank:
        return right
    words = catalog.words["check.blank"]
    names = _named(sorted(blank, key=lambda name: not _has_figures(tried, row, name)), catalog)
    return Text(zh=words.zh.format(right=right.zh, names=names.zh), en=words.en.format(right=right.en, names=names.en))


def _blank_parts(tried: Tried, row: int, catalog: Catalog) -> list[str]:
    ledger, names = tried.ledger, tried.claim.right_names
    blank = (
        name
        for name, context in names
        if not ledger.present(name, context)[row] and np.isfinite(ledger.filled(name, context)[row])
    )
    return [name for name in dict.fromkeys(blank) if name in catalog.items]


def _has_figures(tried: Tried, row: int, name: str) -> bool:
    """Whether the hospital has a figure other than zero of the item anywhere."""
    values = tried.ledger.dataset.values
    own = values.index.get_level_values(0) == values.index[row][0]
    columns = values.columns.get_level_values(0) == name
    return bool(np.any(np.nan_to_num(values.to_numpy()[np.ix_(own, columns)])))


def _named(names: list[str], catalog: Catalog) -> Text:
    said = [catalog.items[name].name for name in names[:MOST]]
    found = Text(zh=JOINT["zh"].join(name.zh for name in said), en=JOINT["en"].join(name.en for name in said))
    if len(names) <= MOST:
        return found
    words = catalog.words["check.and_more"]
    return Text(
        zh=words.zh.format(names=found.zh, n=len(names)),
        en=words.en.format(names=found.en, n=len(names)),
    )
