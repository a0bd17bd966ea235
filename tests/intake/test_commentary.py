"""Commentary: files by name, and what of it no report prints."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from reportgen.catalog import Catalog
from reportgen.intake import commentary_findings, open_case
from reportgen.model.finding import Finding

Told = Callable[..., list[Finding]]


@pytest.fixture
def told(tmp_path: Path, catalog: Catalog) -> Told:
    """What is told of files of commentary, given by name."""

    def of(**texts: str | bytes) -> list[Finding]:
        (tmp_path / "case.yaml").write_text('regime: "2019"\n', encoding="utf-8")
        for name, text in texts.items():
            path = tmp_path / "commentary" / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return list(commentary_findings(open_case(tmp_path), catalog))

    return of


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
def test_what_no_report_prints_is_told_with_its_place(told: Told, text: str, found: list[tuple[str, int]]):
    findings = told(**{"2026-10/01.zh.md": text})
    assert [(one.rule, one.facts["name"], one.place.line) for one in findings] == [("B04", *one) for one in found]
    assert {one.place.file for one in findings} <= {"commentary/2026-10/01.zh.md"}


@pytest.mark.parametrize(
    "name", ["2026-10/1.md", "2026-10/1.cn.md", "2026-10.zh.md", "2026年10月/1.zh.md", "2026-10/a/1.zh.md"]
)
def test_a_file_that_no_report_looks_for_is_told(told: Told, name: str):
    findings = told(**{name: "好", "2026-10/2.public.zh.md": "好", "2025/3.en.md": "good", "2026-Q3/4.zh.md": "好"})
    assert [(one.rule, one.place.file) for one in findings] == [("B05", f"commentary/{name}")]


def test_a_file_that_cannot_be_read_is_told(told: Told):
    findings = told(**{"2026-10/1.zh.md": b"\xff\xfe\x00"})
    assert [(one.rule, one.place.file) for one in findings] == [("D18", "commentary/2026-10/1.zh.md")]


def test_a_quote_of_neither_indicator_nor_item_is_told_with_its_place(told: Told):
    text = "{{ score }} {{ current_ratio }} {{ current_assets }}\n好 {{ no_such }}"
    (finding,) = told(**{"2026-10/1.zh.md": text})
    assert (finding.rule, finding.place.line, finding.place.column, finding.facts["name"]) == ("B01", 2, 3, "no_such")
