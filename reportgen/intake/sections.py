"""Sections of a form that a sheet has and the form does not: their lines are not taken for those of another section."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache
from typing import Final

from reportgen.intake.alignment import Matched
from reportgen.intake.labels import ARABIC, bare, normalised
from reportgen.intake.vocabulary import vocabulary
from reportgen.model.definitions import FormRow

NO_RANK: Final = 9


def without_foreign(labels: Sequence[str], rows: Sequence[FormRow], found: Matched) -> Matched:
    """The match without lines below an unknown heading whose names stand in several sections of the form.

    A heading is unknown where its own line was not matched; it rules until the next known line of its rank or a
    higher one. The lines are then ambiguous, since only their section tells what they are.
    """
    twice = {key for key, count in Counter(normalised(row.label) for row in rows).items() if count > 1}
    if not twice or all(row is not None for row in found.rows):
        return found
    kept = list(found.rows)
    doubtful = dict(found.ambiguous)
    ruling = NO_RANK
    for index, label in enumerate(labels):
        rank, row = rank_of(label), found.rows[index]
        if row is None and rank < ruling:
            ruling = rank
        elif row is not None and rank <= ruling:
            ruling = NO_RANK
        elif row is not None and ruling < rank < NO_RANK and normalised(rows[row].label) in twice:
            doubtful[index] = tuple(j for j, other in enumerate(rows) if normalised(other.label) == normalised(label))
            kept[index] = None
    return replace(found, rows=tuple(kept), ambiguous=doubtful)


def rank_of(label: str) -> int:
    """The rank of a line's number: 0 for one, in Chinese numerals, 1 for one in brackets, 2 for 1., else NO_RANK."""
    folded = bare(label)
    for rank, pattern in enumerate(_patterns()):
        if pattern.match(folded):
            return rank
    return NO_RANK


@lru_cache(maxsize=1)
def _patterns() -> tuple[re.Pattern[str], ...]:
    numerals = vocabulary().ordinals
    return re.compile(rf"[{numerals}]{{1,3}}[、.]"), re.compile(rf"\([{numerals}]{{1,3}}\)"), ARABIC
