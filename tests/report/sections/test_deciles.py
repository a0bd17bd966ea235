"""Where the hospitals of each level stand, in tenths of it: for groups too large to be read row by row."""

from __future__ import annotations

import statistics
from itertools import pairwise
from unittest import mock

from reportgen.analysis.group.material import GroupMaterial
from reportgen.report.desk.grades.group import GroupContext
from reportgen.report.desk.judgement import group_causes
from reportgen.report.sections import deciles


def test_a_level_too_small_for_a_middle_in_each_part_has_no_line(lianhe: GroupMaterial):
    assert deciles.deciles(GroupContext.of(lianhe, "en")) is None


def test_parts_rise_hold_every_ranked_hospital_once_and_count_their_red_lines(lianhe: GroupMaterial):
    desk = GroupContext.of(lianhe, "en")
    middle = mock.patch.object(deciles, "median", lambda scores: statistics.median(list(scores)))
    with mock.patch.object(deciles, "PARTS", (5, 2)), mock.patch.object(deciles, "FEWEST", 2), middle:
        page = deciles.deciles(desk)
    assert page is not None

    for tier, line in zip(desk.levels, page.lines, strict=True):
        totals = sorted(desk.material.by_id[one].evaluation.score or 0 for one in tier.ranked)
        parts = 2 if len(totals) < 10 else 5
        edges = [len(totals) * part // parts for part in range(parts + 1)]
        cut = [totals[start:end] for start, end in pairwise(edges)]
        red = [one for one in tier.ranked if group_causes.red_lines(desk, desk.material.by_id[one])]
        assert [part.score for part in line.parts] == [desk.score(statistics.median(part)) for part in cut]
        assert line.span * len(line.parts) == len(page.columns)
        assert int(line.n) == len(totals)
        assert int(line.red) == len(red) == sum(int(part.red) for part in line.parts if part.red)


def test_the_headline_says_in_how_low_a_part_the_red_lines_are(lianhe: GroupMaterial):
    desk = GroupContext.of(lianhe, "en")
    with mock.patch.object(deciles, "PARTS", (1,)):
        page = deciles.deciles(desk)
    with (
        mock.patch.object(deciles, "PARTS", (1,)),
        mock.patch.object(group_causes, "red_lines", return_value=()),
    ):
        without = deciles.deciles(desk)

    assert page is not None
    assert (
        page.headline.en == "4 of 16 hospitals by level are at a red line, 2 of them in the lowest fifth of their level"
    )
    assert page.sums is not None
    assert [page.sums.n, page.sums.low, page.sums.others, page.sums.red] == ["16", "2", "2", "4"]
    assert int(page.sums.red) == sum(int(line.red) for line in page.lines)
    assert without is not None
    assert without.sums is None
    assert without.headline.en == "None of 16 hospitals by level is at a red line"
