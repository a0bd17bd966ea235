"""The brand of a case: its files read with suspicion, its mark, its colours in the tokens, its licensed faces.

What of it cannot be used is told and left out; the page is whole without it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Final

from reportgen.intake.case.case_pages import ReadBrand, brands
from reportgen.model.brand import Family
from reportgen.model.finding import Finding
from reportgen.model.place import Place
from reportgen.report.brand.mark import InstitutionMark, Unusable, mark
from reportgen.report.brand.styling import MAX_BYTES, BrandFont, Typeface, faces, readable, rules, typeface

if TYPE_CHECKING:
    from reportgen.model.casefile import Case


OUTSIDE: Final = "B34"
USES: Final[tuple[Family, ...]] = ("sans", "serif")
BOLD: Final = 700
REGULAR: Final = 400


@dataclass(frozen=True)
class Brand:
    """What pages take from brand.yaml.

    Attributes:
        colours: tokens in place of the design's, those that stay readable.
        mark: the institution's mark; None where there is none that can be used.
        rules: styles that bring mark and faces into the pages; faces: those that only print has, since a page for
            screens would hand on the font itself.
        files: marks and fonts by the address under which the rules name them.
        families: names of the faces.
        findings: what cannot be used, and why.
    """

    colours: Mapping[str, str] = field(default_factory=dict)
    mark: InstitutionMark | None = None
    rules: str = ""
    faces: str = ""
    files: Mapping[str, bytes] = field(default_factory=dict)
    families: frozenset[str] = frozenset()
    findings: tuple[Finding, ...] = ()


NONE: Final = Brand()


@dataclass
class BrandReading:
    """What is found on the way."""

    findings: list[Finding] = field(default_factory=list)

    def told(self, error: Unusable, name: str, place: Place) -> None:
        """Keep why a file cannot be used."""
        self.findings.append(Finding(error.rule, place, {"file": name, **error.facts}))

    def content(self, told: ReadBrand, name: str, *trail: str) -> bytes | None:
        """A file that a brand names; None where it is not there or lies outside its folder."""
        path, place = told.folder / name, told.places.place(trail)
        if not (path.is_file() and not path.is_symlink() and path.resolve().is_relative_to(told.folder.resolve())):
            self.findings.append(Finding(OUTSIDE, place, {"file": name}))
            return None
        with path.open("rb") as stream:  # no more than the largest that anything here may be, and one byte
            return stream.read(MAX_BYTES + 1)


def read(case: Case, base: Mapping[str, str]) -> Brand:
    """What the pages of a case take from its brand.

    Args:
        case: whose it is.
        base: the tokens that hold without it.

    Raises:
        Refused: every mistake in a brand.yaml (D01 …).
    """
    told = brands(case)
    if not told:
        return NONE
    work = BrandReading()
    wanted = {name: value.upper() for one in told for name, value in one.file.colours.items()}
    places = {name: one.places.place(("colours", name)) for one in told for name in one.file.colours}
    colours, found = readable(wanted, base, places)
    work.findings += found
    found_mark = next((_mark(work, one) for one in reversed(told) if one.file.logo is not None), None)
    found_faces = tuple(_faces(work, told))
    pictures = {found_mark.address: found_mark.content} if found_mark else {}
    return Brand(
        colours=colours,
        mark=found_mark,
        rules=rules(colours, found_mark),
        faces=faces(found_faces),
        files=pictures | {face.address: face.content for face in found_faces},
        families=frozenset(name for face in found_faces for name in (face.family, face.font.name)),
        findings=tuple(work.findings),
    )


def _mark(work: BrandReading, told: ReadBrand) -> InstitutionMark | None:
    logo = told.file.logo
    assert logo is not None
    content = work.content(told, logo.file, "logo", "file")
    if content is None:
        return None
    try:
        return mark(logo.file, content, logo.height_mm, in_head=logo.head)
    except Unusable as error:
        work.told(error, logo.file, told.places.place(("logo", "file")))
        return None


def _faces(work: BrandReading, told: tuple[ReadBrand, ...]) -> Iterator[BrandFont]:
    """The faces of each use whose two files can both be used."""
    for use in USES:
        one = next((one for one in reversed(told) if use in one.file.fonts), None)
        if one is None:
            continue
        wanted = one.file.fonts[use]
        found = [_face(work, one, (use, "regular", wanted.regular)), _face(work, one, (use, "bold", wanted.bold))]
        family = f"Brand {use} {'-'.join(font.digest for font, _ in filter(None, found))}"
        if all(found):
            for (font, content), name, weight in zip(
                filter(None, found), (wanted.regular, wanted.bold), (REGULAR, BOLD), strict=True
            ):
                yield BrandFont(use, weight, family, font, Path(name).suffix.lower(), content)


def _face(work: BrandReading, told: ReadBrand, which: tuple[Family, str, str]) -> tuple[Typeface, bytes] | None:
    use, key, name = which
    content = work.content(told, name, "fonts", use, key)
    if content is None:
        return None
    try:
        return typeface(name, content, use, REGULAR if key == "regular" else BOLD), content
    except Unusable as error:
        work.told(error, name, told.places.place(("fonts", use, key)))
        return None
