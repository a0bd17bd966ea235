"""How a group report is read: marks, ranks with their uncertainty, and who is counted."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from reportgen.report.html import write
from reportgen.report.section import Report


@pytest.mark.parametrize("mode", ["zh", "en"])
def test_the_uncertainty_of_a_rank_is_told_in_words_on_the_pages(group_reports: Callable[..., Report], mode: str):
    report = group_reports("lianhe", mode)
    section = next(one for one in report.sections if one.name == "group_reading")
    html = write(report).html
    told = html[html.index(f'id="{section.id}"') :]
    told = told[: told.index("</section>")]
    assert "95" in told
    assert ("排名" if mode == "zh" else "rank") in told


def test_bars_of_scores_have_one_sign_for_the_period_before_on_all_pages(group_reports: Callable[..., Report]):
    report = group_reports("lianhe", "en")
    reading = next(one.content for one in report.sections if one.name == "group_reading")
    member = next(one.content for one in report.sections if one.name == "member" and one.content.signs)
    told = str(reading)
    assert "\u25cb" in member.signs.en
    assert "\u25cb: the period before" in told
    assert "\u25b3" not in told
