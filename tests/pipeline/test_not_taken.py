"""A figure that was submitted and could not be read is an error where it is missed, and no gap."""

from __future__ import annotations

from dataclasses import replace

import pytest

from rendered import checked
from reportgen import pipeline
from reportgen.model.place import Place
from reportgen.model.values import Reason

AT = ("renhe", "2026-10")
LOST = "current_liabilities"


@pytest.mark.parametrize(("unreadable", "reason"), [(True, Reason.INVALID_INPUT), (False, Reason.MISSING_INPUT)])
def test_the_reason_of_an_indicator_tells_an_unreadable_figure_from_one_that_is_not_there(
    *, unreadable: bool, reason: Reason
) -> None:
    found = checked("renhe")
    values = found.reading.dataset.values.copy()
    values.loc[AT, (LOST, "")] = float("nan")
    unread = {(LOST, *AT): (Place("book.xlsx", "Sheet", "E20"),)} if unreadable else {}
    dataset = replace(found.reading.dataset, values=values, unread=unread)
    changed = replace(found, reading=replace(found.reading, dataset=dataset))

    judged = pipeline.evaluate(changed, period="2026-10").evaluation

    assert judged.indicator("current_ratio").reason is reason
    assert judged.indicator("asset_liability_ratio").reason is None
