"""`man reportgen` names every command and option and every exit code, in the language of the reader."""

from __future__ import annotations

import re
import zipfile

import pytest

from docs.pages import PROJECT
from reportgen.cli.app import app
from reportgen.errors import ExitCode
from scripts.docs import commands, manual
from setup.test_wheel import wheel

__all__ = ["wheel"]
MACROS = {".TH", ".SH", ".SS", ".TP", ".B", ".I", ".br"}
HAN = re.compile("[\u4e00-\u9fff]")


@pytest.fixture(params=manual.PAGES)
def lines(request: pytest.FixtureRequest) -> list[str]:
    return (PROJECT / manual.PAGES[request.param]).read_text(encoding="utf-8").splitlines()


def test_every_command_and_option_stands_in_it(lines: list[str]) -> None:
    for name, _ in commands.every(app, ""):
        assert f".SS reportgen {name}".replace("-", "\\-") in lines
    assert ".B \\-\\-period, \\-p PERIOD" in lines
    assert ".I CASE" in lines


def test_every_exit_code_stands_at_its_end(lines: list[str]) -> None:
    codes = [line.removeprefix(".B ") for line in lines if re.fullmatch(r"\.B \d+", line)]

    assert codes == [str(int(code)) for code in ExitCode]


def test_words_are_never_taken_for_commands(lines: list[str]) -> None:
    assert {line.partition(" ")[0] for line in lines if line.startswith((".", "'"))} <= MACROS
    assert manual._escaped(".5 of a \\ and -1") == "\\&.5 of a \\e and \\-1"


def test_each_language_is_spoken_alone() -> None:
    english, chinese = ((PROJECT / manual.PAGES[language]).read_text(encoding="utf-8") for language in ("en", "zh"))

    assert not HAN.search(english)
    assert all(HAN.search(line) for line in chinese.splitlines() if not line.startswith(".") and len(line) > 60)


@pytest.mark.slow
def test_a_wheel_brings_it_where_man_looks(wheel: object) -> None:
    with zipfile.ZipFile(str(wheel)) as packed:
        found = {name.partition(".data/data/")[2] for name in packed.namelist()}

    assert {"share/man/man1/reportgen.1", "share/man/zh_CN/man1/reportgen.1"} <= found
