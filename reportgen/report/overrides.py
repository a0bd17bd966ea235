"""Templates and styles of a case, each in place of the built-in one of the same name."""

from __future__ import annotations

import traceback
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Any, Final

from reportgen.catalog import load
from reportgen.catalog.catalog import builtin_catalog
from reportgen.errors import Refused
from reportgen.intake.case.case_pages import has_brand
from reportgen.model.finding import Finding
from reportgen.model.place import Place
from reportgen.report import tokens as report_tokens
from reportgen.report.bounds import OWN, TooMuch, excess, oversized
from reportgen.report.brand import NONE as PLAIN
from reportgen.report.brand import Brand
from reportgen.report.tokens import folder

if TYPE_CHECKING:
    from reportgen.model.casefile import Case

KINDS: Final = {"templates": "**/*.html", "styles": "**/*.css"}
UNKNOWN: Final = "B02"
FAULTY: Final = "B03"


@dataclass(frozen=True)
class Overrides:
    """Texts of a case's own files.

    Attributes:
        templates: by name under templates/, such as ``sections/budget.html``.
        styles: by name under styles/, such as ``tables.css`` or ``sections/card.css``.
        pictures: the case's folder styles/, which its files may take pictures from; None where there is none.
        brand: its mark, colours and faces.
    """

    templates: Mapping[str, str] = field(default_factory=dict)
    styles: Mapping[str, str] = field(default_factory=dict)
    pictures: Path | None = None
    brand: Brand = PLAIN

    @property
    def base(self) -> Mapping[str, str]:
        """The tokens before the brand: those of the case's own style sheet, or the built-in ones."""
        own = self.styles.get(report_tokens.FILE)
        return report_tokens.declared(own) if own else report_tokens.built_in()

    @property
    def tokens(self) -> Mapping[str, str]:
        """The tokens that its pages and charts take."""
        return {**self.base, **self.brand.colours}


NONE: Final = Overrides()


def overrides(case: Path) -> Overrides:
    """What a case folder brings.

    Raises:
        Refused: a file that is none, lies outside the case or is no text (D17-D19), replaces nothing (B02), or asks
            for a size that no page has (B03).
    """
    findings: list[Finding] = []
    found = {kind: dict(_texts(case, kind, pattern, findings)) for kind, pattern in KINDS.items()}
    if findings:
        raise Refused(findings)
    styles = case / "styles"
    inside = styles.is_dir() and styles.resolve().is_relative_to(case.resolve())
    return Overrides(found["templates"], found["styles"], styles if inside else None)


def looks(case: Case) -> Overrides:
    """What a case brings: templates, styles and its brand.

    Raises:
        Refused: as `overrides`; or every mistake in a brand.yaml.
    """
    found = overrides(case.folder)
    if not has_brand(case):
        return found
    from reportgen.report.brand.reading import read

    return replace(found, brand=read(case, found.base))


def without_brand(case: Case) -> Overrides:
    """What a case brings to pages that are the same whoever sends them; raises as `overrides`."""
    return overrides(case.folder)


def _texts(case: Path, kind: str, pattern: str, findings: list[Finding]) -> Iterator[tuple[str, str]]:
    for path in sorted((case / kind).glob(pattern)):
        name = path.relative_to(case / kind).as_posix()
        place = Place(f"{kind}/{name}")
        if not _replaces(kind, name):
            findings.append(Finding(UNKNOWN, place, {"file": place.file}))
            continue
        try:
            text = load.text(path, case)
        except ValueError as error:
            findings.append(Finding(str(error), place, {"file": place.file}))
            continue
        if line := oversized(text):
            findings.append(Finding(FAULTY, replace(place, line=line), {"problem": "@template.size"}))
        yield name, text


def _replaces(kind: str, name: str) -> bool:
    """Whether there is such a built-in file, or for a style the section that it dresses."""
    if (folder(kind) / name).is_file():
        return True
    template = PurePosixPath(name).with_suffix(".html")
    if is_section(template.as_posix()):
        return True
    return kind == "styles" and template.parent.name == "sections" and (folder("templates") / template).is_file()


def is_section(template: str) -> bool:
    """Whether this is the name of the template of a section on the body, be there such a file or not."""
    head, _, name = template.rpartition("/")
    section = builtin_catalog().sections.get(name.removesuffix(".html"))
    return head == "sections" and name.endswith(".html") and section is not None and section.pages == "body"


def blame(error: Exception, own: Overrides) -> Refused | None:
    """The refusal of a case's template in which an error arose; None where it is a bug of ours."""
    frames = [(frame.filename, frame.lineno) for frame in traceback.extract_tb(error.__traceback__)]
    frames += [(getattr(error, "filename", None) or "", getattr(error, "lineno", None))]
    named = {OWN + name for name in own.templates}
    for name, line in reversed(frames):
        if name in named:
            return Refused([Finding(FAULTY, Place(name, line=line), {"problem": _problem(error)})])
    if named and isinstance(error, TooMuch | MemoryError):  # before the template ran, while it was made ready
        return Refused([Finding(FAULTY, Place(min(named)), {"problem": _problem(error)})])
    return None


def _problem(error: Exception) -> str:
    if isinstance(error, MemoryError | OverflowError):
        return "@template.memory"
    return "@template.calls" if isinstance(error, RecursionError) else str(error)


def insist_on_bounds(root: Any, own: Overrides) -> None:
    """See that a page with templates of a case can be laid out.

    Raises:
        Refused: B03, at the first line of a template that has what is too much; at the template where none is found.
    """
    found = excess(root) if own.templates else None
    if found is None:
        return
    problem, markup = found
    lines = (
        Place(OWN + name, line=number)
        for name, text in own.templates.items()
        for number, line in enumerate(text.splitlines(), start=1)
        if markup in line
    )
    place = next(lines, Place(OWN + min(own.templates)))
    raise Refused([Finding(FAULTY, place, {"problem": problem})])
