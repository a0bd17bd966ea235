"""Pages of a group of hundreds: the sample with its index repeated, and with levels large enough for tenths."""

from __future__ import annotations

import statistics
from collections.abc import Iterable
from dataclasses import replace
from unittest import mock

import pytest

from rendered import group
from reportgen import pipeline
from reportgen.report.desk.grades.group import GroupContext
from reportgen.report.sections import deciles, league

INDEX = league.member_index


def of_hundreds(desk: GroupContext) -> league.MemberIndex | None:
    found = INDEX(desk)
    return found and replace(found, entries=found.entries * 18)


def middle(scores: Iterable[float | None]) -> float:
    return statistics.median([score or 0.0 for score in scores])


@pytest.mark.slow
def test_the_index_runs_on_behind_the_contents_and_every_number_of_a_title_stands_in_its_table():
    """Kept whole, the index left its title alone on a page; the tenths had no row that held what their title sums up."""
    with (
        mock.patch.object(league, "member_index", of_hundreds),
        mock.patch.multiple(deciles, PARTS=(10, 5, 2), FEWEST=1, median=middle),
    ):
        found = pipeline.render(group("lianhe"), report="group", mode="zh-en")

    words = ["".join(page.text.split()) for page in found.pages]
    (tenths,) = (page for page in words if "各级医院在哪里" in page and "各级合计" in page)
    assert tenths.index("各级合计") > tenths.index("触红线")
    assert next(page for page in words if "目录Contents" in page).count("医院各一页") == 1
    assert [dict(one.facts) for one in found.findings if one.rule.startswith("L")] == []
