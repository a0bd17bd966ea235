"""What files say does nothing to a terminal."""

from __future__ import annotations

from pathlib import Path

from typer.testing import CliRunner

from reportgen.cli.app import app
from reportgen.cli.manner import visible

HARM = "\x1b]0;x\x07\u202e"


def test_control_characters_are_spelled_out():
    assert visible("a\x1b[31mb\u202ec\x9b\n") == "a\\u001b[31mb\\u202ec\\u009b\\u000a"


def test_a_harmful_file_name_and_cell_reach_the_terminal_in_plain_characters(tmp_path: Path):
    file = tmp_path / f"a{HARM}.csv"
    file.write_text(f"entity,period,item,value\nA{HARM},2025,cash_and_bank,1\nA,2025,total_assets,x\n", "utf-8")

    done = CliRunner().invoke(app, ["read", str(file)])

    assert done.exit_code == 1
    assert not set(HARM) & {"\x1b", "\x07", "\u202e"} & set(done.output)
    assert "a\\u001b]0;x\\u0007\\u202e.csv" in done.output


def test_reading_no_table_ends_with_the_code_of_bad_input(tmp_path: Path):
    (tmp_path / "passwd").write_text("root:x:0:0:root:/root:/bin/bash\n" * 9)

    done = CliRunner().invoke(app, ["read", str(tmp_path / "passwd")])

    assert done.exit_code == 3
    assert "I60" in done.output
