"""What a brand adds to the styles of pages: tokens, the mark in the heads, faces that may stand in a file.

Colours of a brand, held against what readers and grey printers need before a page takes them.
"""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from hashlib import sha256
from itertools import pairwise
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Any, Final

from reportgen.formula.functions import nearest
from reportgen.model.brand import FONTS, Family
from reportgen.model.finding import Finding
from reportgen.model.schemes import Grade
from reportgen.report.brand.mark import Unusable
from reportgen.report.tokens import built_in, contrast, lightness

if TYPE_CHECKING:
    from collections.abc import Iterable

    from reportgen.model.place import Place
    from reportgen.report.brand.mark import InstitutionMark

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
WASHES: Final = ("wash", "wash-2")
"""Greys with a twin through which the draft mark shows; that of a brand's own grey is the grey itself."""
GROUNDS: Final = (*WASHES, *(f"{grade}-tint" for grade in Grade))
"""Grounds under words."""
UNKNOWN: Final = "B31"
PALE: Final = "B32"
ALIKE: Final = "B33"
MAX_BYTES: Final = 40_000_000
RESTRICTED, NO_SUBSET, BITMAP = 0x0002, 0x0100, 0x0200
"""Bits of fsType (OpenType 1.9, OS/2): no embedding at all, none in parts, none of outlines."""
DIGITS: Final = "0123456789"
NEEDED: Final = (*DIGITS, ".", ",", "\N{MINUS SIGN}", "%")
"""What every table prints: without one of these a number would change its face in its middle."""
LETTERS: Final = "abcdefghijklmnopqrstuvwxyz"
FAMILY: Final = 1
WIDEST: Final = 1.08
"""How much wider than ours digits or letters may be: beyond, page 1 and the tables have no room for them."""
MEASURES: Final[Mapping[tuple[Family, int], tuple[float, float]]] = {
    ("sans", 400): (0.555, 0.530),
    ("sans", 700): (0.590, 0.566),
    ("serif", 400): (0.557, 0.559),
    ("serif", 700): (0.593, 0.587),
}
"""Width of a digit, and the mean of the small letters, of the faces that pages are drawn for, in em."""


@dataclass(frozen=True)
class BrandFont:
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


def rules(colours: Mapping[str, str], mark: InstitutionMark | None) -> str:
    """Tokens in place of the design's, and the mark on cover and heads."""
    found = []
    if colours:
        over = {f"{name}-over": colours[name] for name in WASHES if name in colours}
        found.append(
            f":root {{ {'; '.join(f'--{name}: {value}' for name, value in sorted({**colours, **over}.items()))} }}"
        )
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


def faces(found: Iterable[BrandFont]) -> str:
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


@dataclass(frozen=True)
class Typeface:
    """A font that can be printed.

    Attributes:
        name: what it calls itself.
        digest: the beginning of its SHA-256.
        digit, point, letters: width of a digit and of the decimal point, and the mean of the small letters, in em.
    """

    name: str
    digest: str
    digit: float
    point: float
    letters: float | None


def typeface(name: str, content: bytes, use: Family = "sans", weight: int = 400) -> Typeface:
    """What a font is, once nothing speaks against it in the place of ours.

    Raises:
        Unusable: with the reason.
    """
    if PurePosixPath(name).suffix.lower() not in FONTS:
        raise Unusable("B45")
    if len(content) > MAX_BYTES:
        raise Unusable("B35", size=f"{len(content) / 1e6:.1f}", limit=f"{MAX_BYTES / 1e6:.0f}")
    found = _judged(content)
    digit, letters = MEASURES[use, weight]
    share = max(found.digit / digit, (found.letters or 0) / letters)
    if share > WIDEST:
        raise Unusable("B49", percent=f"{(share - 1) * 100:.0f}", limit=f"{(WIDEST - 1) * 100:.0f}")
    return found


@lru_cache(maxsize=8)
def _judged(content: bytes) -> Typeface:
    from fontTools.ttLib import TTFont, TTLibError

    try:
        with TTFont(io.BytesIO(content), lazy=True) as font:
            _require(font)
            found = font["name"].getDebugName(FAMILY)
            digit, point = _width(font, "0"), _width(font, ".")
            has_letters = all(ord(one) in font.getBestCmap() for one in LETTERS)
            letters = _width(font, LETTERS) if has_letters else None
    except Unusable:
        raise
    except (TTLibError, KeyError, AssertionError, OSError, ValueError, EOFError, IndexError):
        raise Unusable("B45") from None
    return Typeface(found or "\N{EM DASH}", sha256(content).hexdigest()[:10], digit, point, letters)


def _width(font: Any, characters: str) -> float:
    """The mean of their widths, in em."""
    glyphs, widths = font.getBestCmap(), font["hmtx"]
    total = sum(int(widths[glyphs[ord(one)]][0]) for one in characters)
    return float(total / len(characters) / font["head"].unitsPerEm)


def _require(font: Any) -> None:
    if font["OS/2"].fsType & (RESTRICTED | NO_SUBSET | BITMAP):
        raise Unusable("B46")
    if "fvar" in font:
        raise Unusable("B45")
    glyphs = font.getBestCmap()
    lacking = "".join(character for character in NEEDED if ord(character) not in glyphs)
    if lacking:
        raise Unusable("B47", characters=lacking)
    widths = {font["hmtx"][glyphs[ord(digit)]][0] for digit in DIGITS}
    if len(widths) > 1:
        raise Unusable("B48")
