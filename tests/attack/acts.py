"""What is attacked while it writes: each command that changes a disk, and what has to be done before it."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Final

import openpyxl
import pytest
from openpyxl.workbook.defined_name import DefinedName

from lifecycle.authority import PASSWORD, Authority
from lifecycle.conftest import CASE, FIGURES, Clinic
from shell import workers_here

NUMBER: Final = "XH-2025-001"
DAY: Final = "2026-03-01"


@dataclass(frozen=True)
class Act:
    """A command, tried on copies of a case in which everything before it was done.

    Attributes:
        before: what was done first.
        does: the command.
        once: whether it says so, where it was done before.
    """

    name: str
    before: Callable[[Clinic], object]
    does: Callable[[Clinic], str]
    once: bool = False


def issued(clinic: Clinic) -> None:
    """A case with an issued report."""
    clinic.reviewed()
    clinic.issue()


def mended(clinic: Clinic) -> None:
    """The same with figures that were corrected and reviewed since."""
    issued(clinic)
    clinic.figures(FIGURES.replace("400", "410"))
    clinic.reviewed(day="2026-01-20")


def to_be_signed(clinic: Clinic) -> None:
    """The same with a certificate beside it."""
    issued(clinic)
    (clinic.folder.parent / "signer.p12").write_bytes(Authority().person().pkcs12())
    (clinic.folder.parent / "password").write_text(PASSWORD + "\n", encoding="utf-8")


def kept(clinic: Clinic) -> None:
    """The same with its archive."""
    issued(clinic)
    add(clinic)


def add(clinic: Clinic, code: int = 0) -> str:
    """The report into the archive."""
    where = str(clinic.folder.parent / "archive")
    return clinic.run("archive", "add", where, str(clinic.folder), "--by", "丁", "--date", DAY, code=code)


def sign(clinic: Clinic, code: int = 0) -> str:
    """The director's signature."""
    beside = clinic.folder.parent
    words = ["--certificate", str(beside / "signer.p12"), "--password-file", str(beside / "password")]
    return clinic.run("sign", str(clinic.issued()), "--role", "director", *words, code=code)


def export(clinic: Clinic, code: int = 0) -> str:
    """The archived report as a bag."""
    beside = clinic.folder.parent
    words = ["archive", "export", str(beside / "archive"), NUMBER, "-o", str(beside / "bags"), "--date", DAY]
    return clinic.run(*words, code=code)


def held(clinic: Clinic, code: int = 0) -> str:
    """The archived report, kept beyond its term."""
    words = [
        "archive",
        "hold",
        str(clinic.folder.parent / "archive"),
        NUMBER,
        "--by",
        "丁",
        "--why",
        "审计",
        "--date",
        DAY,
    ]
    return clinic.run(*words, code=code)


def carried(clinic: Clinic) -> None:
    """The archived report in a bag, which another archive is to take in."""
    kept(clinic)
    export(clinic)


def taken_in(clinic: Clinic, code: int = 0) -> str:
    """The bag into another archive."""
    beside = clinic.folder.parent
    return clinic.run("archive", "import", str(beside / "other"), str(beside / "bags" / NUMBER), code=code)


def restored(clinic: Clinic, code: int = 0) -> str:
    """The report out of the archive."""
    beside = clinic.folder.parent
    return clinic.run("archive", "restore", str(beside / "archive"), NUMBER, "-o", str(beside / "back"), code=code)


def indexed(clinic: Clinic, code: int = 0) -> str:
    """The index of the archive anew."""
    return clinic.run("archive", "index", str(clinic.folder.parent / "archive"), code=code)


def begun(clinic: Clinic, code: int = 0) -> str:
    """A new case beside the case."""
    return clinic.run("init", str(clinic.folder.parent / "new"), "--profile", "blank", code=code)


def with_room(clinic: Clinic) -> None:
    """An empty folder for it."""
    (clinic.folder.parent / "new").mkdir()


def unnamed(clinic: Clinic) -> None:
    """A figure under a name that is not known, and what is decided about it."""
    clinic.figures(f"{FIGURES}small,2025,本地专项结余款,5\n")
    decided = "names: [{name: 本地专项结余款, choose: new local_fund}]\n"
    (clinic.folder.parent / "names.yaml").write_text(decided, encoding="utf-8")


def mapped(clinic: Clinic, code: int = 0) -> str:
    """The name as it was decided."""
    return clinic.run("map", str(clinic.folder), "--read", str(clinic.folder.parent / "names.yaml"), code=code)


def made(words: str, to: str, clinic: Clinic) -> str:
    """A file, or a folder of files, beside the case."""
    command, *more = words.split()
    return clinic.run(command, str(clinic.folder), *more, "-o", str(clinic.folder.parent / "out" / to))


def with_form(clinic: Clinic) -> None:
    """A workbook of somebody else, one cell of which wants a figure."""
    book = openpyxl.Workbook()
    assert book.active is not None
    book.defined_names["current_assets"] = DefinedName("current_assets", attr_text=f"'{book.active.title}'!$B$2")
    book.save(clinic.folder.parent / "form.xlsx")


def filled(clinic: Clinic) -> str:
    """The workbook filled in."""
    beside = clinic.folder.parent
    return clinic.run("fill", str(clinic.folder), str(beside / "form.xlsx"), "-o", str(beside / "out" / "filled.xlsx"))


def sent(clinic: Clinic) -> None:
    """The issued report in the inbox of an agency that waits for it."""
    issued(clinic)
    beside = clinic.folder.parent
    (beside / "inbox").mkdir()
    shutil.copy(clinic.issued(), beside / "inbox" / "small.pdf")
    (beside / "roster.csv").write_text("id,name\nsmall,小河医院\nother,大河医院\n", encoding="utf-8")


def collected(clinic: Clinic) -> str:
    """What came in, with a letter to the hospital from which nothing did."""
    beside = clinic.folder.parent
    words = ["--roster", str(beside / "roster.csv"), "-p", "2025", "--report", "board", "--date", DAY]
    with workers_here():  # so that what they write can fail, too
        return clinic.run("collect", str(beside / "inbox"), *words, "--out", str(beside / "out"), code=1)


def together(clinic: Clinic) -> str:
    """All cases of a folder in one run."""
    beside = clinic.folder.parent
    words = ["--out", str(beside / "out"), "--report", "board", "--format", "html", "--lang", "zh"]
    with workers_here():  # so that what they write can fail, too
        return clinic.run("batch", str(clinic.folder), *words)


def parcel(clinic: Clinic) -> str:
    """The issued report with all that goes along, for an agency."""
    beside = clinic.folder.parent
    words = [NUMBER, "--to", "卫健委", "--out", str(beside / "parcel"), "--date", DAY]
    return clinic.run("send", str(clinic.folder), *words)


def under_way(clinic: Clinic) -> None:
    """An issued report that was sent."""
    issued(clinic)
    parcel(clinic)


def answered(clinic: Clinic) -> str:
    """What the agency says of it."""
    words = ["--number", NUMBER, "--outcome", "return", "--by", "李", "--why", "附表", "--question", "?", "--date", DAY]
    return clinic.run("receive", str(clinic.folder), *words)


def of_a_group(clinic: Clinic) -> None:
    """A group of one member, with nothing to eliminate."""
    clinic.describe(CASE.replace("entity: {id: small", "group: {id: whole"))
    (clinic.folder / "eliminations.csv").write_text(
        "period,from,to,item,counter item,amount,reason\n", encoding="utf-8"
    )


def rolled(clinic: Clinic) -> str:
    """The next year of the case, begun."""
    return clinic.run("month", "new", "2026", str(clinic.folder))


def timed(clinic: Clinic) -> None:
    """A case that says until when its year has to be told."""
    clinic.describe(
        f"{CASE}deadlines: [{{of: [figures, board], each: year, day: 15, owner: {{zh: 财务科, en: Finance}}}}]\n"
    )


def noted(clinic: Clinic) -> str:
    """Its deadlines as a calendar, with a notice to each department."""
    beside = clinic.folder.parent / "out"
    words = ["--year", "2026", "-o", str(beside / "due.ics"), "--notices", str(beside / "notices")]
    return clinic.run("calendar", str(clinic.folder), *words)


def nothing(clinic: Clinic) -> None:
    """Nothing has to be done before."""


ACTS: Final = (
    Act("issue", Clinic.reviewed, Clinic.issue, once=True),
    Act("supersede", mended, partial(Clinic.supersede, number=NUMBER, why="漏记"), once=True),
    Act("sign", to_be_signed, sign, once=True),
    Act("export", kept, export),
    Act("review", Clinic.reviewed, partial(Clinic.review, role="director", day="2026-01-20")),
    Act("add", issued, add),
    Act("hold", kept, held, once=True),
    Act("import", carried, taken_in),
    Act("restore", kept, restored),
    Act("index", kept, indexed),
    Act("init", nothing, begun, once=True),
    Act("init-there", with_room, begun, once=True),
    Act("map", unnamed, mapped),
    Act("render", nothing, partial(made, "render", "a.pdf")),
    Act("screen", nothing, partial(made, "render --format html", "a.html")),
    Act("evaluate", nothing, partial(made, "evaluate --format xlsx", "a.xlsx")),
    Act("marked", nothing, partial(made, "check --format xlsx", "marked")),
    Act("fill", with_form, filled),
    Act("collect", sent, collected),
    Act("batch", nothing, together),
    Act("month", nothing, rolled),
    Act("send", issued, parcel),
    Act("receive", under_way, answered),
    Act("consolidate", of_a_group, partial(made, "consolidate --format xlsx", "a.xlsx")),
    Act("calendar", timed, noted),
)
QUICK: Final = {"issue", "review", "add", "init", "render"}
"""One of each way to write: record with journal, journal alone, archive, folder, file; others wait for `make check`."""
TIERED: Final = [pytest.param(one, id=one.name, marks=[] if one.name in QUICK else [pytest.mark.slow]) for one in ACTS]
