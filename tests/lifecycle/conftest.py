"""A small hospital whose report can be reviewed, issued, corrected and signed."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any, Self

import pytest
from click.testing import Result
from typer.testing import CliRunner

from reportgen.cli.app import app
from reportgen.errors import Refused

CASE = """\
entity: {id: small, name: {zh: 小河医院, en: Xiaohe Hospital}}
scheme: none
report: {number_prefix: XH}
signatories:
  - {id: preparer, role: {zh: 编制人, en: Prepared by}, name: 甲}
  - {id: reviewer, role: {zh: 复核人, en: Reviewed by}, name: 乙}
  - {id: director, role: {zh: 院长, en: President}, name: 丙}
approvals: [preparer, reviewer, director]
reports:
  board: {sections: [verdict, statement, correction, quality, commentary, signatures]}
"""
FIGURES = """\
entity,period,item,value
small,2024,current_assets,90
small,2024,current_liabilities,50
small,2025,current_assets,100
small,2025,current_liabilities,50
small,2025,total_assets,400
"""
Run = Callable[..., Result]


class Clinic:
    """A case on disk, and the commands run on it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        (folder / "data").mkdir(parents=True)
        (folder / "commentary" / "2025").mkdir(parents=True)
        self.describe(CASE)
        self.figures(FIGURES)
        self.comment("一切正常。")

    @classmethod
    def opened(cls, folder: Path) -> Self:
        """A case that is on disk already."""
        found = cls.__new__(cls)
        found.folder = folder
        return found

    @classmethod
    def copied(cls, folder: Path, to: Path) -> Self:
        """A copy of a case, to be written in."""
        return cls.opened(Path(shutil.copytree(folder, to)))

    @classmethod
    def issued_in(cls, folder: Path) -> Self:
        """A new case whose report was reviewed and issued."""
        found = cls(folder)
        found.reviewed()
        found.issue()
        return found

    def describe(self, text: str) -> None:
        (self.folder / "case.yaml").write_text(text, encoding="utf-8")

    def figures(self, text: str) -> None:
        (self.folder / "data" / "figures.csv").write_text(text, encoding="utf-8")

    def comment(self, text: str, name: str = "01.zh.md") -> None:
        (self.folder / "commentary" / "2025" / name).write_text(text, encoding="utf-8")

    def run(self, *words: str, code: int = 0) -> str:
        """What a command says on both streams; it ends with this code."""
        done = CliRunner().invoke(app, [*words], env={"REPORTGEN_LANG": "en", "COLUMNS": "200"})
        if isinstance(done.exception, Refused):
            from reportgen.catalog import load_catalog

            messages = load_catalog().messages
            told = [
                (f.rule, messages.say(f, "zh").message, messages.say(f, "en").message) for f in done.exception.findings
            ]
            assert done.exception.exit_code == code, told
            return "\n".join(
                f"{f.place} {rule} {en}" for f, (rule, _, en) in zip(done.exception.findings, told, strict=True)
            )
        assert done.exit_code == code, done.output + repr(done.exception)
        return done.output

    def review(self, role: str, *more: str, day: str = "2026-01-10", code: int = 0) -> str:
        return self.run("review", str(self.folder), "--period", "2025", "--role", role, "--date", day, *more, code=code)

    def reviewed(self, day: str = "2026-01-10") -> None:
        self.review("preparer", day=day)
        self.review("reviewer", day=day)

    def issue(self, *more: str, day: str = "2026-01-12", role: str = "director", code: int = 0) -> str:
        words = ["--period", "2025", "--role", role, "--date", day]
        return self.run("issue", str(self.folder), *words, *more, code=code)

    def supersede(self, number: str, why: str, *more: str, day: str = "2026-02-01", code: int = 0) -> str:
        words = ["--number", number, "--why", why, "--role", "director", "--date", day]
        return self.run("supersede", str(self.folder), *words, *more, code=code)

    def issued(self, number: str = "XH-2025-001") -> Path:
        return self.folder / "issued" / f"{number}.pdf"

    def results(self, number: str = "XH-2025-001") -> dict[str, Any]:
        content: dict[str, Any] = json.loads((self.folder / "issued" / f"{number}.json").read_bytes())
        return content

    @property
    def journal(self) -> list[dict[str, Any]]:
        path = self.folder / "journal.jsonl"
        return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()] if path.exists() else []

    def files(self) -> dict[str, bytes]:
        return {
            path.relative_to(self.folder).as_posix(): path.read_bytes()
            for path in self.folder.rglob("*")
            if path.is_file() and path.name != ".journal.lock"
        }


@pytest.fixture
def clinic(tmp_path: Path) -> Clinic:
    return Clinic(tmp_path / "case")


@pytest.fixture(scope="session")
def issued_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A case whose report was reviewed and issued; nobody writes in it."""
    return Clinic.issued_in(tmp_path_factory.mktemp("issued") / "case").folder


@pytest.fixture
def hospital(issued_once: Path, tmp_path: Path) -> Clinic:
    """A hospital whose report was reviewed and issued."""
    return Clinic.copied(issued_once, tmp_path / "case")
