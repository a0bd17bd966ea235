"""A letter calls a deficit a deficit: by that name, and its amount without a sign."""

from __future__ import annotations

import pytest

from population.hospitals import drawn, emptied
from report.sections.reading import content
from report.sections.test_letter import KIND, words_of
from reportgen import pipeline
from reportgen.report.assembly import hospital

LOST_BY_2019 = 9225
LOST_IN_AMERICA = 9227


@pytest.mark.parametrize(("seed", "amount"), [(LOST_BY_2019, "¥0.33 m"), (LOST_IN_AMERICA, "$42.1 m")])
def test_a_surplus_below_zero_is_a_deficit_without_a_sign(
    tmp_path_factory: pytest.TempPathFactory, seed: int, amount: str
):
    lost = drawn(seed, emptied(tmp_path_factory.mktemp("lost") / "case"))
    report = hospital(pipeline.evaluate(pipeline.check(lost.folder)), KIND, "en")
    entry = report.ledger.entries["item.period_surplus.spoken"]
    words = words_of(content(report, "letter"), "en")

    assert f"; deficit {amount}." in words
    assert "−¥" not in words
    assert "−$" not in words
    assert (entry.printed, entry.value < 0) == (amount, True)
