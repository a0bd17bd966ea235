"""How a period begins: blank forms, the last commentary as a draft with stale words marked; nothing is overwritten."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from reportgen import intake
from reportgen.analysis.signals.follow_up import TABLE, UNDONE, status
from reportgen.errors import ExitCode, Refused
from reportgen.export import blank_forms
from reportgen.intake.case.folder import refused
from reportgen.model.brand import CARRIED, QUOTE
from reportgen.model.brand import FOLDER as COMMENTARY
from reportgen.model.case_parts import DueKind, Letter
from reportgen.model.definition import Text
from reportgen.model.finding import Finding
from reportgen.model.period import Period, PeriodKind
from reportgen.model.place import NOWHERE
from reportgen.pipeline import periods
from reportgen.report.speech import Speech
from reportgen.writing import replace
from reportgen.year.duties import Duties, Duty, DutyState, moved

if TYPE_CHECKING:
    from reportgen.catalog import Catalog
    from reportgen.model.definition import Language

DATA: Final = "data"
STALE: Final = ("dates", "numbers", "directions")
"""What may no longer hold, the patterns of each in the words of the catalogue: a date before the number in it."""
MARKED: Final = "[?{}?]"
LISTED: Final = re.compile(r"\s*(?:#{1,6}\s|(?:\d+[.)]|[-*+>])\s+)*")
"""What opens a line of Markdown: marks of headings and lists, with their numbers."""


@dataclass(frozen=True)
class Begun:
    """What a new period of a hospital needs.

    Attributes:
        files: content by path in the case, of what is to be made.
        there: paths that are here already, and stay as they are.
        todo: what is left to the people.
        letter: a block for case.yaml, where a letter of the period before has one.
    """

    files: dict[str, bytes] = field(default_factory=dict)
    there: tuple[str, ...] = ()
    todo: tuple[Text, ...] = ()
    letter: str | None = None


def begun(duties: Duties) -> Begun:
    """What the period of these duties needs, and has not.

    Raises:
        Refused: C74 where quarters are made of months that the hospital has.
    """
    return _Beginning(duties).all()


def write(case: Path, files: dict[str, bytes]) -> None:
    """Make the files that are not there; what somebody has put there meanwhile stays.

    Raises:
        Refused: I06 where a link would lead out of the case, C11 if the disk does not allow it.
    """
    findings: list[Finding] = []
    for name in files:
        for path in (case / name, *(case / name).parents):
            if path != case and path.is_relative_to(case) and (path.exists() or path.is_symlink()):
                refused(path, case, findings)
    if findings:
        raise Refused(findings)
    for name, content in files.items():
        if not (case / name).exists():
            replace(case / name, content)


@dataclass(frozen=True, eq=False)
class _Beginning:
    duties: Duties

    @property
    def _period(self) -> Period:
        return self.duties.period

    @cached_property
    def _say(self) -> Speech:
        file = self.duties.checked.case.file
        return Speech(self.duties.checked.catalog.words, file.currency)

    def all(self) -> Begun:
        self._insist_on_length()
        wanted = {**self._forms(), **self._registers(), **self._commentary()}
        folder = self.duties.checked.case.folder
        there = tuple(sorted(name for name in wanted if (folder / name).exists()))
        files = {name: content for name, content in sorted(wanted.items()) if name not in there}
        return Begun(files, there, tuple(self._todo(set(wanted))), self._letter())

    def _insist_on_length(self) -> None:
        """A quarter is never brought by a hospital that brings its months."""
        known = periods.with_values(self.duties.checked.reading.dataset, self.duties.entity)
        has = {one.kind for one in known}
        if self._period.kind is PeriodKind.QUARTER and PeriodKind.MONTH in has - {PeriodKind.QUARTER}:
            raise Refused([Finding("C74", NOWHERE, {"period": str(self._period)})], ExitCode.USAGE)

    def _open(self, kind: DueKind) -> list[Duty]:
        return [one for one in self.duties.all if one.kind is kind and not one.is_done]

    # Forms

    def _forms(self) -> dict[str, bytes]:
        """A workbook of blank forms for each workbook in which those of the period before lay, but for running ones.

        With them stand the figures on no form that lay there, and those that the scheme needs where there were none.
        """
        last, catalog = self.duties.own_readings(self.duties.before), self.duties.checked.catalog
        by_file: dict[str, list[str]] = {}
        besides: dict[str, list[str]] = {}
        for duty in self._open(DueKind.FORMS):
            reading = last.get(duty.id)
            source = reading.place.file if reading is not None else None
            if source is None or not self._is_running(source):
                path = self._path(source, self._usual_name)
                by_file.setdefault(path, []).append(duty.id)
                besides[path] = self._besides(source)
        if not self.duties.items_before:
            forms = [catalog.forms[code] for codes in by_file.values() for code in codes]
            needed = blank_forms.on_no_form(catalog, self.duties.scheme, forms)
            besides = dict.fromkeys([*by_file][:1], needed)
        name = self.duties.hospital.zh
        return {
            path: blank_forms.workbook(
                [catalog.forms[code] for code in codes],
                catalog,
                annual=self._period.kind is PeriodKind.YEAR,
                entity=name,
                date=self._date,
                besides=besides.get(path, ()),
            )
            for path, codes in by_file.items()
        }

    def _besides(self, source: str | None) -> list[str]:
        """The items on no form whose figures lay in a file a period ago, in the order of the catalogue."""
        order = [*self.duties.checked.catalog.items]
        return sorted(self.duties.items_before.get(source or "", ()), key=order.index)

    @property
    def _usual_name(self) -> str:
        key = "annual" if self._period.kind is PeriodKind.YEAR else "monthly"
        return self.duties.checked.catalog.words[f"form.{key}_file"].zh

    @property
    def _date(self) -> str:
        words = self.duties.checked.catalog.words[f"year.date.{self._period.kind}"]
        return words.zh.format(year=self._period.year, number=self._period.number)

    def _path(self, source: str | None, usual: str) -> str:
        """Where the new file goes: beside the last one under the name of its period, else into a folder of its own."""
        before = self.duties.before
        found = moved(source, before, self._period) if source is not None and before is not None else None
        if found is not None and Path(found).suffix == ".xlsx":
            return found
        many = self.duties.checked.case.file.entity is None
        return f"{DATA}/{self._period}/{self.duties.entity}-{usual}" if many else f"{DATA}/{self._period}/{usual}"

    def _is_running(self, file: str) -> bool:
        """Whether a file holds several periods, so that the next one is added by whoever keeps it."""
        reading, kind = self.duties.checked.reading, self._period.kind
        found = {one.period for one in reading.dataset.forms if one.place.file == file}
        for register in reading.registers.by_id.values():
            own = register.of(self.duties.entity)
            found |= {one.period for one in own if one.place(next(iter(one.cells), "")).file == file}
        lengths = [Period.parse(one).kind for one in found if one]
        return lengths.count(kind) > 1

    # Registers

    def _registers(self) -> dict[str, bytes]:
        """Empty registers for each workbook that held those of the period before alone."""
        catalog, by_file = self.duties.checked.catalog, dict[str, list[str]]()
        for duty in self._open(DueKind.REGISTERS):
            for source in self.duties.register_files(duty.id, self.duties.before)[:1]:
                if not self._is_running(source):
                    path = moved(source, self.duties.before, self._period) if self.duties.before else None
                    if path is not None and Path(path).suffix == ".xlsx":
                        by_file.setdefault(path, []).append(duty.id)
        return {
            path: blank_forms.register_workbook(
                [catalog.registers[name] for name in names], catalog, self.duties.hospital.zh, self._date
            )
            for path, names in by_file.items()
        }

    # Commentary

    def _commentary(self) -> dict[str, bytes]:
        """Each file of the last commentary as a draft."""
        before, checked = self.duties.last_commentary, self.duties.checked
        if before is None:
            return {}
        written = intake.commentary(checked.case, checked.catalog, str(before))
        return {
            f"{COMMENTARY}/{self._period}/{Path(one.file).name}": draft(
                one.text, checked.catalog.languages[language].defined.place, before, checked.catalog
            ).encode()
            for language, texts in written.items()
            for one in texts
        }

    # What is left to people

    def _todo(self, made: set[str]) -> Iterator[Text]:
        """Forms to fill in, files to go on with, ratings, marks in drafts, measures."""
        by_file: dict[str, list[Text]] = {}
        for duty in self.duties.all:
            source = self._source(duty, made)
            if source is not None:
                by_file.setdefault(source, []).append(duty.name)
            elif not duty.is_done:
                yield from self._of(duty)
        for file, names in by_file.items():
            listed = self._say.join(names, "list.comma")
            yield self._say("year.todo.continued", names=listed, file=file, period=str(self._period))
        yield from self._measures()

    def _source(self, duty: Duty, made: set[str]) -> str | None:
        """The file that is to be gone on with; None where a blank form is to be filled in, or there is nothing to do.

        In a new year it is the file of that year.
        """
        before = self.duties.before
        if duty.kind not in {DueKind.FORMS, DueKind.REGISTERS} or duty.state is not DutyState.MISSING or before is None:
            return None
        source = next(iter(duty.files), None)
        if source is None or moved(source, before, self._period) in made or not self._is_running(source):
            return None
        return moved(source, before.fiscal_year, self._period.fiscal_year) or source

    def _of(self, duty: Duty) -> Iterator[Text]:
        say = self._say
        match duty.kind:
            case DueKind.FORMS | DueKind.REGISTERS:
                yield say("year.todo.form", name=duty.name)
            case DueKind.FIGURES:
                yield say("year.todo.figures", n=duty.of - duty.count, file=duty.id, period=str(self._period))
            case DueKind.COMMENTARY:
                yield say("year.todo.commentary", folder=f"{COMMENTARY}/{self._period}")
            case DueKind.EXPERTS:
                yield say("year.todo.other", name=duty.name)
            case DueKind.REPORT:
                return

    def _measures(self) -> Iterator[Text]:
        """Measures of the register that are open at the period's end stay in it; what became of them is to be told."""
        first = self.duties.checked.case.file.fiscal_year_start
        day = self._period.end(first).isoformat()
        rows = list(self.duties.checked.reading.registers[TABLE].of(self.duties.entity))
        still = [row for row in rows if status(row, day) in UNDONE]
        if still:
            late = [row for row in still if (row.text("moved") or row.text("due") or day) < day]
            yield self._say("year.todo.measures", n=len(still), late=len(late), file=still[0].place("action").file)

    def _letter(self) -> str | None:
        """The letter of the period as a block for case.yaml: what still holds of the last one, the rest to write."""
        letters = self.duties.checked.case.file.submission.letters
        known = [Period.parse(name) for name in letters]
        earlier = [one for one in known if one.kind is self._period.kind and one.sort_key() < self._period.sort_key()]
        if str(self._period) in letters or not earlier:
            return None
        return _block(
            str(self._period),
            letters[str(max(earlier, key=Period.sort_key))],
            self._say,
            self._period.start(self.duties.checked.case.file.fiscal_year_start).isoformat(),
        )


def _block(period: str, last: Letter, say: Speech, begin: str) -> str:
    """YAML below ``submission: letters:``; measures that are due before the period are left out."""
    kept: dict[str, Any] = {}
    if last.signer is not None:
        kept["signer"] = last.signer
    if last.secrecy is not None:
        kept["secrecy"] = last.secrecy
    still = [one for one in last.measures if one.due is None or one.due >= begin]
    if still:
        kept["measures"] = [one.model_dump(exclude_none=True) for one in still]
    note = say("year.letter")
    lines = [f'    "{period}":{"" if kept else " {}"}', f"      # {note.zh} {note.en}"]
    for key, value in kept.items():
        if isinstance(value, str):
            lines.append(f"      {key}: {json.dumps(value, ensure_ascii=False)}")
        else:
            lines.append(f"      {key}:")
            lines += [f"        - {json.dumps(one, ensure_ascii=False)}" for one in value]
    return "\n".join(lines) + "\n"


def draft(text: str, language: Language, before: Period, catalog: Catalog) -> str:
    """The text of an earlier period with its stale words marked, under a line that says so."""
    words = catalog.words
    stale = re.compile("|".join(words[f"year.stale.{key}"].in_language(language) for key in STALE), re.IGNORECASE)
    head = words["year.draft"].in_language(language).format(before=before)
    lines = (_line(line, stale) for line in _plain(text, language, catalog).splitlines())
    return "\n".join([MARKED.format(head), "", *lines]).rstrip() + "\n"


def _plain(text: str, language: Language, catalog: Catalog) -> str:
    """The words without the marks of an earlier draft that nobody revised, and without its first line."""
    opening = catalog.words["year.draft"].in_language(language).partition("{before}")[0]
    kept = (line for line in text.lstrip("\ufeff").splitlines() if not line.startswith(f"[?{opening}"))
    return CARRIED.sub(lambda match: match["words"], "\n".join(kept)).strip()


def _line(line: str, stale: re.Pattern[str]) -> str:
    """One line; what is quoted by name is another number by itself, and is left alone."""
    start = LISTED.match(line)
    at = start.end() if start else 0
    found = line[:at]
    for quote in QUOTE.finditer(line, at):
        found += stale.sub(_marked, line[at : quote.start()]) + quote[0]
        at = quote.end()
    return found + stale.sub(_marked, line[at:])


def _marked(match: re.Match[str]) -> str:
    said = match[0]
    stripped = said.strip()
    return said.replace(stripped, MARKED.format(stripped)) if stripped else said
