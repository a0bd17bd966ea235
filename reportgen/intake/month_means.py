"""Means that are taken from what each month counts, where nothing tells how the year began.

Of employees counted at each month's end a year has its mean from the first month on. Where last year's count is known,
or the mean is stated, nothing is made.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from reportgen.intake.context import FoundValues
from reportgen.model.dataset import Observation, View
from reportgen.model.period import Period, PeriodKind

MEANS: Final = {"staff_total": "avg_staff", "beds_open": "avg_open_beds", "doctors": "avg_doctors"}
"""What is counted, and its mean."""


def made(gathered: FoundValues) -> Iterator[Observation]:
    """The mean of each month that has a count, derived and at the place of that."""
    named = {*MEANS, *MEANS.values()}
    found = [one for one in gathered.observations if isinstance(one, Observation) and one.item in named]
    known = {(one.item, one.entity, Period.parse(one.period).year, one.view) for one in found}
    for one in found:
        when = Period.parse(one.period)
        if one.item not in MEANS or when.kind is not PeriodKind.MONTH or one.view is not View.PERIOD:
            continue
        before = {(one.item, one.entity, when.year - 1, view) for view in (View.PERIOD, View.YEAR_TO_DATE)}
        before |= {(one.item, one.entity, when.year, view) for view in (View.OPEN, View.COMPARATIVE)}
        before |= {(MEANS[one.item], one.entity, when.year, view) for view in (View.PERIOD, View.YEAR_TO_DATE)}
        if not before & known:
            yield replace(one, item=MEANS[one.item], derived=True)
