"""What commands tell: a file's name that says another format, blocks there are, reports of a case that has changed."""

from __future__ import annotations

from pathlib import Path

import pytest
from typer import Exit

from reportgen.cli.check import read
from reportgen.cli.options import MessageLanguage
from reportgen.cli.writing import ready
from reportgen.errors import ExitCode, Refused
from reportgen.model.finding import Finding
from reportgen.model.place import Place
from reportgen.verify.outcome import Answer, Check, Verification


@pytest.mark.parametrize(("name", "form"), [("a.pdf", "xlsx"), ("a.json", "csv"), ("a.html", "pdf")])
def test_a_file_called_after_another_format_is_refused(tmp_path: Path, name: str, form: str):
    with pytest.raises(Refused) as refused:
        ready(tmp_path / name, form)
    assert [finding.rule for finding in refused.value.findings] == ["C26"]
    assert refused.value.exit_code is ExitCode.USAGE


@pytest.mark.parametrize(("name", "form"), [("a.pdf", "pdf"), ("a.json", "jsonl"), ("a.2026", "xlsx"), ("a", "pdf")])
def test_any_other_name_will_do(tmp_path: Path, name: str, form: str):
    ready(tmp_path / name, form)


def test_what_differs_because_of_another_source_is_not_held_against_the_report():
    source, page, signed = (
        Finding("T05", Place("data/a.xlsx")),
        Finding("T10", Place("r.pdf")),
        Finding("T21", Place("r")),
    )
    checks = (
        Check("sources", Answer.FAILS, "findings", {}, (source,)),
        Check("pages", Answer.FAILS, "findings", {}, (page,)),
        Check("signatures", Answer.FAILS, "findings", {}, (signed,)),
    )
    found = Verification("r.pdf", "", None, checks)
    assert [finding.cause for finding in found.findings] == [None, ("T05", source.place), None]
    assert Verification("r.pdf", "", None, checks[1:]).findings == (page, signed)
    assert not found.holds


def test_read_prints_no_table_of_nothing(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    with pytest.raises(Exit):
        read([tmp_path / "absent.xlsx"], lang=MessageLanguage("en"))
    told = capsys.readouterr()
    assert not told.out.strip()
    assert "absent.xlsx" in told.err
