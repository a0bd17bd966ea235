"""What is generated in the documents is up to date, whole, and checked by something that can fail."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import pytest

from docs.pages import PROJECT
from reportgen import __version__
from reportgen.errors import ExitCode
from scripts.docs import architecture, parts
from scripts.docs.words import catalog

HAN, ENGLISH = re.compile("[\u4e00-\u9fff]"), re.compile("(?:[A-Za-z]+ ){4}")


def text(document: str) -> str:
    return (PROJECT / document).read_text(encoding="utf-8")


@pytest.mark.slow
def test_the_generated_parts_are_up_to_date() -> None:
    assert list(parts.faults(PROJECT)) == []


@pytest.fixture
def stale(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(parts, "PARTS", {"colours": lambda: "red\n", "shapes": lambda: "round"})
    monkeypatch.setattr(parts, "PICTURES", {"docs/house.svg": lambda: "<svg/>"})
    page = "By hand.\n\n<!-- generated: colours -->\n\nblue\n\n<!-- end: colours -->\n\n<!-- generated: tastes -->\n"
    (tmp_path / "page.md").write_text(page, encoding="utf-8")
    return tmp_path


def test_a_stale_part_a_strange_mark_and_a_part_without_a_page_are_told(stale: Path) -> None:
    assert list(parts.faults(stale)) == [
        "page.md: the mark tastes begins or ends no known part",
        "no document shows the part shapes",
        "page.md is out of date from line 5 ('blue' → 'red'): make docs",
        "docs/house.svg is out of date from line 1 ('' → '<svg/>'): make docs",
    ]


def test_writing_renews_the_parts_and_leaves_the_rest_alone(stale: Path) -> None:
    assert parts.write(stale) == ["page.md", "docs/house.svg"]
    assert (stale / "page.md").read_text(encoding="utf-8") == (
        "By hand.\n\n<!-- generated: colours -->\n\nred\n\n<!-- end: colours -->\n\n<!-- generated: tastes -->\n"
    )
    assert parts.write(stale) == []


@pytest.mark.parametrize(
    ("document", "shelf"),
    [("docs/indicators.md", "indicators"), ("docs/schemes.md", "schemes"), ("docs/checks.md", "checks")],
)
def test_every_definition_is_documented(document: str, shelf: str) -> None:
    page = text(document)

    assert [name for name in getattr(catalog(), shelf) if name not in page] == []


def test_every_message_is_documented() -> None:
    page = text("docs/messages.md")

    assert [rule for rule in catalog().messages.by_rule if f"`{rule}`" not in page] == []


def test_every_method_has_a_name_and_a_meaning() -> None:
    rows = re.findall(r"^\| `\w+` \|.*\|$", text("docs/methods.md"), re.MULTILINE)

    assert [row for row in rows if "|  |" in row] == []


def test_every_exit_code_is_explained() -> None:
    rows = set(map(int, re.findall(r"^\| (\d+) \|", text("docs/cli.md"), re.MULTILINE)))

    assert rows == {int(code) for code in ExitCode}


def test_every_package_has_a_floor_in_the_picture() -> None:
    folder = PROJECT / "reportgen"
    packages = {path.parent.name for path in folder.glob("*/__init__.py")} | {path.stem for path in folder.glob("*.py")}

    assert {name for row in architecture.floors() for name in row} == packages - {"__init__", "__main__"}


def test_decisions_are_dated_and_short_and_stand_once_in_chapters() -> None:
    _, *chapters = text("DECISIONS.md").split("\n## ")
    entries = [entry for chapter in chapters for entry in chapter.split("\n### ")[1:]]
    titles = [entry.splitlines()[0].partition(" · ")[2] for entry in entries]

    assert len(chapters) > 9
    assert [title for title, n in Counter(titles).items() if n > 1] == []
    assert [entry.splitlines()[0] for entry in entries if not re.match(r"\d{4}-\d\d-\d\d · ", entry)] == []
    assert [entry.splitlines()[0] for entry in entries if len(entry.strip().splitlines()) > 12] == []


def test_the_changelog_tells_this_version_in_both_languages() -> None:
    title, entries = text("CHANGELOG.md").split("\n## ")[1].split("\n- **", 1)

    assert title.splitlines()[0] == __version__
    assert [one[:60] for one in entries.split("\n- **") if not (HAN.search(one) and ENGLISH.search(one))] == []


def test_every_dependency_is_justified() -> None:
    project = text("pyproject.toml")
    wanted = re.search(r"^dependencies = \[\n(.*?)^\]", project, re.MULTILINE | re.DOTALL)
    assert wanted
    names = re.findall(r'"([a-z0-9-]+)', wanted[1])
    decisions = text("DECISIONS.md")

    assert [name for name in names if not re.search(rf"\*\*[^*]*\b{re.escape(name)}\b", decisions)] == []
