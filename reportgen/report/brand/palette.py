"""Colours of a brand, held against what readers and grey printers need before a page takes them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from reportgen.formula.nearest import nearest
from reportgen.model.finding import Finding
from reportgen.model.schemes import Grade
from reportgen.report.contrast import contrast, lightness
from reportgen.report.tokens import built_in

if TYPE_CHECKING:
    from reportgen.model.place import Place

TEXT: Final = 4.5
"""Least contrast of text (WCAG 2.2, 1.4.3)."""
DRAWN: Final = 3.0
"""Least contrast of what carries meaning without being text (WCAG 2.2, 1.4.11)."""
GREY: Final = 10.0
"""Least difference of lightness (CIE L*) of neighbours that a grey printer has to keep apart."""
FIXED: Final = frozenset({"paper", "black", "gb-red"})
"""Colours that are not a matter of brand: the sheet, and those of official documents."""
SPOKEN: Final = ("ink", "ink-2", "ink-3", "accent", "fav", "unfav")
"""Colours that words are set in."""
GROUNDS: Final = ("wash", "wash-2", *(f"{grade}-tint" for grade in Grade))
"""Grounds under words."""
UNKNOWN: Final = "B31"
PALE: Final = "B32"
ALIKE: Final = "B33"


@dataclass(frozen=True)
class Need:
    """What two tokens owe each other: a contrast, or in grey a difference of lightness."""

    one: str
    other: str
    least: float
    in_grey: bool = False

    def measured(self, colours: Mapping[str, str]) -> float:
        """How far the two are apart."""
        one, other = colours[self.one].upper(), colours[self.other].upper()
        return abs(lightness(one) - lightness(other)) if self.in_grey else contrast(one, other)


def needs() -> Iterator[Need]:
    """Everything that the pages rest on."""
    yield from (Need(name, "paper", TEXT) for name in SPOKEN)
    yield from (Need(name, ground, TEXT) for name in ("ink", "ink-2") for ground in GROUNDS)
    for grade in Grade:
        yield Need(f"{grade}-on", str(grade), TEXT)
        yield Need(f"{grade}-edge", "paper", DRAWN)
    yield Need("bar", "paper", DRAWN)
    yield Need("ink", "prev", GREY, in_grey=True)
    ranked = [str(grade) for grade in Grade]
    yield from (Need(one, other, GREY, in_grey=True) for one, other in pairwise(ranked))


def readable(
    wanted: Mapping[str, str], base: Mapping[str, str], places: Mapping[str, Place]
) -> tuple[dict[str, str], tuple[Finding, ...]]:
    """The colours that can be used, and why the others cannot.

    Args:
        wanted: token → colour of brand.yaml.
        base: the tokens that hold without it.
        places: where each stands.
    """
    findings = [
        Finding(UNKNOWN, places[name], {"name": name, "nearest": nearest(name, own_names())})
        for name in wanted
        if name not in own_names()
    ]
    kept = {name: value for name, value in wanted.items() if name in own_names()}
    while broken := next(_broken(kept, {**base, **kept}), None):
        need, blamed = broken
        colours = {**base, **kept}
        for name in blamed:
            other = need.other if name == need.one else need.one
            facts = {"name": name, "colour": kept[name], "other": other, "beside": colours[other].upper()}
            measured = {"found": f"{need.measured(colours):.1f}", "least": f"{need.least:g}"}
            findings.append(Finding(ALIKE if need.in_grey else PALE, places[name], {**facts, **measured}))
        kept = {name: value for name, value in kept.items() if name not in blamed}
    return kept, tuple(findings)


def own_names() -> tuple[str, ...]:
    """The tokens that a brand may name."""
    return tuple(name for name, value in built_in().items() if value.startswith("#") and name not in FIXED)


def _broken(kept: Mapping[str, str], colours: Mapping[str, str]) -> Iterator[tuple[Need, list[str]]]:
    for need in needs():
        blamed = [name for name in (need.one, need.other) if name in kept]
        if blamed and need.measured(colours) < need.least:
            yield need, blamed
