"""What a brand adds to the styles of pages: tokens, the mark in the heads, faces."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from reportgen.report.brand.mark import Mark
    from reportgen.report.brand.typeface import Typeface

OURS: Final = {"sans": '"Noto Sans CJK SC"', "serif": '"Noto Serif CJK SC"'}
"""What a face falls back to for characters that it lacks."""
FIGURES: Final = "sans"
"""The faces in which tables print figures: decimals are aligned by their widths."""
MASTHEAD: Final = (26.0, 9.0)
HEAD: Final = (16.0, 4.2)
"""Room for the mark in the masthead and in the heads of pages: width and height in millimetres."""
LINE: Final = 3.3
"""Height of a line of a head, in millimetres."""
AIR: Final = 1.6
"""Between the mark and the words of a head, in millimetres."""


@dataclass(frozen=True)
class Face:
    """One font of a brand.

    Attributes:
        use: sans or serif.
        family: the name under which styles ask for it: with digests of its files, so that two brands in one process do
            not take each other's face.
        font: what it calls itself, and how wide its figures are.
    """

    use: str
    weight: int
    family: str
    font: Typeface
    suffix: str
    content: bytes

    @property
    def address(self) -> str:
        """Where pages find it."""
        return f"brand/{self.use}-{self.weight}{self.suffix}"


def rules(colours: Mapping[str, str], mark: Mark | None) -> str:
    """Tokens in place of the design's, and the mark on cover and heads."""
    found = []
    if colours:
        found.append(f":root {{ {'; '.join(f'--{name}: {value}' for name, value in sorted(colours.items()))} }}")
    if mark is not None:
        found += [_sized(".logo", mark.on_cover), _sized(".masthead-logo .logo", mark.within(*MASTHEAD))]
        if mark.in_head:
            width, height = mark.within(*HEAD)
            found.append(
                f".head-left {{ background: url({mark.address}) no-repeat 0 100% / {width:.2f}mm {height:.2f}mm;"
                f" padding-left: {width + AIR:.2f}mm; padding-top: {max(height - LINE, 0):.2f}mm }}"
            )
    return "\n".join(found)


def _sized(selector: str, size: tuple[float, float]) -> str:
    return f"{selector} {{ display: block; width: {size[0]:.2f}mm; height: {size[1]:.2f}mm }}"


def faces(found: Iterable[Face]) -> str:
    """The fonts, and the families of the tokens led by them."""
    several = tuple(found)
    declared = [
        f'@font-face {{ font-family: "{face.family}"; font-weight: {face.weight}; src: url({face.address}) }}'
        for face in several
    ]
    families = {face.use: face.family for face in several}
    led = "; ".join(f'--{use}: "{family}", {OURS[use]}' for use, family in families.items())
    figures = {face.weight: face.font for face in several if face.use == FIGURES}
    if figures:
        led = f"{led}; {_aligned(figures[min(figures)], figures[max(figures)])}"
    return "\n".join([*declared, f":root {{ {led} }}"]) if several else ""


def _aligned(plain: Typeface, bold: Typeface) -> str:
    """How wide digits and points are, and by how much bold digits have to be narrowed to stand under the others."""
    narrow = min(plain.digit - bold.digit, 0.0)
    return f"--digit: {plain.digit:.4g}em; --point: {plain.point:.4g}em; --narrow: {narrow:.4g}em"
