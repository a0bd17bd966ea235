"""Ranges of numbers in titles."""

from __future__ import annotations

from markupsafe import Markup

from reportgen.report.setting import _ranged


def test_a_range_is_kept_in_one_line_and_stays_markup():
    found = _ranged(Markup("full marks 1.00\u20134.00 &amp; <b>more</b>"))

    assert found == Markup('full marks <span class="kept">1.00\u20134.00</span> &amp; <b>more</b>')
