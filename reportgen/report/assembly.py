"""A report put together: the sections of its kind, as the case wants them, for which there is something to say."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from functools import partial
from itertools import groupby
from typing import TYPE_CHECKING, Final, TypeVar

from reportgen.analysis.known import known
from reportgen.analysis.material import Material
from reportgen.catalog import reports
from reportgen.catalog.calendar_words import years_of
from reportgen.errors import Refused
from reportgen.model.definition import Text
from reportgen.model.finding import Finding
from reportgen.model.period import years_beginning_in
from reportgen.model.place import NOWHERE
from reportgen.report import marks
from reportgen.report.conditions import CONDITIONS, GROUP_CONDITIONS
from reportgen.report.desk.captions import numbers
from reportgen.report.desk.context import HospitalContext, MissingSection, RenderContext, SubjectContext
from reportgen.report.desk.documents.furniture import created, furniture, watermark
from reportgen.report.desk.grades.gradings import letters
from reportgen.report.desk.grades.group import GroupContext
from reportgen.report.desk.judgement.group_causes import GroupKeys
from reportgen.report.desk.sources.origins import origins
from reportgen.report.desk.sources.passport_rows import StandingKeys, rule
from reportgen.report.desk.tables.sheet import PORTRAIT_MM, HasLacking, SectionContent, Table
from reportgen.report.flow_sections import FOLLOW, WIDE
from reportgen.report.marks import outline
from reportgen.report.page_sets import PAGE_SETS
from reportgen.report.section import Piece, Report, Section
from reportgen.report.sections import component
from reportgen.report.speech import filled

if TYPE_CHECKING:
    from collections.abc import Callable

    from reportgen.analysis.group.material import GroupMaterial
    from reportgen.model.definition import LanguageMode
    from reportgen.model.reports import ReportKind, SectionEntry, SectionType

D = TypeVar("D", bound=RenderContext)
Written = TypeVar("Written", bound=SubjectContext)
REPEATED: Final = "D23"
GAPS: Final = "gaps"
"""The section that names those which have nothing to show; a report without it keeps each in its place."""
DRAFT_MARK: Final = "marks/draft.svg"
COPY_MARK: Final = "marks/draft-copy.svg"
"""Drawn over the pages, and over those of a copy in the other language."""
COPY: Final = "copy-"
"""What ids of a copy begin with."""


def report(material: Material | GroupMaterial, kind_id: str, mode: LanguageMode) -> Report:
    """A report about one hospital, or about a group of them.

    Raises:
        KeyError: for a kind of report that the catalogue does not have.
        Refused: if the commentary quotes a number that is not there, a section stands in two places, or one that is for
            other kinds of reports stands in this one.
    """
    return hospital(material, kind_id, mode) if isinstance(material, Material) else group(material, kind_id, mode)


def hospital(material: Material, kind_id: str, mode: LanguageMode) -> Report:
    """A report about one hospital; raises as `report` does."""
    material = known(material)
    has_copy = mode == "zh-en" and PAGE_SETS[material.catalog.reports[kind_id].pages].has_copy
    context = HospitalContext.of(material, "zh" if has_copy else mode)
    keys = StandingKeys(context)
    context.ledger.origin, context.ledger.behind, context.ledger.rule = (
        origins(context).of,
        keys.of,
        partial(rule, context.say),
    )
    found = _whole(context, kind_id, CONDITIONS)
    if not has_copy:
        return found
    english = replace(HospitalContext.of(material, "en"), ledger=found.ledger, images=found.images)
    return replace(found, mode=mode, copy=_apart(_whole(english, kind_id, CONDITIONS)))


def group(material: GroupMaterial, kind_id: str, mode: LanguageMode) -> Report:
    """A report about many hospitals; raises as `report` does."""
    desk = GroupContext.of(material, mode)
    desk.ledger.behind, desk.ledger.rule = GroupKeys(desk).of, partial(rule, desk.say)
    return _whole(desk, kind_id, GROUP_CONDITIONS)


def _whole(context: Written, kind_id: str, conditions: Mapping[str, Callable[[Written], bool]]) -> Report:
    first = context.material.case.file.fiscal_year_start
    with years_beginning_in(first), years_of(context.say.words, first):
        return _put_together(context, kind_id, conditions)


def _put_together(context: Written, kind_id: str, conditions: Mapping[str, Callable[[Written], bool]]) -> Report:
    material = context.material
    case, catalog = material.case, material.catalog
    kind = reports.chosen(catalog.reports[kind_id], case.file.reports.get(kind_id))
    reports.require_allowed(kind_id, kind, catalog.sections)
    kind = reports.shown(kind, material.redaction.audience if material.redaction else None)
    sections = assembled(context, kind, catalog.sections, conditions)
    around = furniture(context, kind)
    captions = context.captions.in_order([section.id for section in sections])
    context.images.update(marks.fixed())
    mark = watermark(context)
    if mark is not None:
        name = COPY_MARK if DRAFT_MARK in context.images else DRAFT_MARK
        context.images[name] = marks.draft(*outline(mark.in_language(context.language)))
    return Report(
        kind=kind_id,
        pages=kind.pages,
        keys=kind.keys,
        letters=letters(material.scheme),
        captions=captions,
        numbered=numbers(captions) if kind.numbered else {},
        mode=context.mode,
        tags=catalog.tags,
        fonts=catalog.fonts,
        say=context.say,
        title=filled(
            _document_title(context, kind), hospital=around.hospital, report=around.report, period=around.period
        ),
        furniture=around,
        sections=sections,
        created=created(context),
        ledger=context.ledger,
        images=context.images,
        draft=mark is not None,
    )


def _document_title(context: Written, kind: ReportKind) -> Text:
    """That of the kind, or the one of what scores nothing."""
    is_scored = not isinstance(context, HospitalContext) or bool(context.evaluation.indicators)
    return kind.title if is_scored or kind.unscored is None else kind.unscored


def extracted(report: Report) -> Report:
    """The same, its title and the foot of every page saying that what is seen is taken out of it."""
    say = report.say
    mark = say("furniture.extract.mark")
    sections = tuple(
        replace(one, foot=mark if one.foot is None else say("furniture.extract.of", volume=one.foot))
        for one in report.sections
    )
    return replace(report, title=say("furniture.extract.title", title=report.title), sections=sections)


def volumes(report: Report) -> Iterator[tuple[Text, tuple[str, ...]]]:
    """What stands in the feet of a report, volume by volume, with the ids of its sections."""
    for foot, sections in groupby(report.sections, key=lambda one: one.foot):
        if foot is not None:
            yield foot, tuple(one.id for one in sections)


def _apart(report: Report) -> Report:
    """With ids of its own, so that it can stand in one file with its original."""
    return replace(report, sections=tuple(replace(one, id=f"{COPY}{one.id}") for one in report.sections))


def assembled(
    desk: D,
    kind: ReportKind,
    types: Mapping[str, SectionType],
    conditions: Mapping[str, Callable[[D], bool]],
) -> tuple[Section, ...]:
    """The sections of a kind of report, written at a desk.

    Every entry whose conditions hold announces its anchors first, so that sections refer only to what will be there.

    Raises:
        Refused: D23, if two sections have one anchor.
    """
    present = [
        (entry, component(entry.section, section, kind.subject), reports.options_of(entry, section))
        for entry in kind.sections
        for section in [types[entry.section]]
        if all(conditions[name](desk) for name in (*section.needs, *entry.when))
    ]
    anchors = frozenset(anchor for _, code, options in present for anchor in code.anchors(desk, options))
    knowing = replace(desk, anchors=anchors)
    told_apart = any(entry.section == GAPS for entry, _, _ in present)
    written: dict[str, tuple[Piece, ...]] = {}
    for entry, code, options in sorted(present, key=lambda row: types[row[0].section].is_last):
        with knowing.follow() as read:
            pieces = tuple(code.view(knowing, options))
        for piece in pieces:
            knowing.ledger.bases[piece.id] = read
            knowing.said.extend((piece.title or entry.title or types[entry.section].title, piece.content))
        written[entry.name] = _showing(knowing, pieces, entry, types[entry.section]) if told_apart else pieces
    found = [(piece, entry, types[entry.section]) for entry, _, _ in present for piece in written[entry.name]]
    _require_distinct(piece.id for piece, _, _ in found)
    return tuple(_settled(_without_empty(found), _feet(kind)))


def _showing(
    desk: RenderContext, pieces: tuple[Piece, ...], entry: SectionEntry, section: SectionType
) -> tuple[Piece, ...]:
    """The pieces that have something to show; what the others lack is noted at the desk."""
    kept = []
    for piece in pieces:
        lacking = piece.content.lacking if isinstance(piece.content, HasLacking) else ()
        if lacking:
            desk.gaps.append(MissingSection(piece.title or _title(entry.title or section.title, piece), lacking))
        else:
            kept.append(piece)
    return tuple(kept)


def _require_distinct(identifiers: Iterable[str]) -> None:
    seen: set[str] = set()
    for identifier in identifiers:
        if identifier in seen:
            raise Refused([Finding(REPEATED, NOWHERE, {"key": identifier})])
        seen.add(identifier)


Found = tuple[Piece, "SectionEntry", "SectionType"]


def _without_empty(found: list[Found]) -> list[Found]:
    """Without openers that nothing on a deeper level follows; from the end, so that nested ones fall together."""
    kept: list[Found] = []
    for piece, entry, section in reversed(found):
        if not piece.opens or (kept and kept[-1][1].level + kept[-1][0].deeper > entry.level):
            kept.append((piece, entry, section))
    return kept[::-1]


def _feet(kind: ReportKind) -> Mapping[str, Text | None]:
    """What stands beside the page numbers of each entry, whether or not the entry that begins it is there."""
    feet: dict[str, Text | None] = {}
    said: Text | None = None
    for entry in kind.sections:
        said = feet[entry.name] = entry.foot or said
    return feet


def _settled(found: Iterable[Found], feet: Mapping[str, Text | None]) -> Iterator[Section]:
    """With titles, and levels that leave no step out, whatever a case has left out."""
    level = 0
    for piece, entry, section in found:
        level = min(entry.level + piece.deeper, level + 1)
        yield Section(
            name=piece.printed_as or entry.section,
            id=piece.id,
            title=piece.title or _title(entry.title or section.title, piece),
            level=level,
            listed=section.listed if entry.listed is None else entry.listed,
            content=piece.content,
            key=piece.key,
            is_attachment=section.is_attachment,
            flow=_flow(section.flow, piece.content),
            foot=feet[entry.name],
        )


NOISE_MM: Final = 1e-6
"""By what widths that were made to fit may miss the page."""


def _flow(declared: str, content: object) -> str:
    """How a section stands: a wide one whose tables fit an upright page runs on as others do."""
    blocks = content.blocks if isinstance(content, SectionContent) else ()
    tables = [block for block in blocks if isinstance(block, Table)]
    is_narrow = all(sum(column.width for column in table.columns) <= PORTRAIT_MM + NOISE_MM for table in tables)
    return FOLLOW if declared == WIDE and is_narrow else declared


def _title(pattern: Text, piece: Piece) -> Text:
    return filled(pattern, name=piece.name) if piece.name is not None else pattern
