"""The scenarios of a hospital by the rules of 2012 tell what they do to the balance, the word of its statements."""

from __future__ import annotations

import pytest

from pages import page_of
from population.hospitals import drawn, emptied
from reportgen import pipeline

BY_2012 = 9202
"""A drawn hospital with statements of 2012."""


def test_scenarios_change_the_balance_of_the_period(tmp_path_factory: pytest.TempPathFactory):
    found = drawn(BY_2012, emptied(tmp_path_factory.mktemp("of_2012") / "case"))
    material = pipeline.evaluate(pipeline.check(found.folder))

    chinese, english = (page_of(material, "what_if", mode, kind="annual") for mode in ("zh", "en"))

    assert "本期结余" in chinese.text
    assert "盈余" not in chinese.text
    assert "surplus" not in english.text.lower()
