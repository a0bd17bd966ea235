"""How figures of analyses are printed in cells and sentences."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from reportgen.analysis.material import Material
from reportgen.report.desk.context import HospitalContext
from reportgen.report.desk.tables.answers import CellWriter, scribe
from reportgen.report.speech import same


@pytest.fixture(scope="module")
def writer(materials: Callable[..., Material]) -> CellWriter:
    return scribe(HospitalContext.of(materials("renhe", "2025"), "en"), "story")


@pytest.mark.parametrize(
    ("form", "printed", "said"),
    [
        ("percent", "123.5", "123.5%"), ("share", "123.46", "123.46%"), ("points", "123.46", "123.46"),
        ("index", "123.5", "123.5"), ("times", "1.23", "1.23"), ("number", "1.23", "1.23"), ("score", "1.23", "1.23"),
        ("tenths", "1.2", "1.2"), ("count", "1", "1"),
    ],
)  # fmt: skip
def test_each_form_has_its_unit_and_decimals(writer: CellWriter, form: str, printed: str, said: str):
    assert writer.write(1.23456, form) == printed
    assert writer.said("rate", same("Rate"), 1.23456, form) == said


@pytest.mark.parametrize(
    ("amount", "said"), [(9_994_000.0, "¥9.99 m"), (10_000_000.0, "¥10.0 m"), (-9_994_000.0, "¥9.99 m")]
)
def test_of_less_than_ten_millions_a_sentence_tells_three_digits(writer: CellWriter, amount: float, said: str):
    assert writer.money("amount", same("Amount"), amount).en == said
