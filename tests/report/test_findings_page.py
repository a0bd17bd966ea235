"""The page of findings: both languages, no script, nothing from elsewhere, nothing taken for markup."""

from __future__ import annotations

from html.parser import HTMLParser
from typing import Any

import pytest

from reportgen.catalog import Catalog, load_catalog
from reportgen.model.definition import Text
from reportgen.model.finding import Finding
from reportgen.model.place import Place
from reportgen.model.quality import DataQuality, Judged
from reportgen.model.schemes import Grade
from reportgen.report.leaflet import findings_page as page

SUBJECT = Text(zh="仁和医院", en="Renhe Hospital")


class Outline(HTMLParser):
    """Tags with their attributes, in order; what is open must be closed."""

    VOID = frozenset({"meta", "link", "br"})

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.open: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag not in self.VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


@pytest.fixture(scope="module")
def catalog() -> Catalog:
    return load_catalog()


def outlined(html: str) -> Outline:
    outline = Outline()
    outline.feed(html)
    assert outline.open == []
    return outline


def sums() -> list[Finding]:
    facts: dict[str, Any] = {
        "total": Text(zh="流动资产合计", en="Current assets"), "right": Text(zh="各项之和", en="the sum"), "value": 3.0,
        "parts": 2.0, "gap": 1.0, "period": "2025", "column": Text(zh="本期", en="this period"),
        "items": ("current_assets",),
    }  # fmt: skip
    first = Finding("V04", Place("a.xlsx", "S", "C3"), facts)
    return [Finding("V06", Place("a.xlsx", "S", "C9"), facts, cause=("V04", first.place)), first]


def test_every_finding_stands_in_both_languages_with_its_place(catalog: Catalog) -> None:
    html = page(sums(), catalog, SUBJECT)

    for words in ("仁和医院", "Renhe Hospital", "流动资产合计为 3.00", "Current assets = 3.00", "a.xlsx › S!C3", "V04"):
        assert words in html
    assert "Current ratio" in html, "indicators that are touched"


def test_what_follows_stands_below_its_cause_and_is_not_counted(catalog: Catalog) -> None:
    html = page(sums(), catalog, SUBJECT)

    assert html.index(">V04<") < html.index(">V06<")
    assert "Follows from" in html
    assert "<strong>1</strong>" in html


def test_the_page_needs_nothing_but_itself(catalog: Catalog) -> None:
    tags = outlined(page(sums(), catalog, SUBJECT)).tags

    assert not [tag for tag, _ in tags if tag in {"script", "img", "link", "iframe", "object"}]
    assert not [value for _, attributes in tags for name, value in attributes.items() if name.startswith("on")]
    assert {attributes["href"] for tag, attributes in tags if tag == "a"} <= {"#findings", "#file-1"}


def test_readers_of_all_kinds_find_their_way(catalog: Catalog) -> None:
    tags = outlined(page(sums(), catalog, SUBJECT)).tags
    ids = [attributes["id"] for _, attributes in tags if "id" in attributes]
    named = [attributes["aria-labelledby"] for _, attributes in tags if "aria-labelledby" in attributes]

    assert [attributes["lang"] for tag, attributes in tags if tag == "html"] == ["zh"]
    assert {"main", "header", "nav", "caption", "h1", "h2"} <= {tag for tag, _ in tags}
    assert all("scope" in attributes for tag, attributes in tags if tag == "th")
    assert len(ids) == len(set(ids))
    assert set(named) <= set(ids)


def test_words_of_a_workbook_are_no_markup(catalog: Catalog) -> None:
    hostile = Finding("I10", Place("<b>.xlsx", "</table>", "A1"), {"text": "<script>alert(1)</script>"})
    html = page([hostile], catalog, SUBJECT)

    outlined(html)
    assert "<script" not in html
    assert "&lt;script&gt;" in html


def test_the_grade_of_the_data_stands_with_its_figures(catalog: Catalog) -> None:
    quality = DataQuality(Grade.GOOD, 0.985, 100, 2, 1, 3, ())
    html = page(sums(), catalog, SUBJECT, Judged("renhe", "2025-10", quality))

    assert "2025-10: data quality Good. 98.5% complete; 100 sums checked, 2 do not tie; errors 1, warnings 3." in html
    assert "数据质量：良" in html


def test_a_case_without_findings_says_so(catalog: Catalog) -> None:
    assert "Nothing was found." in page([], catalog, SUBJECT)
