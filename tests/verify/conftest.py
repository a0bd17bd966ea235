"""An issued report that carries all it was made from, and the commands that verify it."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result
from typer.testing import CliRunner

from lifecycle.conftest import Clinic
from reportgen.cli.app import app
from reportgen.errors import Refused
from verify.near import made_in_this_process


@dataclass(frozen=True)
class Verdict:
    """What the command answered."""

    code: int
    content: dict[str, Any]

    @property
    def answers(self) -> dict[str, str]:
        """Check → answer."""
        return {check["id"]: check["answer"] for check in self.content["checks"]}

    @property
    def rules(self) -> set[str]:
        """Rules of all findings."""
        return {finding["rule"] for finding in self.content["findings"]}

    def facts(self, rule: str) -> list[dict[str, Any]]:
        """Facts of the findings of a rule, each with the words in English."""
        return [
            {**one["facts"], "said": one["message"]["en"]} for one in self.content["findings"] if one["rule"] == rule
        ]


FRESH = {"REPORTGEN_LANG": "en", "COLUMNS": "200", "FONTCONFIG_FILE": None}
"""As from a shell in which nothing was set yet: the process that makes a report anew sets its fonts itself."""


def told(*words: str) -> Result:
    return CliRunner().invoke(app, ["verify", *words], env=FRESH)


def verdict(report: Path, *words: str) -> Verdict:
    done = told(str(report), "--format", "json", *words)
    assert not isinstance(done.exception, Refused), done.exception
    assert not isinstance(done.exception, Exception), done.exception
    assert done.exit_code in {0, 1}, done.output
    return Verdict(done.exit_code, json.loads(done.stdout))


def refusal(report: Path, *words: str) -> Refused:
    done = told(str(report), *words)
    assert isinstance(done.exception, Refused), (done.output, done.exception)
    return done.exception


@pytest.fixture(scope="session")
def issued_case(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A case whose report was issued with everything inside; nobody writes in it."""
    clinic = Clinic(tmp_path_factory.mktemp("verified") / "case")
    clinic.reviewed()
    clinic.issue("--embed", "all")
    return clinic.folder


@pytest.fixture(scope="session")
def report(issued_case: Path) -> Path:
    return issued_case / "issued" / "XH-2025-001.pdf"


@pytest.fixture
def altered(tmp_path: Path) -> Callable[[bytes], Path]:
    """A file with other content beside the report."""

    def put(content: bytes) -> Path:
        path = tmp_path / "XH-2025-001.pdf"
        path.write_bytes(content)
        return path

    return put


@pytest.fixture
def case(issued_case: Path, tmp_path: Path) -> Path:
    """A copy of the case, to be written in."""
    return Path(shutil.copytree(issued_case, tmp_path / "case"))


@pytest.fixture
def made_apart() -> None:
    """The report is made anew in a process of its own, as everywhere outside these tests."""


@pytest.fixture(autouse=True)
def made_here(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """No second interpreter is waited for, but in the tests that ask for `made_apart`."""
    if "made_apart" not in request.fixturenames:
        made_in_this_process(monkeypatch)


@pytest.fixture
def made_before(monkeypatch: pytest.MonkeyPatch, report: Path) -> None:
    """The report made anew is the untouched one, which `test_a_report_holds` shows: no second render is waited for."""
    from reportgen import verify

    class Done:
        def result(self, name: str) -> bytes:
            assert name
            return report.read_bytes()

        def end(self) -> None:
            """Nothing was begun."""

    monkeypatch.setattr(verify, "started", lambda *_: Done())
