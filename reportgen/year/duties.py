"""What is due for a period, what of it is here, and how names of files spell periods.

What came for the last period of the same length is due for the next one, and so is what the scheme requires and what
case.yaml sets a deadline for.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from functools import cached_property
from typing import Final

from reportgen import intake, lifecycle
from reportgen.catalog import load_catalog
from reportgen.checks import Lacking
from reportgen.checks.needs import MissingKind
from reportgen.lifecycle import JournalAction
from reportgen.model.brand import FOLDER as COMMENTARY
from reportgen.model.case_parts import Deadline, DueKind
from reportgen.model.dataset import FormReading, View
from reportgen.model.definition import Text
from reportgen.model.period import Period, PeriodKind
from reportgen.model.place import natural
from reportgen.model.schemes import Scheme
from reportgen.model.submitted import submitted
from reportgen.pipeline import choices, hospitals, lacking_of, periods, with_period
from reportgen.pipeline.checked import Checked
from reportgen.report.speech import filled, same

BLANK_FORM: Final = "I78"
"""A form was found on which nothing stands."""
BLANK_TABLE: Final = "K22"
"""A register of a period without a row."""
KIND_WORDS: Final = "year.kind"
ENGLISH: Final = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
BRIEF: Final = 3
"""Letters of a month's abbreviation."""


class DutyState(StrEnum):
    """What of it is here."""

    HERE = "here"
    PART = "part"  # some of the figures
    DRAFT = "draft"  # a commentary that was carried over and not revised
    BLANK = "blank"  # a form that nobody has filled in
    MISSING = "missing"


@dataclass(frozen=True)
class Duty:
    """One thing that is due for a period.

    Attributes:
        id: code of a form, id of a register or kind of report, name of a file of figures.
        files: where it lies; of what is not here, where it lay for the period before.
        count, of: how many of the figures that came for the period before are here.
        due, owner: as case.yaml says.
        indicators: of the scheme, which it would unlock.
    """

    kind: DueKind
    id: str
    name: Text
    state: DutyState
    files: tuple[str, ...] = ()
    count: int = 0
    of: int = 0
    due: date | None = None
    owner: Text | None = None
    indicators: tuple[str, ...] = ()

    @property
    def is_done(self) -> bool:
        """Whether nothing of it is left to bring."""
        return self.state is DutyState.HERE

    def is_late(self, today: date) -> bool:
        """Whether it should have been here by now."""
        return not self.is_done and self.due is not None and self.due < today


def of_case(checked: Checked, period: str, entity: str | None) -> tuple[Duties, ...]:
    """What is due of the case's hospital, of the one asked for, or of each hospital of a panel.

    Raises:
        Refused: if there is no such hospital or scheme.
    """
    checked = with_period(checked, period)
    _, scheme = choices.scheme_named(checked.case.file.scheme, checked.case, checked.catalog)
    named = [choices.own_entity(checked.case, checked.reading.dataset, entity)] if entity else hospitals(checked)
    return tuple(Duties(checked, scheme, one, Period.parse(period)) for one in named)


@dataclass(frozen=True, eq=False)
class Duties:
    """What is due of one hospital for one period.

    Attributes:
        period: whose things are asked for.
    """

    checked: Checked
    scheme: Scheme
    entity: str
    period: Period

    @property
    def hospital(self) -> Text:
        """What it is called."""
        known = self.checked.reading.dataset.entities.get(self.entity)
        return self.checked.case.file.name_of(self.entity) or same(known.name if known else self.entity)

    @property
    def title(self) -> Text:
        """Whose and for when."""
        return filled(self.checked.catalog.words["year.month.hospital"], name=self.hospital, period=str(self.period))

    @cached_property
    def before(self) -> Period | None:
        """The last period of this length before this one of which there are figures; where there is none, the first."""
        known = periods.with_values(self.checked.reading.dataset, self.entity)
        alike = [one for one in known if one.kind is self.period.kind]
        earlier = [one for one in alike if one.sort_key() < self.period.sort_key()]
        return next(iter((*earlier[-1:], *alike)), None)

    @cached_property
    def all(self) -> tuple[Duty, ...]:
        """Everything, with deadlines, owners, and what it would unlock."""
        found = (
            *self.forms(),
            *self._figures(),
            *self._registers(),
            *self._experts(),
            *self._commentary(),
            *self._reports(),
        )
        return tuple(self._dated(self._unlocking(one)) for one in found)

    def pieces(self) -> tuple[Lacking, ...]:
        """What is still missing for the period and what each piece unlocks: the answer with which `check` ends."""
        return lacking_of(self.checked, self.scheme, self.entity, str(self.period))

    @cached_property
    def _pieces(self) -> tuple[Lacking, ...]:
        return self.pieces()

    def readings(self, period: Period | None) -> dict[str, FormReading]:
        """The forms that were read for a period, by code; of a year also those that its end carries."""
        if period is None:
            return {}
        return submitted(self.checked.reading.dataset, self.checked.catalog.items, self.entity, str(period))

    def own_readings(self, period: Period | None) -> dict[str, FormReading]:
        """The forms whose own period it is, by code."""
        forms = self.checked.reading.dataset.forms
        return {one.form: one for one in forms if (one.entity, one.period) == (self.entity, str(period))}

    def forms(self) -> Iterator[Duty]:
        """Official forms: those of the period before, those that the scheme requires, and those with a deadline."""
        catalog, here, last = self.checked.catalog, self.readings(self.period), self.own_readings(self.before)
        wanted = [*last, *(self.scheme.requires if self._has_forms else ()), *self._declared(catalog.forms)]
        blank = self._blank_files(BLANK_FORM)
        for code in sorted({code for code in wanted if code in catalog.forms}):
            form = catalog.forms[code]
            if not (form.annual if self.period.kind is PeriodKind.YEAR else form.monthly) and code not in last:
                continue
            files = tuple(one.place.file for one in (here.get(code) or last.get(code),) if one is not None)
            state = DutyState.HERE if code in here else DutyState.BLANK if blank else DutyState.MISSING
            shown = files if code in here else blank or files
            yield Duty(DueKind.FORMS, code, form.title, state, shown)

    @property
    def _has_forms(self) -> bool:
        """Whether the hospital keeps official forms: it has some, or nothing at all yet."""
        dataset = self.checked.reading.dataset
        return any(one.entity == self.entity for one in dataset.forms) or not dataset.periods(self.entity)

    def _blank_files(self, rule: str) -> tuple[str, ...]:
        """Files of the period in which a form or a table lies that nobody has filled in."""
        found = (finding.place.file for finding in self.checked.findings if finding.rule == rule)
        return tuple(sorted({file for file in found if mentions(file, self.period)}))

    def _figures(self) -> Iterator[Duty]:
        """Figures on no official form, by the file in which those of the period before lie."""
        for file, items in sorted(self.items_before.items(), key=lambda one: natural(one[0])):
            there = [item for item in items if self._has(item, self.period)]
            state = DutyState.HERE if len(there) == len(items) else DutyState.PART if there else DutyState.MISSING
            files = tuple(sorted({found for item in there if (found := self._file(item, self.period))})) or (file,)
            yield Duty(DueKind.FIGURES, file, same(files[0]), state, files, len(there), len(items))

    @cached_property
    def items_before(self) -> dict[str, tuple[str, ...]]:
        """Items of the period before that stood on no form, by file."""
        return {} if self.before is None else self.items_by_file(self.before)

    def items_by_file(self, period: Period) -> dict[str, tuple[str, ...]]:
        """Items of a period that were read as figures of their own, by file; not those that stand on its forms."""
        dataset = self.checked.reading.dataset
        on_forms = {(one.place.file, one.place.sheet) for one in dataset.forms}
        found: dict[str, list[str]] = {}
        for item in dict.fromkeys(map(str, dataset.values.columns.get_level_values(0))):
            for view in (View.PERIOD, View.YEAR_TO_DATE):
                key = (item, self.entity, str(period), str(view))
                place = dataset.place(key) if dataset.value(*key) is not None else None
                if place is not None and not dataset.derived(key) and (place.file, place.sheet) not in on_forms:
                    found.setdefault(place.file, []).append(item)
                    break
        return {file: tuple(items) for file, items in found.items()}

    def _has(self, item: str, period: Period) -> bool:
        views = (View.PERIOD, View.YEAR_TO_DATE)
        return any(
            self.checked.reading.dataset.value(item, self.entity, str(period), view) is not None for view in views
        )

    def _file(self, item: str, period: Period) -> str | None:
        dataset, views = self.checked.reading.dataset, (View.PERIOD, View.YEAR_TO_DATE)
        places = (dataset.place((item, self.entity, str(period), view)) for view in views)
        return next((place.file for place in places if place is not None), None)

    def _registers(self) -> Iterator[Duty]:
        """Registers that state a period, and were here for the one before."""
        registers, defined = self.checked.reading.registers, self.checked.catalog.registers
        for name in dict.fromkeys((*defined, *self._declared(defined))):
            here, last = (self.register_files(name, period) for period in (self.period, self.before))
            if defined[name].periodic and (last or here or name in self._declared(defined)):
                begun = {moved(file, self.before, self.period) for file in last} if self.before else set()
                blank = tuple(file for file in self._blank_files(BLANK_TABLE) if file in begun)
                state = DutyState.HERE if here else DutyState.BLANK if blank else DutyState.MISSING
                yield Duty(
                    DueKind.REGISTERS,
                    name,
                    defined[name].name,
                    state,
                    here or blank or last,
                    sum(1 for _ in registers[name].of(self.entity, str(self.period))),
                )

    def register_files(self, name: str, period: Period | None) -> tuple[str, ...]:
        """Files that hold rows of a register for a period."""
        rows = self.checked.reading.registers[name].of(self.entity, str(period))
        return tuple(sorted({row.place(next(iter(row.cells), "")).file for row in rows}, key=natural))

    def _experts(self) -> Iterator[Duty]:
        """Experts' ratings, where the scheme has a part that they judge; those of an earlier period still speak."""
        if all(part.from_folder is None for part in self.scheme.parts.values()):
            return
        said = choices.of_period(self.checked.reading.rounds, str(self.period))
        state = DutyState.MISSING if said is None else DutyState.HERE
        files = (said.place.file,) if said is not None and said.place is not None else ()
        yield Duty(DueKind.EXPERTS, "experts", self.checked.catalog.words[f"{KIND_WORDS}.experts"], state, files)

    def _commentary(self) -> Iterator[Duty]:
        """The accountant's words, where some were written on an earlier period of this length."""
        written = intake.commentary(self.checked.case, self.checked.catalog, str(self.period))
        texts = tuple(one for each in written.values() for one in each)
        if not texts and self.last_commentary is None and not self.deadline(DueKind.COMMENTARY, "commentary"):
            return
        is_draft = any(next(one.carried(), None) for one in texts)
        state = DutyState.DRAFT if is_draft else DutyState.HERE if texts else DutyState.MISSING
        name = self.checked.catalog.words[f"{KIND_WORDS}.commentary"]
        yield Duty(DueKind.COMMENTARY, "commentary", name, state, tuple(sorted({one.file for one in texts})))

    @cached_property
    def last_commentary(self) -> Period | None:
        """The last period of the same length before this one on which something was written."""
        root = self.checked.case.folder / COMMENTARY
        folders = (path for path in root.iterdir() if path.is_dir()) if root.is_dir() else ()
        known = []
        for path in folders:
            try:
                known.append(Period.parse(path.name))
            except ValueError:
                continue
        alike = (one for one in known if one.kind is self.period.kind and one.sort_key() < self.period.sort_key())
        case, catalog = self.checked.case, self.checked.catalog
        earlier = [one for one in alike if intake.commentary(case, catalog, str(one))]
        return max(earlier, key=Period.sort_key, default=None)

    def _reports(self) -> Iterator[Duty]:
        """Kinds of reports that have a deadline, by whether they were issued."""
        catalog, folder = self.checked.catalog, self.checked.case.folder
        entries = lifecycle.read(folder).entries
        issues = {JournalAction.ISSUE, JournalAction.SUPERSEDE}
        for name in self._declared(catalog.reports):
            wanted = (name, self.entity, str(self.period))
            own = [one for one in entries if (one.report, one.entity, one.period) == wanted]
            numbers = [one.number for one in own if one.what in issues and one.number]
            state = DutyState.HERE if numbers else DutyState.MISSING
            files = (f"{lifecycle.FOLDER}/{numbers[-1]}.pdf",) if numbers else ()
            yield Duty(DueKind.REPORT, name, catalog.reports[name].name, state, files)

    def _declared(self, known: Iterable[str]) -> tuple[str, ...]:
        """What a deadline for periods of this length names by itself."""
        deadlines = (one for one in self.checked.case.file.deadlines if one.each is self.period.kind)
        named = {name for one in deadlines for name in one.of}
        return tuple(name for name in known if name in named)

    def deadline(self, kind: DueKind, name: str) -> Deadline | None:
        """That which names the thing, else that which names its kind."""
        own = [one for one in self.checked.case.file.deadlines if one.each is self.period.kind]
        return next((one for wanted in (name, str(kind)) for one in own if wanted in one.of), None)

    def _dated(self, duty: Duty) -> Duty:
        found = self.deadline(duty.kind, duty.id)
        if found is None:
            return duty
        due = found.on(self.period, self.checked.case.file.fiscal_year_start)
        return replace(duty, due=due, owner=found.owner)

    def _unlocking(self, duty: Duty) -> Duty:
        """With the indicators that it would unlock, by the one answer to that question."""
        if duty.is_done:
            return duty
        names = (name for piece in self._pieces if self._is_of(piece, duty) for name in piece.indicators)
        return replace(duty, indicators=tuple(dict.fromkeys(names)))

    def _is_of(self, piece: Lacking, duty: Duty) -> bool:
        match duty.kind:
            case DueKind.FORMS:
                return piece.kind is MissingKind.FORM and piece.form == duty.id
            case DueKind.FIGURES:
                own = set(self.items_before.get(duty.id, ()))
                return piece.kind in {MissingKind.ITEMS, MissingKind.FORM} and bool(own & set(piece.items))
            case DueKind.EXPERTS:
                return piece.kind is MissingKind.EXPERTS
            case _:
                return False


def mentions(path: str, period: Period) -> bool:
    """Whether a path names a period: ``data/2026-11/a.xlsx``, ``2026年11月报表.xlsx``, ``2026/11月.xlsx``."""
    return moved(path, period, period) is not None


def moved(path: str, old: Period, new: Period) -> str | None:
    """The same path for another period of the same length; None where it does not name the old one."""
    year, now = rf"(?<!\d){_called(old)[0]}(?!\d)", str(_called(new)[0])
    for pattern, written in _spellings(old, new):
        found, count = re.subn(pattern, written, path, flags=re.IGNORECASE)
        if count:
            return re.sub(year, now, found)
    if not re.search(year, path):  # a month or quarter by itself may be one of another year
        return None
    for pattern, written in _alone(old, new):
        found, count = re.subn(pattern, written, path, flags=re.IGNORECASE)
        if count:
            return re.sub(year, now, found)
    return None


def _called(period: Period) -> tuple[int, int]:
    """The year and number by which names of files call a period: a month by the calendar."""
    return period.by_calendar if period.kind is PeriodKind.MONTH else (period.year, period.number)


def _spellings(old: Period, new: Period) -> Iterator[tuple[str, str]]:
    """Patterns that find the old period with its year, each with what takes its place."""
    words, (old_year, old_number), (new_year, number) = load_catalog().words, _called(old), _called(new)
    of_year, year = words["year.spelt.year"].zh, rf"(?<!\d){old_year}"
    match old.kind:
        case PeriodKind.YEAR:
            yield rf"{year}(?!\d)", str(new_year)
        case PeriodKind.QUARTER:
            between = rf"((?:{of_year})?[-_. ]?(?:{words['year.spelt.quarter'].zh}))"
            yield rf"{year}{between}{old_number}(?!\d)", rf"{new_year}\g<1>{number}"
        case PeriodKind.MONTH:
            yield rf"{year}((?:{of_year})|[-_. ]?){old_number:02}(?!\d)", rf"{new_year}\g<1>{number:02}"
            yield rf"{year}((?:{of_year})|[-_. ]){old_number}(?!\d)", rf"{new_year}\g<1>{number}"


def _alone(old: Period, new: Period) -> Iterator[tuple[str, str]]:
    """Patterns that find a month or quarter whose year stands elsewhere in the path."""
    words, (_, old_number), (_, number) = load_catalog().words, _called(old), _called(new)
    if old.kind is PeriodKind.MONTH:
        for width in ("02", ""):
            after = words["year.spelt.month"].zh
            yield rf"(?<!\d){old_number:{width}}(?={after})", f"{number:{width}}"
        for size in (None, BRIEF):
            yield rf"(?<![a-z]){ENGLISH[old_number - 1][:size]}(?![a-z])", ENGLISH[number - 1][:size]
    elif old.kind is PeriodKind.QUARTER:
        yield rf"(?<![a-z])(Q){old_number}(?!\d)", rf"\g<1>{number}"
