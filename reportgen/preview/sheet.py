"""The second screen: a sheet as it stands in its file, each cell coloured by what it became."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from reportgen.intake.case.folder import refused
from reportgen.intake.words.figures import figure
from reportgen.intake.workbooks import opening
from reportgen.intake.workbooks.sheets import letters, reference
from reportgen.model.finding import Severity
from reportgen.model.period import Period
from reportgen.model.place import Place, natural
from reportgen.model.printing import number
from reportgen.preview.wording import FileList, PlaceLink, ToldFinding, Voice, spot, told

if TYPE_CHECKING:
    from pathlib import Path

    from reportgen.intake.words.figures import Cell
    from reportgen.intake.workbooks.sheets import Sheet
    from reportgen.model.dataset import Observation
    from reportgen.model.finding import Finding
    from reportgen.preview.bench import CaseState

MOST_ROWS: Final = 200
"""Of a sheet at a time."""
MOST_COLUMNS: Final = 80
MOST_ELSEWHERE: Final = 4
LONGEST: Final = 120
MARKS: Final = {"e": "!", "w": "!", "n": "i"}
WEIGHTS: Final = {Severity.ERROR: 2, Severity.WARNING: 1, Severity.NOTE: 0}


@dataclass(frozen=True)
class GridCell:
    """One cell: its place, what it holds, what it became, and the numbers of the findings about it."""

    at: str
    text: str
    kind: str = ""
    mark: str = ""
    name: str = ""
    value: str = ""
    view: str = ""
    notes: str = ""
    is_number: bool = False
    hidden: str = ""


@dataclass(frozen=True)
class SheetNote:
    """A finding about cells of the sheet.

    Attributes:
        own: the cell where it stands, where that is on this sheet; the others are those that it counts with.
        elsewhere: what stands on other sheets.
    """

    number: int
    cells: tuple[str, ...]
    own: str | None
    elsewhere: tuple[PlaceLink, ...]
    told: ToldFinding


@dataclass(frozen=True)
class SheetScreen:
    """All that the screen shows."""

    heading: str
    file: str
    files: tuple[tuple[str, str, bool], ...]
    sheets: tuple[tuple[str, str, bool], ...]
    columns: tuple[str, ...]
    rows: tuple[tuple[int, tuple[GridCell, ...]], ...]
    notes: tuple[SheetNote, ...]
    at: GridCell | None
    count: int
    earlier: int | None
    later: int | None
    about: str


def sheet_screen(  # noqa: PLR0913 - what was asked for
    state: CaseState, voice: Voice, register: FileList, file: str, name: str | None, at: str | None, first: int | None
) -> SheetScreen | None:
    """One sheet of a file; None where there is no such file, or it cannot be opened now.

    Args:
        state: the case.
        voice: the language.
        register: files that may be shown.
        file: its name.
        name: of the sheet; the first one by default, or the one with most to do.
        at: a cell that is to be in view.
        first: row from which on rows are shown.
    """
    sheets = opened(state.checked.case.folder, file)
    if not sheets:
        return None
    shown = next((one for one in sheets if name is not None and one.name == name), sheets[0])
    notes = _notes(state, voice, register, file, shown.name)
    begin = _begin(shown, at, first)
    cells = _SheetCells(state, voice, shown, notes)
    rows = tuple(
        (row + 1, tuple(cells.at(row, column) for column in range(min(shown.width, MOST_COLUMNS))))
        for row in range(begin, min(begin + MOST_ROWS, len(shown.rows)))
    )
    here = next((cell for _, row in rows for cell in row if cell.at == at), None)
    values, unknown = cells.values, cells.unknown
    key = "both" if unknown and notes else "unknown" if unknown else "found" if notes else "clean"
    title = shown.name or file.rpartition("/")[2]
    return SheetScreen(
        heading=voice(f"sheet.heading.{key}", sheet=title, values=len(values), names=len(unknown), notes=len(notes)),
        file=file,
        files=_files(state, register, file),
        sheets=tuple((one.name or "", _count(state, file, one.name), one is shown) for one in sheets),
        columns=tuple(letters(column) for column in range(min(shown.width, MOST_COLUMNS))),
        rows=rows,
        notes=notes,
        at=here,
        count=len(shown.rows),
        earlier=max(1, begin + 1 - MOST_ROWS) if begin else None,
        later=begin + MOST_ROWS + 1 if begin + MOST_ROWS < len(shown.rows) else None,
        about=_about(state, voice, file, shown.name),
    )


def opened(folder: Path, file: str) -> tuple[Sheet, ...]:
    """The sheets of a file of a case that was read before, by the guards of the reading."""
    path = folder / file
    findings: list[Finding] = []
    if refused(path, folder, findings) or not path.is_file():
        return ()
    sheets, _ = opening.sheets(path.read_bytes(), file)
    return tuple(sheets)


def _begin(sheet: Sheet, at: str | None, first: int | None) -> int:
    if first is not None:
        return min(max(first - 1, 0), max(len(sheet.rows) - 1, 0))
    digits = "".join(filter(str.isdecimal, at or ""))[:7]
    row = int(digits) - 1 if digits else 0
    return row // MOST_ROWS * MOST_ROWS if 0 <= row < len(sheet.rows) else 0


def _files(state: CaseState, register: FileList, shown: str) -> tuple[tuple[str, str, bool], ...]:
    """The files, those with something to do first in their order, each with how much there is."""
    counts: dict[str, int] = {}
    for one in state.checked.findings:
        if state.checked.catalog.messages.severity(one) is not Severity.NOTE:
            counts[one.place.file] = counts.get(one.place.file, 0) + 1
    return tuple(
        (identifier, name + (f" \N{MIDDLE DOT} {counts[name]}" if name in counts else ""), name == shown)
        for identifier, name in register.names.items()
    )


def _count(state: CaseState, file: str, sheet: str | None) -> str:
    found = [one for one in state.checked.findings if (one.place.file, one.place.sheet) == (file, sheet)]
    return str(len(found)) if found else ""


def _about(state: CaseState, voice: Voice, file: str, sheet: str | None) -> str:
    forms = [one for one in state.checked.reading.dataset.forms if (one.place.file, one.place.sheet) == (file, sheet)]
    known = [one for one in forms if one.form in state.checked.catalog.forms]
    if not known:
        return ""
    form = state.checked.catalog.forms[known[0].form]
    return voice("sheet.about", form=f"{known[0].form} {voice.said(form.title)}", period=known[0].period)


def _notes(state: CaseState, voice: Voice, register: FileList, file: str, sheet: str | None) -> tuple[SheetNote, ...]:
    """Findings about the sheet, by row."""
    catalog, found = state.checked.catalog, []
    for one in state.checked.findings:
        places = [place for place in (one.place, *one.places) if (place.file, place.sheet) == (file, sheet)]
        if places:
            cells = tuple(dict.fromkeys(at for place in places if (at := spot(place))))
            own = spot(one.place) if one.place in places else None
            others = [place for place in (one.place, *one.places) if place not in places and place.file]
            away = tuple(PlaceLink(str(place), register.address(place)) for place in others[:MOST_ELSEWHERE])
            found.append(SheetNote(0, cells, own, away, told((one,), catalog, voice, register)))
    found.sort(key=lambda note: _row_of(note.cells))
    return tuple(replace(note, number=number) for number, note in enumerate(found, start=1))


def _row_of(cells: tuple[str, ...]) -> int:
    return int("".join(filter(str.isdecimal, cells[0])) or 0) if cells else 0


class _SheetCells:
    """The cells of one sheet, with what became of them."""

    def __init__(self, state: CaseState, voice: Voice, sheet: Sheet, notes: tuple[SheetNote, ...]) -> None:
        self._sheet, self._state, self._voice = sheet, state, voice
        key = (sheet.file, sheet.name)
        self.values: Mapping[str, Observation] = state.values.get(key, {})
        unread = state.checked.reading.unread
        self.unknown = {one.place.cell for one in unread if (one.place.file, one.place.sheet) == key and one.place.cell}
        self._notes: dict[str, list[SheetNote]] = {}
        for note in notes:
            for cell in note.cells:
                self._notes.setdefault(cell, []).append(note)
        self._rows = {_row_of((at,)) for at in self.values}
        self._lost = {_row_of((at,)) for at in self.unknown}

    def at(self, row: int, column: int) -> GridCell:
        """One cell by its position from 0."""
        name, held = reference(row, column), self._sheet.at(row, column)
        text, is_number = _text(held), isinstance(held, int | float) and not isinstance(held, bool)
        value, notes = self.values.get(name), self._notes.get(name, [])
        kind, mark = self._kind(row, name, text, is_number=figure(held).value is not None)
        said = " ".join(f"{note.told.weight} {note.told.rule}" for note in notes)
        numbers = " ".join(str(note.number) for note in notes)
        if value is None:
            return GridCell(name, text, kind, mark, notes=numbers, is_number=is_number, hidden=said)
        item = self._state.checked.catalog.items.get(value.item)
        return GridCell(
            name,
            text,
            kind,
            mark,
            f"{self._voice.said(item.name) if item else value.item} {value.item}",
            _shown(value),
            f"{value.entity} \N{MIDDLE DOT} {value.period} \N{MIDDLE DOT} "
            f"{self._voice.word(f'view.{value.view}') if value.view else self._voice('sheet.own')}",
            numbers,
            is_number=True,
            hidden=said,
        )

    def _kind(self, row: int, name: str, text: str, *, is_number: bool) -> tuple[str, str]:
        """What a cell became, and its mark."""
        if name in self.unknown:
            return "unk", "?"
        if name in self._notes:
            return self._of_notes(name)
        if name in self.values or not text:
            return ("val", "") if name in self.values else ("", "")
        if is_number and row + 1 in self._lost:
            return "lost", ""
        if is_number:
            return "", ""
        return ("item", "") if row + 1 in self._rows else ("", "")

    def _of_notes(self, name: str) -> tuple[str, str]:
        own = [note.told.sign for note in self._notes[name] if note.own == name]
        if not own:
            return ("also" if any(note.told.sign != "n" for note in self._notes[name]) else "val"), ""
        sign = min(own, key="ewn".index)
        return ("note", "i") if sign == "n" else ("warn", MARKS[sign])


def _text(held: Cell) -> str:
    """A cell as it reads: numbers with two decimals where they have some."""
    if isinstance(held, bool) or held is None:
        return "" if held is None else str(held)
    if isinstance(held, int | float):
        whole = float(held).is_integer()
        return str(number(float(held), 0 if whole and isinstance(held, int) else 2 if whole else _places(float(held))))
    if isinstance(held, dt.datetime | dt.date | dt.time):
        return held.isoformat().removesuffix("T00:00:00")
    return str(held)[:LONGEST]


def _places(value: float) -> int:
    """As many decimals as the value has, from two to six."""
    return max(2, len(f"{value:.6f}".rstrip("0").partition(".")[2]))


def _shown(value: Observation) -> str:
    return str(number(value.value, 2 if value.unit == "money" else _places(value.value)))


def first_place(state: CaseState, register: FileList) -> Place | None:
    """The sheet with most to do of the file that has most; else the newest form, else the last file."""
    names = sorted(register.known, key=natural)
    if not names:
        return None
    files: dict[str, int] = dict.fromkeys(names, 0)
    sheets: dict[Place, int] = {}
    for one in state.checked.findings:
        if one.place.file in files:
            weight, there = (
                WEIGHTS[state.checked.catalog.messages.severity(one)],
                Place(one.place.file, one.place.sheet),
            )
            files[one.place.file] += weight
            sheets[there] = sheets.get(there, 0) + weight
    most = max(names, key=lambda name: files[name])
    if files[most]:
        return max((place for place in sheets if place.file == most), key=lambda place: sheets[place])
    forms = [one for one in state.checked.reading.dataset.forms if one.place.file in files]
    return max(forms, key=lambda one: Period.parse(one.period).sort_key()).place if forms else Place(names[-1])
