"""From what was found to the pages of a report, in the languages asked for, and to the state that they show."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, fields, replace
from functools import partial
from typing import TYPE_CHECKING, Any, TypeVar

from reportgen import lifecycle
from reportgen.analysis.group.material import GroupMaterial
from reportgen.analysis.material import Material
from reportgen.catalog import languages
from reportgen.catalog.calendar_words import dates_in
from reportgen.catalog.rewording import Speak, said
from reportgen.export import group_results, results
from reportgen.model.manifest import Embedding
from reportgen.pipeline import enclosures
from reportgen.pipeline.redaction import redacted

if TYPE_CHECKING:
    from reportgen.catalog import Catalog
    from reportgen.model.brand import Remarks
    from reportgen.model.definition import LanguageMode, Languages
    from reportgen.model.finding import Finding
    from reportgen.model.standing import Standing
    from reportgen.report import Stretch
    from reportgen.report.pdf import Rendered

M = TypeVar("M", bound=Material | GroupMaterial)


@dataclass(frozen=True)
class Inside:
    """What is asked to be inside a report; None leaves it to the kind of report.

    Attributes:
        embed: results alone, or all that it was made from.
        persons: whether files about persons may be among that.
        audience: whom the version is for, by id; None where no version of its own is wanted.
        only: the first and the last page that the file is to have; None for all. Such an extract carries no files.
    """

    embed: Embedding | None = None
    persons: bool | None = None
    audience: str | None = None
    only: Stretch | None = None


USUAL = Inside()


def results_of(material: Material | GroupMaterial) -> dict[str, Any]:
    """The results as data: of one hospital, or of a group."""
    if isinstance(material, GroupMaterial):
        return group_results.document(material)
    return results.document(material)


def file_name(material: Material | GroupMaterial, *, report: str, mode: str, audience: str | None, ending: str) -> str:
    """What the file of a report is called where nobody names it: whose, which, for whom, of when, in which language."""
    version = f"-{audience}" if audience else ""
    return f"{material.entity}-{report}{version}-{material.period}-{mode}{ending}"


def pages(material: Material | GroupMaterial, *, report: str, mode: Languages, inside: Inside = USUAL) -> Rendered:
    """The pages of a report as PDF, with its results and what it was made from inside.

    Raises:
        Refused: if a glyph, a font, an alternative text or a reference is missing; if there is no such version (C51,
            C52), or it cannot carry what is asked (C53); as `report.produce`.
    """
    from reportgen.report import nothing, produce

    material = redacted(material, report, inside.audience)
    enclosures.require_fit(material, inside.embed)
    enclose = partial(
        enclosures.enclosed, material, report=report, mode=mode, embed=inside.embed, persons=inside.persons
    )
    if inside.only is not None:
        with speaking(material, mode) as (said, places):
            return produce(said, kind=report, mode=places, results=b"{}", enclose=nothing, only=inside.only)
    data = results.text(results_of(material)).encode()
    if isinstance(material, Material):
        names = enclosures.names(material, report=report, embed=inside.embed, persons=inside.persons)
        material = replace(material, enclosed=names)
    with speaking(material, mode) as (said, places):
        return produce(said, kind=report, mode=places, results=data, enclose=enclose)


def web_page(material: Material | GroupMaterial, *, report: str, mode: Languages, audience: str | None = None) -> bytes:
    """A report as one page for screens.

    Raises:
        Refused: if an alternative text or a reference is missing, or there is no such version (C51, C52).
    """
    from reportgen.report import page

    with speaking(redacted(material, report, audience), mode) as (said, places):
        return page(said, kind=report, mode=places)


def prose(material: Material | GroupMaterial, *, report: str, mode: Languages, audience: str | None = None) -> bytes:
    """The letter or the commentary of a report as a Word document.

    Raises:
        Refused: if it has neither (C86), or there is no such version (C51, C52).
    """
    from reportgen.report import prose as written

    with speaking(redacted(material, report, audience), mode) as (said, places):
        return written(said, kind=report, mode=places)


def pictures(
    material: Material | GroupMaterial, *, report: str, mode: Languages, audience: str | None = None
) -> dict[str, bytes]:
    """The pages and charts of a report as pictures, by file name.

    Raises:
        Refused: as `pages`.
    """
    from reportgen.report import pictures as drawn

    with speaking(redacted(material, report, audience), mode) as (said, places):
        return drawn(said, kind=report, mode=places)


def picture(
    material: Material | GroupMaterial, *, report: str, mode: Languages, inside: Inside = USUAL
) -> tuple[bytes, tuple[Finding, ...]]:
    """One page of a report as a picture for mail, and what is told of its pages.

    Raises:
        Refused: as `pages`, and if it is not one page (C83).
    """
    from reportgen.report import picture as drawn

    with speaking(redacted(material, report, inside.audience), mode) as (said, places):
        return drawn(said, kind=report, mode=places, only=inside.only)


def with_standing(material: M, *, report: str, mode: Languages, audience: str | None = None) -> M:
    """The same, with the state in which the case's journal has this very report, or its version for an audience."""
    subject = lifecycle.Subject(report, material.entity, material.period, mode, audience)
    return replace(material, standing=standing(material, subject))


def standing(material: Material | GroupMaterial, subject: lifecycle.Subject) -> Standing:
    """Where a report stands by the journal of its case."""
    folder, file = material.case.folder, material.case.file
    journal = lifecycle.read(folder)
    content = lifecycle.whole(lifecycle.parts(material, results_of(material)))
    return lifecycle.standing(
        journal, subject, content, file.approvals, lambda: lifecycle.next_number(folder, journal, file, subject)
    )


@contextmanager
def speaking(material: M, asked: Languages) -> Iterator[tuple[M, LanguageMode]]:
    """A material as it is said in some languages, and which places its pages print; within, dates are written so too.

    Raises:
        Refused: C88, if reports do not speak them.
    """
    wanted = languages.spoken(asked, material.catalog.languages)
    speak = wanted.speak(material.catalog)
    if speak is None:
        yield material, wanted.mode
        return
    with dates_in(wanted.locales):
        found = _said(material, languages.in_languages(material.catalog, wanted), speak)
        yield replace(found, commentary=_commentary(material, wanted)), wanted.mode


def _commentary(material: Material | GroupMaterial, wanted: languages.Spoken) -> Mapping[str, tuple[Remarks, ...]]:
    """What was written in the languages of the report; where nobody wrote in one, what it is made of another's."""
    found = dict(material.commentary)
    for one in wanted.others:
        place, respell = one.defined.place, wanted.respell(one.defined.place)
        written = tuple(replace(part, text=respell(part.text)) for part in found.get(place, ()))
        found[place] = material.commentary.get(one.id) or written
    return {place: texts for place, texts in found.items() if texts}


def _said(material: M, catalog: Catalog, speak: Speak) -> M:
    """Every text of a material; its numbers, ids and what was written as plain text are the very same."""
    apart: dict[str, Any] = {"catalog": catalog}
    if isinstance(material, Material):
        apart |= {"derive": partial(_derived, material.derive, speak), "said_of": material}
    else:
        apart["members"] = tuple(_said(one, catalog, speak) for one in material.members)
    parts = {one.name: getattr(material, one.name) for one in fields(material) if one.name not in apart}
    return replace(material, **apart, **{name: said(part, speak) for name, part in parts.items()})


def _derived(derive: Callable[..., Any], speak: Speak, *asked: str) -> Any:
    return said(derive(*asked), speak)
