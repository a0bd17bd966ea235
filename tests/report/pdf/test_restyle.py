"""Which styles of a revised document are taken over: those that no changed attribute can have reached."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest
from tinyhtml5 import parse

from reportgen.report.pdf.reach import kept

BODY = "<h1>t</h1><section class='a' id='one'><p id='in'>x</p></section><section id='two'><p id='on'>y</p></section><p id='end'>z</p>"
ALL = {"one", "in", "two", "on", "end"}


def left(css: str, changed: str = "one", now: str = "a new") -> set[str]:
    """Ids of elements that keep their style when the class of one changes."""
    root = parse(f"<html><head><style>{css}</style></head><body>{BODY}</body></html>", namespace_html_elements=False)
    by_id: dict[str, Any] = {one.get("id", ""): one for one in root.iter()}
    before = SimpleNamespace(get_computed_styles=lambda: {(one, None): object() for one in root.iter()})
    element = by_id[changed]
    found = kept([(element, dict(element.attrib), {**element.attrib, "class": now})], before, root)
    return {element.get("id") for element, _ in found} & ALL


@pytest.mark.parametrize(
    ("css", "wanted"),
    [
        ("p { color: red } .new p { color: blue }", {"two", "on", "end"}),
        (".new + section p { color: red }", set()),
        (".new ~ p { color: red }", set()),
        (".new~p { color: red }", set()),
        (".new:first-child + section p { color: red }", set()),
        (".a ~ p { color: red }", {"two", "on", "end"}),
        ("section + p { color: red }", {"two", "on", "end"}),
        ("* + p { color: red }", {"two", "on", "end"}),
        (":not(.x) + p { color: red }", {"two", "on", "end"}),
        (":not(.x, .new, p) + p { color: red }", set()),
        ("[class=new] ~ p { color: red }", set()),
        ("@media print { .new ~ p { color: red } }", set()),
        (".other ~ p { color: red }", {"two", "on", "end"}),
        ("article.new ~ p { color: red }", {"two", "on", "end"}),
        (".new.other + section { color: red }", {"two", "on", "end"}),
        ("p:nth-child(2n + 1) { width: calc(1mm + 2mm) }", {"two", "on", "end"}),
        ("[class~=new] { color: red } /* .new ~ p { } */", {"two", "on", "end"}),
        ("body:has(.new) p { color: red }", set()),
        ("p:has(+ section:not(.x, .new)) { color: red }", set()),
        ("section:has(> .x, [class~=new]) p { color: red }", set()),
        ("section:has(+ .a) ~ p:has(+ [id]) { color: red }", {"two", "on", "end"}),
        (".new:has(.x) + section { color: red }", set()),
        ("body:has(:not(:is(.new))) p { color: red }", set()),
        (".ne\\77 + section p { color: red }", set()),
        ("p:nth-last-of-type(2) { color: red }", {"two", "on", "end"}),
        ("p:nth-child(2 of .new) { color: red }", set()),
        ("@import 'more.css';", set()),
        ("p { width: 3vw }", set()),
        ("p::first-letter { color: red }", set()),
        ("[title='}'] ~ p { color: red }", set()),
    ],
)
def test_what_a_selector_may_reach_is_styled_anew(css: str, wanted: set[str]) -> None:
    assert left(css) == wanted


def test_an_element_that_loses_a_class_counts_as_having_it() -> None:
    assert left(".a + section p { color: red }", now="") == set()
    assert left(".a + section p { color: red }", changed="end") == ALL - {"end"}
