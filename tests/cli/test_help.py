"""Pages of help are whole and in the reader's language, in a terminal of the usual width."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import click
import pytest
import typer

from reportgen.cli.app import application
from reportgen.errors import ExitCode
from tests.shell import reportgen

USUAL = {"COLUMNS": "80", "TERMINAL_WIDTH": "80"}


def help_page(command: str, language: str) -> str:
    """What a process of its own prints: the words of help are chosen when the program starts."""
    told = subprocess.run(
        [sys.executable, "-m", "reportgen", *command.split(), "--help"],
        env={**os.environ, **USUAL, "REPORTGEN_LANG": language},
        capture_output=True,
        check=True,
    )
    return told.stdout.decode()


@pytest.mark.slow
@pytest.mark.parametrize("command", ["", "render", "issue", "check", "archive add"])
def test_no_word_of_a_page_of_help_is_cut_off(command: str) -> None:
    page = help_page(command, "zh")

    assert "list[" not in page
    assert not any(line.rstrip(" │").endswith("…") for line in page.splitlines())
    assert "显示这一页" in page
    assert "Show this message" not in page


def test_a_page_of_help_in_english_holds_no_chinese() -> None:
    page = help_page("render", "en")

    assert "Show this page" in page
    assert not any("\u4e00" <= letter <= "\u9fff" for letter in page)


@pytest.mark.slow
@pytest.mark.parametrize("language", ["zh", "en"])
def test_options_of_the_library_speak_the_language_of_the_reader(language: str) -> None:
    page = help_page("", language)

    assert ("安装命令补全" in page, "Install completion" in page) == (language == "zh", language == "en")
    assert "<bool>" not in page
    assert "<path>" not in help_page("method run", "zh")


@pytest.mark.slow
@pytest.mark.parametrize("language", ["zh", "en"])
def test_exit_codes_stand_once_at_the_foot_of_the_main_help(language: str) -> None:
    page = help_page("", language)
    foot = page[page.rindex("╯") :]
    told = dict(re.findall(r"^ +(\d+)  (\S.*)$", foot, re.MULTILINE))

    assert ("退出码" in foot, "Exit codes" in foot) == (language == "zh", language == "en")
    assert {int(code) for code in told} == {int(code) for code in ExitCode}
    assert told["2"].strip() == {"zh": "用法不对", "en": "wrong usage"}[language]
    assert "wrong usage" not in help_page("render", "en")


def test_installing_completion_says_which_files_were_changed(tmp_path: Path) -> None:
    told = subprocess.run(
        ["bash", "-c", f"{sys.executable} -m reportgen --install-completion; true"],
        env={**os.environ, "HOME": str(tmp_path), "REPORTGEN_LANG": "zh"}, capture_output=True, check=True,
    )  # fmt: skip

    assert "重开终端后生效" in told.stdout.decode()
    assert str(tmp_path / ".bash_completions" / "reportgen.sh") in told.stdout.decode()
    assert ".bash_completions/reportgen.sh" in (tmp_path / ".bashrc").read_text(encoding="utf-8")


def names(group: typer.Typer) -> list[str | None]:
    below = [name for one in group.registered_groups if one.typer_instance for name in names(one.typer_instance)]
    return [*(command.name for command in group.registered_commands), *below]


def test_the_program_made_once_more_lists_no_command_twice() -> None:
    once = names(application())

    application.cache_clear()
    application("")
    assert names(application()) == once


def commands(group: click.Command, *path: str) -> Iterator[tuple[str, click.Command]]:
    below = getattr(group, "commands", {})
    if not below:
        yield " ".join(path), group
    for name, one in below.items():
        yield from commands(one, *path, name)


def test_every_command_takes_the_language_of_its_messages() -> None:
    found = dict(commands(typer.main.get_command(application())))
    silent = [name for name, one in found.items() if not any("--lang" in option.opts for option in one.params)]

    assert {"init", "archive hold", "render"} <= found.keys()
    assert silent == []


def test_a_new_case_is_told_in_the_language_asked_for(tmp_path: Path) -> None:
    for folder, language in (("one", "en"), ("other", "zh")):
        done = reportgen("init", tmp_path / folder, "--lang", language, language="en" if language == "zh" else "zh")
        assert ("Next: " in done.stderr, "下一步" in done.stderr) == (language == "en", language == "zh")
