"""Numbers stay on the line of the words that belong to them."""

from __future__ import annotations

import pytest

from reportgen.report.setting import Setting


@pytest.mark.parametrize(
    ("words", "kept"),
    [
        ("\u6807\u51c62.00\u20134.50\uff0c\u59317.24\u5206", "\u59317.24\u5206"),
        ("\u6807\u51c62.00%\u20134.50%", "2.00%\u20134.50%"),
    ],
)
def test_lost_points_and_ranges_are_not_broken(words: str, kept: str):
    assert f">{kept}</span>" in Setting("zh").united(words)
