"""brand.yaml as a user writes it: the institution's mark, colours and faces."""

from __future__ import annotations

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
