"""What the rules must know of a report besides its pages."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from reportgen.model.printing import digits_of
from reportgen.model.standing import State
from reportgen.report.desk.letters import letters
from reportgen.report.lint.colours import normal

if TYPE_CHECKING:
    from reportgen.analysis.grounds import Grounds
    from reportgen.model.definition import Text
    from reportgen.report.passport import Ledger

UNITS_OF: Final = {"agency": "layout.units_on_grid"}
COLOUR: Final = re.compile("#(?:[0-9A-Fa-f]{3}){1,2}")


@dataclass(frozen=True)
class About:
    """Facts of one report.

    Attributes:
        kind: of the report, such as ``board``.
        palette: the colours of the tokens, ``#RRGGBB``.
        bounds: lowest score of each grade, best first; empty where nothing is graded.
        letters: what a badge of each grade may say.
        score_heads: words in the head of a column of scores, in small letters.
        units: words that stay with their number, of all languages.
        due, banned: words of chips that each page must show or must not show, all languages of one chip together.
        names: of hospitals and schemes; a number in a name need not stand in its translation, nor on the page.
        ids: of hospitals and schemes: their digits are no numbers.
        printed: of all numbers that are entered with their cells or rule; None where that is not asked.
        told: digits of all numbers that the report has printed by itself, by section; under no section, those around
            the pages.
    """

    kind: str = ""
    palette: frozenset[str] = frozenset()
    bounds: Mapping[str, float] = field(default_factory=dict)
    letters: Mapping[str, frozenset[str]] = field(default_factory=dict)
    score_heads: frozenset[str] = frozenset()
    units: frozenset[str] = frozenset()
    due: tuple[frozenset[str], ...] = ()
    banned: tuple[frozenset[str], ...] = ()
    names: tuple[Text, ...] = ()
    ids: frozenset[str] = frozenset()
    printed: frozenset[str] | None = None
    told: Mapping[str, frozenset[str]] = field(default_factory=dict)


def about(material: Grounds, *, kind: str, ledger: Ledger, tokens: Mapping[str, str]) -> About:
    """What the rules must know of a report.

    Args:
        material: what the report is about.
        kind: of the report.
        ledger: its printed numbers.
        tokens: the custom properties of its styles.
    """
    words = material.catalog.words
    chips = {name: _both(text) for name, text in words.under("furniture.chip").items()}
    due = _due(material)
    return About(
        kind=kind,
        palette=frozenset(normal(value) for value in tokens.values() if COLOUR.fullmatch(value)),
        bounds={str(grade): low for grade, low in sorted(material.scheme.grades.items(), key=lambda pair: -pair[1])},
        letters={grade: _both(text) for grade, text in _letters(material).items()},
        score_heads=frozenset(word.lower() for word in _both(words["layout.score"])),
        units=frozenset(" ".join(_both(words[UNITS_OF.get(kind, "layout.units")])).split()),
        due=tuple(chip for name, chip in chips.items() if name in due),
        banned=tuple(chip for name, chip in chips.items() if name not in due),
        names=tuple(_names(material)),
        ids=frozenset(one for one in _ids(material) if not one.isdecimal()),
        printed=frozenset(entry.printed for entry in ledger.entries.values()),
        told={section: _told(ledger, section) for section in ledger.figures.keys() | ledger.wording.keys()},
    )


def _names(material: Grounds) -> Iterator[Text]:
    file = material.case.file
    yield material.scheme.name
    if file.entity:
        yield file.entity.name
    if file.group:
        yield file.group.name
        yield from file.group.members.values()


def _ids(material: Grounds) -> Iterator[str]:
    file = material.case.file
    yield from (name for name, scheme in material.catalog.schemes.items() if scheme is material.scheme)
    if file.entity:
        yield file.entity.id
    if file.group:
        yield from (file.group.id, *file.group.members)


def _told(ledger: Ledger, section: str) -> frozenset[str]:
    figures = (digits for figure in ledger.figures.get(section, ()) for digits in digits_of(figure))
    return frozenset(figures).union(ledger.wording.get(section, ()))


def _letters(material: Grounds) -> Mapping[str, Text]:
    """The usual letters of grades, or those of the scheme's own names."""
    return {**material.catalog.words.under("grade.letter"), **letters(material.scheme)}


def _due(material: Grounds) -> frozenset[str]:
    """The chips that each page must show: illustrative data, and every state but issued."""
    found = {"illustrative"} if material.case.file.illustrative else set()
    if material.draft:
        found.add("draft")
    elif material.standing is not None and material.standing.state is not State.ISSUED:
        found.add(str(material.standing.state))
    return frozenset(found)


def _both(text: Text) -> frozenset[str]:
    return frozenset({text.zh, text.en})
