"""Archives of small files, on the disk and in memory, and one report that was really issued."""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import fsspec
import pytest

from lifecycle.conftest import Clinic
from reportgen import archive
from reportgen.archive.properties import chosen
from reportgen.catalog import load_catalog
from reportgen.model.definition import Text

NAME = Text(zh="小河医院", en="Xiaohe Hospital")
DAY = "2026-02-01"


def said(why: str | None = None, day: str = DAY) -> archive.RecordedAct:
    return archive.RecordedAct(by="丁", when=day, why=why)


def deposit(
    number: str = "XH-2025-001",
    content: bytes = b"%PDF-1.7 pages",
    *,
    entity: str = "small",
    period: str = "2025",
    report: str = "board",
) -> archive.Deposit:
    record = archive.ArchivedReport(
        schema="reportgen/archive-record/1", number=number, report=report, entity=entity, name=NAME, period=period,
        language="zh-en", title="评价报告", issued="2026-01-12", sha256=hashlib.sha256(content).hexdigest(), pages=3,
        deposited=said(), keeping=chosen(None, report, period, load_catalog().retention),
    )  # fmt: skip
    return archive.Deposit(record, {archive.REPORT: content, archive.RESULTS: b"{}"})


@pytest.fixture(params=["folder", "memory"])
def location(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """Where an archive may lie."""
    if request.param == "folder":
        yield str(tmp_path / "archive")
        return
    name = uuid4().hex
    yield f"memory://{name}"
    memory = fsspec.filesystem("memory")
    if memory.exists(f"/{name}"):
        memory.rm(f"/{name}", recursive=True)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "archive"


@pytest.fixture(scope="session")
def issued_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    clinic = Clinic(tmp_path_factory.mktemp("issued") / "case")
    clinic.reviewed()
    clinic.issue()
    return clinic.folder


class Keeper(Clinic):
    """A case with an issued report, and the commands of an archive beside it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.archive = folder.parent / "archive"

    def keep(self, command: str, *words: str, code: int = 0) -> str:
        return self.run("archive", command, str(self.archive), *words, code=code)

    def add(self, *words: str, code: int = 0) -> str:
        return self.keep("add", *(words or (str(self.folder),)), "--by", "丁", "--date", DAY, code=code)


@pytest.fixture
def keeper(issued_once: Path, tmp_path: Path) -> Keeper:
    shutil.copytree(issued_once, tmp_path / "case")
    return Keeper(tmp_path / "case")


def tree(folder: Path) -> dict[str, bytes]:
    """Every file below a folder but the lock, which is empty."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.name != "lock"
    }
