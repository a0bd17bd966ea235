"""The layout lint: rules on laid-out pages and on the drawings of charts.

A rule is a pure function of a `Layout`; whether its finding is an error or a warning, and its words, stand in
catalog/messages/layout.yaml. L07, L08, L11 and L17 stop every render, so they are gates of `report.pdf`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from typing import Final

from reportgen.model.finding import Finding
from reportgen.report.lint.found import BOUND
from reportgen.report.lint.layout import LaidOutPages, LaidPage
from reportgen.report.lint.rules import charts, official, pages, words

__all__ = ["GATES", "RULES", "lint"]

Rule = Callable[[LaidOutPages], Iterator[Finding]]

RULES: Final[Mapping[str, Rule]] = {
    "L01": pages.beyond,
    "L02": pages.overlaps,
    "L03": pages.headings,
    "L04": pages.lonely_lines,
    "L05": pages.fill,
    "L06": pages.line_ends,
    "L09": charts.collisions,
    "L10": charts.sizes,
    "L12": official.tables,
    "L13": words.leftovers,
    "L14": words.marks,
    "L15": charts.colours,
    "L16": words.badges,
    "L18": words.languages,
    "L19": words.passports,
    "L20": official.official,
    "L21": official.chips,
    "L22": pages.titles,
    "L23": charts.honest,
    "L24": charts.small,
    "L25": words.untrue,
}
GATES: Final[Mapping[str, tuple[str, ...]]] = {
    "L07": ("R01", "R02", "R03"),
    "L08": ("R14",),
    "L11": ("R04", "R05", "R15"),
    "L17": ("R06", "R16"),
}
"""Rules that stop every render, with the gates that stand for them."""
BODY_ONLY: Final = frozenset({"L04", "L05", "L15", "L22"})
"""Rules that do not fit official pages: these are set in black, filled to the last line, titles broken by sense."""


def lint(layout: LaidOutPages) -> tuple[Finding, ...]:
    """All findings, by page and rule."""
    body = replace(layout, pages=tuple(page for page in layout.pages if not _is_official(page)))
    found = [finding for rule, check in RULES.items() for finding in check(body if rule in BODY_ONLY else layout)]
    return tuple(sorted(found, key=_order))


def _is_official(page: LaidPage) -> bool:
    return page.name in BOUND


def _order(finding: Finding) -> tuple[int, str]:
    page = finding.facts["page"]
    assert isinstance(page, int)
    return page, finding.rule
