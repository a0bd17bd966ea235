"""Commentary: files by name, and what of it no report prints."""

from __future__ import annotations

import pytest

from reportgen.intake import left_out
from reportgen.model.commentary import Remarks


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("好\n\n![图](a.png)", [("img", 3)]),
        ("见 [网页](https://example.org)", [("a", 1)]),
        ("一\n\n<script>\nx\n</script>\n", [("script", 3)]),
        ("一\n二 <span>三</span>", [("span", 2)]),
        ("一\n\n---\n", [("hr", 3)]),
        ("## 好\n\n**好** `x` 1 < 2\n\n```\n<b>\n```\n\n| a |\n|---|\n| 1 |\n\n> 1. 好\n", []),
    ],
)
def test_what_no_report_prints_is_told_with_its_place(text: str, found: list[tuple[str, int]]):
    findings = left_out({"zh": (Remarks("commentary/2026-10/01.zh.md", text),)})
    assert [(one.rule, one.facts["name"], one.place.line) for one in findings] == [("B04", *one) for one in found]
    assert {one.place.file for one in findings} <= {"commentary/2026-10/01.zh.md"}
