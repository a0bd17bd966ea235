"""How far the Han of a line may be stretched."""

from __future__ import annotations

import pytest

from reportgen.report.typography import shaping
from reportgen.report.typography.spacing import WIDEST

SIZE = 16.0


@pytest.mark.parametrize(("spacing", "taken"), [("normal", 0.0), (-0.28, 0.28), (0.4, 0.0)])
def test_han_that_were_set_closer_may_be_given_as_much_more(spacing: str | float, taken: float):
    """The widest gap counts from one character to the next, whatever the style has taken from it before."""
    limit = shaping.stretch_limit({"letter_spacing": spacing, "font_size": SIZE})
    assert limit == pytest.approx(WIDEST * SIZE + taken)
