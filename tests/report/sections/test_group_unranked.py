"""A group of which nobody is ranked claims nothing of weak and strong indicators, and says once what all lack."""

from __future__ import annotations

import pytest

from pages import page_of
from population.hospitals import drawn, emptied
from reportgen import pipeline
from reportgen.analysis.group.material import GroupMaterial

SIXTEEN_SHORT_OF_DATA = 670
"""A drawn group whose hospitals have the same few figures."""


@pytest.fixture(scope="module")
def unranked(tmp_path_factory: pytest.TempPathFactory) -> GroupMaterial:
    hospital = drawn(SIXTEEN_SHORT_OF_DATA, emptied(tmp_path_factory.mktemp("unranked") / "case"))
    return pipeline.evaluate_group(pipeline.check(hospital.folder), period="2025")


def test_what_all_hospitals_lack_alike_is_said_once_of_all(unranked: GroupMaterial):
    page = page_of(unranked, "group_quality", "en", kind="group")

    assert page.text.count("still lack") == 1
    assert "and others, 16 in all, still lack: Statement of financial performance" in page.text


def test_nobody_can_teach_where_nobody_is_ranked(unranked: GroupMaterial):
    """Some of them have Poor indicators, so that none being weak would be untrue."""
    page = page_of(unranked, "transfer", "en", kind="group")

    assert page.title == "No hospital is ranked, so none can teach another"
    assert "Low or Poor" not in page.text


def test_nothing_shared_is_told_of_fewer_than_five_ranked(unranked: GroupMaterial):
    page = page_of(unranked, "group_verdict", "en", kind="group")

    assert "Fewer than 5 hospitals are ranked, so no shared strength is told." in page.text
    assert "Fewer than 5 hospitals are ranked, so no shared weakness is told." in page.text
