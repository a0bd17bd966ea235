"""Of a sheet's rules the same hold for an element as in the engine alone, though most are never tried."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import cssselect2
import tinyhtml5
from hypothesis import given, settings
from hypothesis import strategies as st

from reportgen.report.pdf.selectors import (
    classes_above,
    held_against_what_is_possible,
    with_needed_classes,
)

PAGE = """<!doctype html><body><div class="a"><p>1</p><p class="b"><i>2</i></p><p><i class="a">3</i><b class="c">4</b></p></div>
<div class="b"><table class="a c"><tr><td>5<td class="b">6</table></div><p class="c">7</p><p><i>8</i></p></body>"""
NAMES = ("a", "b", "c")
compound = st.builds(
    lambda tag, classes, more: (tag + "".join(f".{name}" for name in classes) + more) or "*",
    st.sampled_from(("", "", "p", "i", "div")),
    st.lists(st.sampled_from(NAMES), max_size=1),
    st.sampled_from(("", "", ":first-child", ":not(.a .b)", ":is(.a i, .b)", ":has(.c)", "::before")),
)


def joined(parts: Sequence[str], between: Sequence[str]) -> str:
    """One selector; a part of an element stands in the last place alone."""
    *left, last = parts
    return (
        "".join((part.replace("::before", "") or "*") + sign for part, sign in zip(left, between, strict=False)) + last
    )


selector = st.builds(
    joined,
    st.lists(compound, min_size=1, max_size=4),
    st.lists(st.sampled_from((" ", ">", "+", "~")), min_size=3, max_size=3),
)


def found(matcher: Any, rules: Sequence[str], compiled: Any, page: str) -> list[list[tuple[Any, ...]]]:
    """What holds for each element of a page, in the order of the page."""
    for number, rule in enumerate(rules):
        for one in compiled(rule):
            matcher.add_selector(one, number)
    root = cssselect2.ElementWrapper.from_html_root(tinyhtml5.parse(page, namespace_html_elements=False))
    return [matcher.match(element) for element in root.iter_subtree()]


@settings(max_examples=300)
@given(st.lists(selector, min_size=1, max_size=8))
def test_the_same_rules_hold_for_each_element(rules: list[str]) -> None:
    plain = found(cssselect2.Matcher(), rules, cssselect2.compile_selector_list, PAGE)
    ours = held_against_what_is_possible(cssselect2.Matcher)()

    assert found(ours, rules, with_needed_classes(cssselect2.compile_selector_list), PAGE) == plain


def test_rules_about_other_places_are_not_tried() -> None:
    tried: list[str] = []

    def told(rule: str) -> list[Any]:
        selectors = with_needed_classes(cssselect2.compile_selector_list)(rule)
        for one in selectors:
            test = one.test
            one.test = lambda element, test=test: tried.append(rule) or test(element)
        return selectors

    found(
        held_against_what_is_possible(cssselect2.Matcher)(), [".x td", ".b .a td", ".b > td", ".x ~ .c td"], told, PAGE
    )

    assert {*tried} == {".b .a td", ".b > td", ".x ~ .c td"}


def test_siblings_share_what_is_known_of_their_ancestors() -> None:
    root = cssselect2.ElementWrapper.from_html_root(tinyhtml5.parse(PAGE, namespace_html_elements=False))
    cells = [element for element in root.iter_subtree() if element.local_name == "td"]

    assert classes_above(cells[0]) == {"a", "b", "c"}
    assert classes_above(cells[0]) is classes_above(cells[1])
    assert classes_above(root) == frozenset()
