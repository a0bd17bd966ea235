"""brand.yaml as a user writes it: the institution's mark, colours and faces.

The accountant's words on a period, file by file.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Annotated, Final, Literal

from pydantic import Field

from reportgen.model.definition import Definition, NonEmpty

FILE: Final = "brand.yaml"
FONTS: Final = (".otf", ".ttf")
"""Endings of the fonts that a brand may bring; their licences do not let them be handed on as files."""
Colour = Annotated[str, Field(pattern=r"^#[0-9A-Fa-f]{6}$")]
"""Red, green and blue in hexadecimal."""
Family = Literal["sans", "serif"]
"""The faces of text and of titles."""


class Logo(Definition):
    """The institution's mark.

    Attributes:
        file: SVG, PNG or JPEG, relative to the folder of brand.yaml.
        height_mm: how high it stands on the cover; it becomes lower where it is very wide.
        head: whether the heads of the pages show it too.
    """

    file: NonEmpty
    height_mm: float = Field(12, ge=6, le=20)
    head: bool = True


class Faces(Definition):
    """A licensed family of type: two files (OTF or TTF) relative to the folder of brand.yaml."""

    regular: NonEmpty
    bold: NonEmpty


class BrandFile(Definition):
    """brand.yaml of a case or of a pack.

    Attributes:
        source: what lays the brand down, such as a manual of the institution.
        colours: token of styles/tokens.css → colour in its place.
        fonts: by what they are for.
    """

    source: NonEmpty
    logo: Logo | None = None
    colours: dict[NonEmpty, Colour] = Field(default_factory=dict)
    fonts: dict[Family, Faces] = Field(default_factory=dict)

    @property
    def files(self) -> tuple[str, ...]:
        """Names of the files that it asks for."""
        faces = [name for family in self.fonts.values() for name in (family.regular, family.bold)]
        return (*([self.logo.file] if self.logo else []), *faces)


FOLDER: Final = "commentary"
"""Of a case; in it a folder for each period."""
KEPT: Final = frozenset(
    "p strong em ul ol li h2 h3 h4 blockquote table thead tbody tr th td br code pre".split()  # noqa: SIM905 - a list of names
)
"""Elements of HTML that a report prints; all others are left out."""
QUOTE: Final = re.compile(r"\{\{[^\S\n]*(?P<name>[^{}\n]*?)[^\S\n]*\}\}")  # {{ current_ratio }}
MARKS: Final = r"\{\{|\{%|\}\}|%\}"
FILLED_IN: Final = re.compile(f"{QUOTE.pattern}|{MARKS}")  # a quote, or a mark that may have been meant for one
LEFT_OPEN: Final = re.compile(f"(?:{MARKS}).{{0,40}}")  # {{ current_ratio without its end, {% anything %}

CARRIED: Final = re.compile(r"\[\?(?P<words>(?:(?!\[\?)[^\n])*?)\?\]")  # [?October?]
"""What of an earlier period's words was carried over, and nobody has looked at since."""


@dataclass(frozen=True)
class Remarks:
    """One file of commentary.

    Attributes:
        file: path relative to the case.
        text: its Markdown.
    """

    file: str
    text: str

    @property
    def about(self) -> str:
        """What its name says before the first dot: of `solvency.zh.md` the ability that it is about."""
        return self.file.rpartition("/")[2].partition(".")[0]

    def carried(self) -> Iterator[tuple[int, int, str]]:
        """What was carried over from an earlier period and is not revised: line, column and words."""
        for number, line in enumerate(self.text.splitlines(), start=1):
            yield from ((number, match.start() + 1, match["words"]) for match in CARRIED.finditer(line))

    def unresolved(self, is_there: Callable[[str], bool]) -> Iterator[tuple[int, int, str]]:
        """Quotes of what is not there and those left open: line, column and what is quoted."""
        for number, line in enumerate(self.text.splitlines(), start=1):
            matches = [match for match in QUOTE.finditer(line) if not is_there(match["name"])]
            wrong = [(match.start(), match["name"] or match[0]) for match in matches]
            whole = QUOTE.sub(lambda match: " " * len(match[0]), line)
            wrong += [(match.start(), match[0].strip()) for match in LEFT_OPEN.finditer(whole)]
            yield from ((number, column + 1, name) for column, name in sorted(wrong))
