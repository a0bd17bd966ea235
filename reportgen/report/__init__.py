"""What is said of the results and how it looks: view, words, charts, pages, PDF. Computes nothing."""

from __future__ import annotations

from dataclasses import replace
from itertools import chain
from typing import TYPE_CHECKING

from reportgen.collector import quiet_collector
from reportgen.errors import ExitCode, Refused
from reportgen.model.definition import Text
from reportgen.model.finding import Finding
from reportgen.model.place import NOWHERE

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from datetime import datetime

    from reportgen.analysis.grounds import Grounds
    from reportgen.analysis.group.material import GroupMaterial
    from reportgen.analysis.material import Material
    from reportgen.model.definition import LanguageMode
    from reportgen.report.html import HtmlDocument
    from reportgen.report.overrides import Overrides
    from reportgen.report.pdf import Attachment, PagesBetween, Rendered

__all__ = ["Stretch", "document", "nothing", "page", "picture", "pictures", "produce", "prose", "remarks"]

LETTER = "letter"
SEPARATOR = ", "
Stretch = tuple[int, int] | str
"""The first and the last of some pages, from 1; or a volume, by its name or the last word of its English name."""


def no_more(own: Sequence[Attachment], created: datetime) -> Sequence[Attachment]:
    """Nothing inside but the results and the numbers."""
    del created
    return own


def nothing(own: Sequence[Attachment], created: datetime) -> Sequence[Attachment]:
    """Nothing inside: pages taken out of a report are no report to verify."""
    del own, created
    return ()


def document(material: Material | GroupMaterial, *, kind: str, mode: LanguageMode) -> HtmlDocument:
    """The pages of a report as HTML, with the pictures beside it.

    Raises:
        KeyError: for a kind of report that the catalogue does not have.
        Refused: as `produce`, but for what only the laid out pages show.
    """
    return _written(material, kind, mode, _own(material, kind))


def _written(
    material: Material | GroupMaterial, kind: str, mode: LanguageMode, own: Overrides, only: Stretch | None = None
) -> HtmlDocument:
    from reportgen.report import fonts

    fonts.activate()
    fonts.insist()
    from reportgen.report.assembly import extracted, report, volumes
    from reportgen.report.html import write
    from reportgen.report.tokens import in_force

    with in_force(own.tokens):
        whole = report(material, kind, mode)
        written = write(whole if only is None else extracted(whole), own)
        written = replace(written, volumes=tuple(volumes(whole)))
    if own.templates:
        from reportgen.report.overrides import insist_on_bounds
        from reportgen.report.web.tree import parsed

        insist_on_bounds(parsed(written.html), own)
    return written


def page(material: Material | GroupMaterial, *, kind: str, mode: LanguageMode) -> bytes:
    """A report as one HTML file with everything in it; in both languages it holds an edition in English besides.

    Raises:
        Refused: as `produce`, but for what only laid out pages show.
        KeyError: for a kind of report that the catalogue does not have.
    """
    from reportgen.report import fonts

    fonts.activate()
    fonts.insist()
    from reportgen.report.pdf.required import load

    load()
    from reportgen.report.assembly import report
    from reportgen.report.tokens import in_force
    from reportgen.report.web import web_page

    own = _own(material, kind)
    with in_force(own.tokens):
        first = report(material, kind, mode)
        others = [first.copy] if first.copy else [report(material, kind, "en")] if mode == "zh-en" else []
        return web_page([first, *others], own, material.version)


def prose(material: Material | GroupMaterial, *, kind: str, mode: LanguageMode) -> bytes:
    """The letter of a submission, or the commentary of another report, as a Word document.

    Raises:
        Refused: C86, if the report has neither; as `document`.
        KeyError: for a kind of report that the catalogue does not have.
    """
    written = document(material, kind=kind, mode=mode)
    from reportgen.report.word import word  # it brings the layout engine, which takes the fonts that it finds then

    return word(written)


def unusable(material: Material | GroupMaterial, *, kind: str) -> tuple[Finding, ...]:
    """What of the brand the pages of a report leave out, and why; of pages that show no brand nothing.

    Raises:
        Refused: as `produce`, for templates, styles and brand.
        KeyError: for a kind of report that the catalogue does not have.
    """
    return _own(material, kind).brand.findings


def has_own(material: Material | GroupMaterial, *, kind: str) -> bool:
    """Whether a report is dressed in what the case answers for itself: templates, styles, colours.

    Raises:
        Refused: as `produce`, for templates, styles and brand.
        KeyError: for a kind of report that the catalogue does not have.
    """
    own = _own(material, kind)
    return bool(own.templates or own.styles or own.brand.colours)


def _own(material: Grounds, kind: str) -> Overrides:
    """What the case brings for one kind of report."""
    from reportgen.report.overrides import looks, without_brand
    from reportgen.report.page_sets import PAGE_SETS

    is_branded = PAGE_SETS[material.catalog.reports[kind].pages].is_branded
    return looks(material.case) if is_branded else without_brand(material.case)


def produce(  # noqa: PLR0913 - all that the file depends on
    material: Material | GroupMaterial,
    *,
    kind: str,
    mode: LanguageMode,
    results: bytes,
    enclose: Callable[[Sequence[Attachment], datetime], Sequence[Attachment]] = no_more,
    only: Stretch | None = None,
) -> Rendered:
    """A report as PDF, with the machine-readable results inside.

    Args:
        material: what the pipeline has found.
        kind: of the report, by id.
        mode: language mode.
        results: the JSON of the results.
        enclose: from results.json and numbers.json, and the moment the file bears, to all that goes into it.
        only: the first and the last page that the file is to have, or a volume; None for all.

    Raises:
        Refused: if a glyph, a font, an alternative text or a reference is missing, a quote names no number, or a
            template of the case cannot be printed; C81, C82, C87 if there are no such pages, the kind of report is not
            taken apart, or it has no such volume.
        KeyError: for a kind of report that the catalogue does not have.
    """
    own = _own(material, kind)
    require_extractable(material, kind, only)
    with quiet_collector():
        return _laid_out(_written(material, kind, mode, own, only), own, material, kind, results, enclose, only)


def pages_between(written: HtmlDocument, only: Stretch | None) -> tuple[int, int] | PagesBetween | None:
    """Where the pages of a volume lie; what is no volume stays as it is.

    Raises:
        Refused: C87, with the volumes that there are.
    """
    if not isinstance(only, str):
        return only
    from reportgen.report.pdf import PagesBetween

    behind = [*(sections for _, sections in written.volumes[1:]), ()]
    for number, ((name, sections), after) in enumerate(zip(written.volumes, behind, strict=False)):
        if only.casefold() in {name.zh.casefold(), name.en.casefold(), name.en.casefold().split()[-1]}:
            return PagesBetween(sections if number else (), after)
    names = [name for name, _ in written.volumes]
    known = Text(zh=SEPARATOR.join(one.zh for one in names), en=SEPARATOR.join(one.en for one in names))
    raise Refused([Finding("C87", NOWHERE, {"said": only, "names": known if names else None})], ExitCode.USAGE)


def require_extractable(material: Grounds, kind: str, only: Stretch | None) -> None:
    """Refuse to take pages out of an official document, whose pages have no room to say so (C82)."""
    from reportgen.report.page_sets import PAGE_SETS

    if only is not None and not PAGE_SETS[material.catalog.reports[kind].pages].is_extractable:
        raise Refused([Finding("C82", NOWHERE, {"name": material.catalog.reports[kind].name})], ExitCode.USAGE)


def picture(
    material: Material | GroupMaterial, *, kind: str, mode: LanguageMode, only: Stretch | None
) -> tuple[bytes, tuple[Finding, ...]]:
    """One page of a report as a PNG for mail, and what is told of its pages.

    Raises:
        Refused: as `produce`; C83, if the report, or what is wanted of it, has several pages.
        KeyError: as `produce`.
    """
    from reportgen.report.stills import still

    own = _own(material, kind)
    require_extractable(material, kind, only)
    with quiet_collector():
        written = _written(material, kind, mode, own, only)
        done = _laid_out(written, own, material, kind, b"{}", nothing, only)
    if len(done.pages) != 1:
        raise Refused([Finding("C83", NOWHERE, {"n": len(done.pages)})], ExitCode.USAGE)
    return still(written, done.pdf, f"reportgen {material.version}"), done.findings


def pictures(material: Material | GroupMaterial, *, kind: str, mode: LanguageMode) -> dict[str, bytes]:
    """The pages and charts of a report as PNG, by file name.

    Raises:
        Refused, KeyError: as `produce`.
    """
    from reportgen.report.stills import stills

    own = _own(material, kind)
    written = _written(material, kind, mode, own)
    pdf = _laid_out(written, own, material, kind, b"{}", no_more).pdf
    return stills(written, pdf, f"reportgen {material.version}")


def _laid_out(  # noqa: PLR0913 - all that the file depends on
    written: HtmlDocument,
    own: Overrides,
    material: Material | GroupMaterial,
    kind: str,
    results: bytes,
    enclose: Callable[[Sequence[Attachment], datetime], Sequence[Attachment]],
    only: Stretch | None = None,
) -> Rendered:
    from reportgen.report.pdf.required import load, require_version

    require_version()  # before anything imports the engine
    load()
    from reportgen.report import fonts
    from reportgen.report.conditions import untrue
    from reportgen.report.lint.layout import about
    from reportgen.report.lint.survey import LintInput
    from reportgen.report.numbers_file import attributed
    from reportgen.report.numbers_file import facts as number_facts
    from reportgen.report.page_sets import PAGE_SETS
    from reportgen.report.pdf import Manner, Metadata, write_pdf

    fonts.require(written.images)
    program = f"reportgen {material.version}"
    method = material.scheme.name
    tags = material.catalog.tags
    methods = {tag: method.in_language(place) for place, tag in tags.items()}
    metadata = Metadata(
        written.title,
        written.author,
        written.subject,
        (*written.keywords, material.period, method.zh, method.en),
        written.language,
        program,
        written.titles,
        {code: f"{said} \N{MIDDLE DOT} {methods[code]}" for code, said in written.subjects.items()},
    )
    pages = PAGE_SETS[material.catalog.reports[kind].pages]
    facts = about(material, kind=kind, ledger=written.ledger, tokens=own.tokens)
    words, wrong = material.catalog.words, untrue(written.ledger.claims, material)
    facts = replace(facts, untrue=tuple((words[key], words.claims[key]) for key in wrong))
    try:
        done = write_pdf(
            written.html,
            folders={"styles": own.pictures} if own.pictures else {},
            images=written.images,
            attachments=lambda pages: enclose(_attachments(results, written.numbers(pages)), written.created),
            created=written.created,
            families=pages.families | own.brand.families,
            metadata=metadata,
            manner=Manner(pages.required, pages.is_aired, pages.revision, pages_between(written, only)),
            inspect=LintInput(facts, written.images),
            facts=number_facts(written.ledger),
        )
    except Refused as refused:
        raise Refused(_located(refused.findings, material), refused.exit_code) from refused
    told = attributed(
        _located(done.findings, material),
        is_own_page=bool(own.templates or own.styles),
        has_brand=bool(own.brand.colours),
    )
    return replace(done, findings=(*own.brand.findings, *told))


def _located(findings: Iterable[Finding], material: Grounds) -> Iterator[Finding]:
    """Findings about pages with the place in the case where their words stand."""
    from reportgen.analysis.material import Material
    from reportgen.model.registers import Registers
    from reportgen.report.numbers_file import located

    tables = material.registers if isinstance(material, Material) else Registers()
    return located(findings, chain.from_iterable(material.commentary.values()), tables)


def remarks(material: Material | GroupMaterial, *, kind: str) -> tuple[Finding, ...]:
    """What a kind of report needs of the case and finds left out: blanks to fill in by hand.

    Raises:
        KeyError: for a kind of report that the catalogue does not have.
    """
    from reportgen.analysis.material import Material
    from reportgen.report.desk.context import HospitalContext
    from reportgen.report.desk.documents import correspondence
    from reportgen.report.desk.judgement.group_causes import unknown_members

    if not isinstance(material, Material):
        return tuple(unknown_members(material))
    has_letter = any(entry.section == LETTER for entry in material.catalog.reports[kind].sections)
    return tuple(correspondence.wanting(HospitalContext.of(material, "zh"))) if has_letter else ()


def _attachments(results: bytes, numbers: bytes) -> Sequence[Attachment]:
    from reportgen.report.pdf import Attachment

    return [
        Attachment("results.json", results, "Data", "Results of the evaluation", "application/json"),
        Attachment("numbers.json", numbers, "Supplement", "Where each printed number comes from", "application/json"),
    ]
