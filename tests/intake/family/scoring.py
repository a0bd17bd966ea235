"""What a reading is worth against the truth: right, wrong, silently missing, forbidden."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from intake.family.pages import Truth
from reportgen.intake import Reading


@dataclass
class Score:
    right: int = 0
    misplaced: list[str] = field(default_factory=list)
    reported: int = 0
    wrong: list[str] = field(default_factory=list)
    silent: list[str] = field(default_factory=list)
    forbidden: list[str] = field(default_factory=list)

    @property
    def faults(self) -> list[str]:
        return [*self.wrong, *self.silent, *self.forbidden, *self.misplaced]


def score(reading: Reading, truths: Iterable[tuple[Truth, str, str, str | None]], *, whole: bool = False) -> Score:
    """Hold values against truths with file, sheet (None in text tables) and cell.

    `whole`: a finding on the file or the sheet accounts for all of its cells.
    """
    read = {(v.entity, v.item, v.period, str(v.view)): v for v in reading.values()}
    told = {(at.file, at.sheet, at.cell) for f in reading.findings for at in (f.place, *f.places)}
    found = Score()
    allowed: set[tuple[str, str, str, str]] = set()
    for truth, file, sheet, cell in truths:
        value = read.get(truth.key)
        allowed.add(truth.key)
        name = f"{sheet}!{cell} {truth.key} = {truth.value}"
        said = (file, sheet, cell) in told or (whole and ({(file, sheet, None), (file, None, None)} & told))
        if value is not None and not truth.readable:
            found.forbidden.append(name)
        elif value is None and said:
            found.reported += 1
        elif value is None:
            found.silent.append(name)
        elif abs(value.value - truth.value) >= 0.005:
            found.wrong.append(f"{name}, read {value.value} at {value.place}")
        else:
            found.right += 1
            if value.place.cell != cell and not value.derived:
                found.misplaced.append(f"{name}, placed at {value.place}")
    for key, value in read.items():
        if key not in allowed and not value.derived:
            found.forbidden.append(f"{key} = {value.value} at {value.place}, which nothing says")
    return found
