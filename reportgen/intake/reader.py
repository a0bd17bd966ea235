"""All files of a case, of a panel, or of the paths given, to one reading.

Files without a case: by the rules in force, or as statements of hospitals that follow none.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from itertools import chain
from pathlib import Path
from typing import Final

from reportgen.catalog import Catalog
from reportgen.collector import uncollected
from reportgen.errors import Refused
from reportgen.intake import headless, sheet_reader
from reportgen.intake.case import case_file, mapping
from reportgen.intake.case.case_file import CASE, open_case
from reportgen.intake.case.folder import FolderFile, around, lone, refused, sources
from reportgen.intake.columns import amounts, bounds, date_heads, factors
from reportgen.intake.context import FoundValues, ReadingContext
from reportgen.intake.data_tables import by_mapping
from reportgen.intake.grid import layouts
from reportgen.intake.grid.layouts import Plans
from reportgen.intake.reading import Reading, SourceFile
from reportgen.intake.registers import assessments, experts, register_rows
from reportgen.intake.settlement import comparatives, conflicts, file_findings, ledger, period_ends, series
from reportgen.intake.settlement.file_findings import begun
from reportgen.intake.unchanged import FileReading, UnchangedFiles
from reportgen.intake.workbooks import opening
from reportgen.intake.workbooks.sheets import Sheet
from reportgen.model.casefile import Case, CaseFile, MappingFile
from reportgen.model.consolidation import Summand
from reportgen.model.dataset import Dataset, Entity, Key
from reportgen.model.definitions import NO_RULES
from reportgen.model.experts import ExpertOpinions, Inspection
from reportgen.model.finding import Finding, Severity
from reportgen.model.period import years_beginning_in
from reportgen.model.place import Place
from reportgen.model.registers import Registers
from reportgen.progress import reached

FOLDERS: Final = ("data", "budget", "business")
EXPERTS: Final = "experts"
MUCH_MORE: Final = 2
"""How many times as many figures are read, and as few names left, where a file is of other rules."""
ACTIONS: Final = "actions"
CHECKLISTS: Final = "checklists"
UNREAD: Final = "unread"
READERS: Final = {by_mapping.ACROSS: by_mapping.read_across, by_mapping.ENTRIES: by_mapping.read_entries}


@dataclass
class _Run:
    """One reading while it is made."""

    folder: Path
    context: ReadingContext
    gathered: FoundValues = field(default_factory=FoundValues)
    tables: list[Dataset] = field(default_factory=list)
    files: dict[str, SourceFile] = field(default_factory=dict)
    rounds: list[ExpertOpinions] = field(default_factory=list)
    inspections: list[Inspection] = field(default_factory=list)
    recalculate: bool = False
    unchanged: UnchangedFiles | None = None


@uncollected()
@years_beginning_in(1)  # what files say of months they say by the calendar
def read(case: Case, catalog: Catalog, unchanged: UnchangedFiles | None = None) -> Reading:
    """Read a case: mapped sources, the folders, actions, experts/ and checklists/; peers are left to `read_peers`.

    `unchanged` holds what was found in its files when it was last read, and then what is found now.
    """
    run = _Run(case.folder, ReadingContext(catalog, case), unchanged=unchanged)
    if unchanged is not None:
        unchanged.begin(run.context)
    panel = case_file.panel_within(case)
    run.gathered.findings += mapping.mistakes(case.folder, case.mapping, catalog)
    run.gathered.findings += case_file.findings(case, catalog)
    run.gathered.findings += case_file.wrong_reports(case, catalog)
    _mapped(run, case.mapping, without=panel)
    folders = (sources(case.folder, case.folder / name, run.gathered.findings) for name in FOLDERS)
    for source in chain(*folders, lone(case.folder, ACTIONS)):
        if not mapping.is_mapped(source.name, case.mapping) and not (panel and source.path.is_relative_to(panel)):
            _file(run, source)
    for source in sources(case.folder, case.folder / EXPERTS, run.gathered.findings):
        _opinions(run, source)
    for source in sources(case.folder, case.folder / CHECKLISTS, run.gathered.findings):
        _checklist(run, source)
    if not run.files and not run.gathered.findings:
        run.gathered.find("I41", Place("data"))
    return _reading(run)


@years_beginning_in(1)
def read_peers(case: Case, catalog: Catalog) -> Reading:
    """Read the hospitals that case.yaml names as peers: a folder of the case, another case, or the case itself (``.``).

    Raises:
        Refused: if the folder is not there (I39), holds no data (I61) or lies outside the case without its consent
            (I93), or its own case.yaml or mapping.yaml is wrong.
    """
    peers = case.file.peers
    if peers is None:
        return Reading(ledger.combined(()))
    if peers.are_in_the_case:
        return read(case, catalog)
    if lost := tuple(case_file.lost_peers(case)):
        raise Refused(lost)
    folder = (case.folder / peers.panel).resolve()
    if (folder / CASE).exists():
        return read(open_case(folder), catalog)
    within = folder.is_relative_to(case.folder)
    run = _Run(
        case.folder if within else folder,
        ReadingContext(catalog, replace(case, file=case.file.model_copy(update={"entity": None}))),
    )
    _mapped(run, case.mapping, only=folder if within else None)
    for source in sources(run.folder, folder, run.gathered.findings):
        if not mapping.is_mapped(source.name, case.mapping):
            _file(run, source)
    reading = _reading(run)
    if not reading.has_values:
        raise Refused([Finding("I61", case_file.peers_place(case), {"folder": peers.panel})])
    return reading


@years_beginning_in(1)
def read_panel(folder: Path, names: MappingFile, catalog: Catalog) -> Dataset:
    """Read a folder of many hospitals by a mapping whose files are relative to it."""
    run = _Run(folder.resolve(), ReadingContext(catalog, Case(folder.resolve(), CaseFile(), names)))
    _mapped(run, names)
    return _reading(run).dataset


@uncollected()
@years_beginning_in(1)
def read_paths(paths: Iterable[Path], catalog: Catalog, *, recalculate: bool = False) -> Reading:
    """Read files without a case; names are relative to the folder given, or the bare name of a file given.

    `recalculate`: let LibreOffice calculate workbooks whose formulas have no results.
    """
    given, run = tuple(paths), _Run(Path(), ReadingContext(catalog), recalculate=recalculate)
    findings = run.gathered.findings
    for path in given:
        if path.is_dir():
            for source in sources(path, path, findings):
                _recognised(run, replace(source, within=around(path)), Severity.WARNING)
        elif not path.exists():
            findings.append(Finding("I01", Place(path.as_posix())))
        elif not refused(path, path.parent, findings):
            _recognised(run, FolderFile(path.name, path, around(path.parent)), Severity.ERROR)
    if not run.files and not findings:
        run.gathered.find("I60", Place(given[0].as_posix() if given else ""))
    return _reading(run)


def _mapped(run: _Run, names: MappingFile, *, without: Path | None = None, only: Path | None = None) -> None:
    """The wide tables of mapping.yaml, all or those under a folder."""
    for index, how in enumerate(names.sources):
        if how.layout not in {None, "wide", by_mapping.ACROSS, by_mapping.ENTRIES} or not (how.columns or how.label):
            mapping.files_of(run.folder, how, index, run.gathered.findings)
            continue
        under = run.folder / how.file
        if (without and under.is_relative_to(without)) or (only and not under.is_relative_to(only)):
            continue
        for source in mapping.files_of(run.folder, how, index, run.gathered.findings):
            before = conflicts.held(run.gathered)
            table = None
            if how.layout in READERS:
                READERS[how.layout](source, how, run.context, run.gathered)
            elif (table := by_mapping.read_wide(source, how, run.context, run.gathered)) is not None:
                run.tables.append(table)
            if table is None or not table.values.notna().to_numpy().any():
                conflicts.tell(source.name, None, before, run.gathered)
            _opened(run, source, source.content, how.layout or "wide")


def _file(run: _Run, source: FolderFile) -> tuple[Sheet, ...]:
    """Read a file for statements and tables of figures; returns its sheets."""
    findings = run.gathered.findings
    before, held = len(findings), conflicts.held(run.gathered)
    read = partial(_understood, run, source)
    reading = read() if run.unchanged is None else run.unchanged.once(source, run.gathered, read)
    run.gathered.take(reading.found)
    _opened(run, source, source.content, "+".join(sorted(reading.kinds)) or UNREAD)
    conflicts.tell(source.name, reading.sheets, held, run.gathered)
    findings[before:] = file_findings.told_once(findings[before:])
    return reading.sheets


def _understood(run: _Run, source: FolderFile) -> FileReading:
    own = replace(run, gathered=run.gathered.on_trial())
    sheets = tuple(_sheets(own, source, source.content))
    return FileReading(sheets, frozenset(_kinds(own, sheets)), own.gathered)


def _kinds(run: _Run, sheets: Sequence[Sheet]) -> set[str]:
    """Read sheets, those of a case by its rules."""
    context, plans = run.context, layouts.plans_of(run.context.catalog)
    if context.case is not None:
        return _in_case(run, context.case, sheets)
    return _plain(sheets, context, run.gathered, plans)


def _in_case(run: _Run, case: Case, sheets: Sequence[Sheet]) -> set[str]:
    """Read sheets by the rules of the case; I129 where they say much more under none."""
    context, gathered, plans = run.context, run.gathered, layouts.plans_of(run.context.catalog)
    names, figures = len(gathered.unread), len(gathered.observations)
    kinds = sheet_reader.read_file(sheets, context, gathered, plans)
    unread, read = len(gathered.unread) - names, len(gathered.observations) - figures
    if not case.file.has_official_rules or OFFICIAL in kinds or (kinds and unread < MANY_NAMES):
        return kinds
    free = replace(case, file=case.file.model_copy(update={"regime": NO_RULES}))
    own = gathered.on_trial()
    sheet_reader.read_file(sheets, replace(context, case=free, likenesses={}), own, plans)
    if len(own.observations) > MUCH_MORE * read and len(own.unread) * MUCH_MORE <= max(unread, MANY_NAMES):
        gathered.find("I129", Place(sheets[0].file), count=read, more=len(own.observations))
    return kinds


def _recognised(run: _Run, source: FolderFile, severity: Severity) -> None:
    """Read a file without a case; I60 where it is neither data nor experts' opinions and nothing is said of it."""
    findings = run.gathered.findings
    before = len(findings)
    sheets = _file(run, source)
    weighs = run.context.catalog.messages.severity
    told = [finding for finding in findings[before:] if finding.rule != conflicts.RULE]
    said = [finding for finding in told if weighs(finding) is not Severity.NOTE]
    if run.files[source.name].kind != UNREAD or said:
        return
    findings[before:] = [finding for finding in findings[before:] if finding.rule not in {"I08", conflicts.RULE}]
    found = experts.read(sheets, run.context, run.gathered)
    if found:
        run.rounds.append(found)
        run.files[source.name] = replace(run.files[source.name], kind=EXPERTS)
    else:
        run.gathered.find("I60", Place(source.name), severity)


def _opinions(run: _Run, source: FolderFile) -> None:
    content, before = source.content, len(run.gathered.findings)
    found = experts.read(_sheets(run, source, content), run.context, run.gathered)
    _opened(run, source, content, EXPERTS if found else UNREAD)
    if found:
        run.rounds.append(found)
    elif not any(finding.rule == experts.COUNTED for finding in run.gathered.findings[before:]):
        run.gathered.find("I31", Place(source.name))


def _checklist(run: _Run, source: FolderFile) -> None:
    content = source.content
    found = assessments.read_checklist(_sheets(run, source, content), run.context, run.gathered)
    _opened(run, source, content, UNREAD if found is None else CHECKLISTS)
    if found is None:
        run.gathered.find("I67", Place(source.name))
    else:
        run.inspections += found


def _sheets(run: _Run, source: FolderFile, content: bytes) -> Iterator[Sheet]:
    found, findings = opening.sheets(content, source.name)
    run.gathered.findings += findings
    if run.recalculate and any(sheet.uncached for sheet in found):
        found, findings = opening.recalculated(content, source.name, found)
        run.gathered.findings += findings
    found = tuple(replace(sheet, within=source.within) for sheet in found) if source.within else found
    own = (bounds.of_own(sheet, run.context, run.gathered) for sheet in found)
    pointed = (amounts.as_points(sheet, run.gathered) for sheet in own if sheet is not None)
    shown = (date_heads.serials_as_days(sheet, run.gathered) for sheet in pointed)
    return opening.without(tuple(shown), run.gathered.findings)


def _opened(run: _Run, source: FolderFile, content: bytes, kind: str) -> None:
    run.files[source.name] = SourceFile(source.name, hashlib.sha256(content).hexdigest(), kind)
    reached("files", len(run.files))


def _reading(run: _Run) -> Reading:
    gathered, catalog = run.gathered, run.context.catalog
    file_findings.settle_nameless(gathered, run.context)
    bounds.tell_parts_of_counts(gathered, catalog)
    factors.tell_unlike(gathered, catalog, run.context.unit_factor)
    period_ends.settle_year_ends(gathered, run.context.year_end)
    comparatives.settle_restated(gathered)
    period_ends.settle_quarter_ends(gathered, catalog, run.tables, run.context.year_end)
    with years_beginning_in(run.context.first_month):
        return _settled(run)


def _settled(run: _Run) -> Reading:
    """The figures of months as their fiscal years have them, each derived from what was read of the others."""
    gathered, catalog = run.gathered, run.context.catalog
    gathered.observations += [*series.monthly_means(gathered)]
    settled = conflicts.settle(gathered, catalog)
    settled = period_ends.quarters_joined(settled, gathered, catalog, run.tables)
    settled = comparatives.settle_openings(settled, gathered, catalog)
    extended = series.extended(settled, catalog, series.Blanks.of(gathered, catalog))
    gathered.entities |= _levelled(gathered, run.context)
    dataset = replace(
        ledger.combined(run.tables, gathered, extended),
        unread=gathered.doubtful,
        left_out=gathered.left_out,
        vouchers=gathered.vouchers,
        labels=ledger.labels(gathered),
        in_own_words=ledger.in_own_words(gathered),
        summands=partial(_summands, gathered.summands),
    )
    gathered.findings += begun(dataset, catalog)
    items = sorted(dataset.values.columns.unique(level=0))
    return Reading(
        dataset,
        tuple(gathered.findings),
        tuple(gathered.proposals),
        tuple(gathered.unread),
        assessments.rounds_joined(run.rounds),
        tuple(run.files[name] for name in sorted(run.files)),
        {item: catalog.items[item].unit for item in items if item in catalog.items},
        tuple(run.inspections),
        Registers(register_rows.of(gathered)),
    )


def _summands(known: Mapping[Key, tuple[Summand, ...]], key: Key) -> tuple[Summand, ...]:
    return known.get(key, ())


def _levelled(gathered: FoundValues, context: ReadingContext) -> dict[str, Entity]:
    """Members of the group with the level that case.yaml states, where their own tables state none."""
    group = context.case.file.group if context.case else None
    stated = group.levels if group else {}
    return {
        name: replace(one, group=stated[name])
        for name, one in gathered.entities.items()
        if one.group is None and name in stated
    }


MANY_NAMES: Final = 3
"""Names without a meaning in a file from which on it is tried whether other rules know them."""
UNDATED: Final = frozenset({"I17", "I72"})
"""What is told of tables that are known and lack a period, which no other rules tell."""
LIST: Final = "list"
OFFICIAL: Final = "official"
HAN: Final = re.compile(r"[\u4e00-\u9fff]")


def _plain(sheets: Sequence[Sheet], context: ReadingContext, gathered: FoundValues, plans: Plans) -> set[str]:
    """Read sheets; as statements of other rules where these know more of them and no official form is among them."""
    usual = gathered.on_trial()
    kinds = sheet_reader.read_file(sheets, context, usual, plans)
    has_chinese = any(map(_has_chinese, sheets))
    is_unknown = not kinds and UNDATED.isdisjoint(one.rule for one in usual.findings)
    if (is_unknown and _are_in_chinese(sheets)) if has_chinese else kinds <= {LIST, OFFICIAL}:
        own = gathered.on_trial()
        found = sheet_reader.read_file(sheets, replace(context, rules=NO_RULES), own, plans)
        if _are_of_company(found, own) if has_chinese else _are_of_no_rules(found, own, kinds, usual):
            usual, kinds = own, found
    gathered.take(usual)
    return kinds


def _are_of_company(found: set[str], own: FoundValues) -> bool:
    """Whether files in Chinese of which nothing was read are statements of a company: most of them is known so."""
    return bool(found) and len(own.observations) >= max(MANY_NAMES, len(own.unread))


def _are_in_chinese(sheets: Sequence[Sheet]) -> bool:
    """Whether most words are Chinese, and not just those of a title."""
    texts = [cell for sheet in sheets for cell in sheet.flat if isinstance(cell, str) and any(map(str.isalpha, cell))]
    return 2 * sum(HAN.search(text) is not None for text in texts) > len(texts)


def _are_of_no_rules(found: set[str], own: FoundValues, kinds: set[str], usual: FoundValues) -> bool:
    """Whether plain files are statements of no official rules: something is known, and no more names are unread."""
    known = found or any(finding.rule == headless.RULE for finding in own.findings)
    fewer = len(usual.unread) - len(own.unread)
    return bool(known) and (not kinds or fewer > 0 or (fewer == 0 and OFFICIAL not in kinds))


def _has_chinese(sheet: Sheet) -> bool:
    return any(HAN.search(cell) for cell in sheet.flat if isinstance(cell, str))
