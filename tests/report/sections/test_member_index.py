"""The index: every hospital once, by rank, with the anchor of its page."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from reportgen.report.section import Report


@pytest.mark.slow
@pytest.mark.parametrize("name", ["alliance", "lianhe"])
def test_every_page_of_a_hospital_is_in_the_index_in_its_order(group_reports: Callable[..., Report], name: str):
    report = group_reports(name, "zh")
    index = next(section.content for section in report.sections if section.name == "member_index")
    pages = [section.id for section in report.sections if section.name == "member"]
    assert [entry.target for entry in index.entries] == pages
    assert len(set(pages)) == len(pages)


def test_who_is_not_ranked_stands_last_without_a_number(group_reports: Callable[..., Report]):
    report = group_reports("lianhe", "en")
    index = next(section.content for section in report.sections if section.name == "member_index")
    assert [entry.rank for entry in index.entries][-1] == "—"
    assert index.headline.en == f"A page for each of {len(index.entries)} hospitals"
