"""The history on which all analyses are timed is as long and as wide as it says, and still the sample's."""

from __future__ import annotations

import pytest

from analysis.cases import checked, sample
from bench.analyses import NEEDED, long_history
from reportgen import pipeline
from reportgen.analysis.material import Analyses
from reportgen.analysis.outlook.year_end import Forecast


@pytest.mark.slow
def test_sixty_months_and_forty_departments_are_timed():
    found = Analyses(pipeline.evaluate(long_history(checked())))

    assert len([when for when in found.books.all_months if found.books.of_month("total_income", when).value]) >= NEEDED
    assert len(found["drivers.departments"].departments) == 40
    forecast = found["outlook.year_end"]["income"]
    assert isinstance(forecast, Forecast)
    assert forecast.months >= NEEDED
    assert found.books.to_date("total_income").value == pytest.approx(sample().books.to_date("total_income").value)
