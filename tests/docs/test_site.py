"""The site that `make site` builds: whole, on its own, searched in both languages, and on a phone no wider than it."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import time
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest

from browser.chromium import Browser, browser
from docs.pages import PROJECT
from scripts.docs.website import ABOVE, Cutter, on_page_content, on_page_markdown

LOADS = {
    "script": "src",
    "link": "href",
    "img": "src",
    "source": "src",
    "iframe": "src",
    "video": "src",
    "audio": "src",
}
PLACES = {"canonical", "prev", "next", "alternate"}
"""Links of a head that name a page and load nothing."""
PHONE = 390
SEARCH = """(words) => {
    document.querySelector("#__search").checked = true;
    document.querySelector("#__search").dispatchEvent(new Event("change"));
    const field = document.querySelector(".md-search__input");
    field.focus();
    field.value = words;
    field.dispatchEvent(new Event("input", {bubbles: true}));
    field.dispatchEvent(new Event("keyup", {bubbles: true}));
}"""
FOUND = """[...document.querySelectorAll(".md-search-result__item > .md-search-result__link")].map(one => one.href)"""


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site, built strictly: a link that leads nowhere or a page that no menu shows ends the build."""
    folder = tmp_path_factory.mktemp("site")
    command = [sys.executable, "-m", "mkdocs", "build", "--strict", "--site-dir", str(folder)]
    done = subprocess.run(
        command,
        cwd=PROJECT,
        env={**os.environ, "NO_MKDOCS_2_WARNING": "1"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return folder


class Read(HTMLParser):
    """What a page loads, and its tables with whether each stands in a box that scrolls."""

    def __init__(self, page: Path) -> None:
        super().__init__()
        self.loaded: list[str] = []
        self.boxed: list[bool] = []
        self.open: list[str] = []
        self.feed(page.read_text(encoding="utf-8"))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said = dict(attrs)
        if (address := said.get(LOADS.get(tag, ""))) and said.get("rel") not in PLACES:
            self.loaded.append(address)
        if tag == "table":
            self.boxed.append("wide" in self.open)
        if tag == "div":
            self.open.append(said.get("class") or "")

    def handle_endtag(self, tag: str) -> None:
        if tag == "div":
            self.open.pop()


def pages(site: Path) -> list[Path]:
    return sorted(site.glob("*.html"))


def test_every_document_is_a_page_and_stands_in_the_menu(site: Path) -> None:
    documents = {path.stem for path in (PROJECT / "docs").glob("*.md")} | {Path(name).stem for name in ABOVE}
    menu = re.findall(r'href="([\w-]+)\.html" class="md-nav__link', (site / "index.html").read_text(encoding="utf-8"))

    assert {path.stem for path in pages(site)} == documents | {"404"}
    assert documents - {*menu} <= {"index"}


def test_nothing_is_loaded_from_elsewhere(site: Path) -> None:
    loaded = {(page.name, address) for page in pages(site) for address in Read(page).loaded}
    sheets = [path.read_text(encoding="utf-8") for path in site.rglob("*.css")]

    assert len(loaded) > len(pages(site))
    assert {one for one in loaded if re.match(r"(?:https?:)?//", one[1])} == set()
    assert [
        found for sheet in sheets for found in re.findall(r"(?:@import|url\()[\s\"']*(?:https?:)?//\S+", sheet)
    ] == []
    assert not list(site.rglob("*.woff*"))


def test_every_table_stands_in_a_box_that_scrolls(site: Path) -> None:
    boxed = [one for page in pages(site) for one in Read(page).boxed]

    assert len(boxed) > 100
    assert all(boxed)


def test_the_search_knows_words_of_both_languages_and_needs_no_server(site: Path) -> None:
    text = (site / "search" / "search_index.json").read_text(encoding="utf-8")
    found = json.loads(text)
    words = {word for one in found["docs"] for word in re.split(r"[\s\u200b]+", one["title"])}

    assert found["config"]["lang"] == ["zh", "en"]
    assert {"集团", "同行", "Indicators", "peers"} <= words
    assert (site / "search" / "search_index.js").read_text(encoding="utf-8") == f"var __index = {text}"


@pytest.fixture(scope="module")
def reader() -> Iterator[Browser]:
    with browser() as found:
        yield found


@pytest.mark.slow
@pytest.mark.parametrize("name", ["index", "tutorial", "roles", "indicators", "cli", "case-folder", "messages"])
def test_no_page_is_wider_than_a_phone(site: Path, reader: Browser, name: str) -> None:
    reader.open(site / f"{name}.html", width=PHONE, height=844)

    assert reader.evaluate("document.documentElement.scrollWidth") <= PHONE
    assert {address.partition(":")[0] for address in reader.asked} <= {"file", "data"}
    assert reader.said == []


def results(reader: Browser, words: str) -> list[str]:
    """The pages that a search finds, the best first, as soon as there are any."""
    reader.evaluate(f"({SEARCH})({json.dumps(words)})")
    end = time.monotonic() + 60
    found: Any = []
    while not found and time.monotonic() < end:
        time.sleep(0.1)
        found = reader.evaluate(FOUND)
    return [address.rpartition("/")[2].partition(".")[0] for address in found]


@pytest.mark.slow
@pytest.mark.parametrize(
    ("words", "page"),
    [("四性检测", "archive"), ("集团", "groups"), ("收报告", "for-agencies"), ("workbench", "preview")],
)
def test_a_search_from_a_folder_finds_the_page(site: Path, reader: Browser, words: str, page: str) -> None:
    reader.open(site / "index.html")

    assert page in results(reader, words)[:3]


def test_chinese_is_cut_where_words_end() -> None:
    text = "流动比率，流动资产，速动比率，资产总计，流动，比率，资产。" * 3

    assert Cutter(text).words("流动资产比率") == ["流动", "资产", "比率"]
    assert Cutter(text).words("新") == ["新"]
    assert Cutter("").words("流动") == ["流", "动"]


def test_a_page_of_the_forge_becomes_one_of_the_site() -> None:
    said = on_page_markdown("[a](../SECURITY.md#b)\n```yaml x/case.yaml\na: 1\n```\n```sh\nls\n```\n")

    assert said == '[a](SECURITY.md#b)\n``` { .yaml title="x/case.yaml" }\na: 1\n```\n```sh\nls\n```\n'
    assert (
        on_page_markdown("甲，\n乙。\nEnglish\n\n```csv\n甲\n乙\n```\n") == "甲，乙。\nEnglish\n\n```csv\n甲\n乙\n```\n"
    )
    assert on_page_markdown(r"| `a\|b` | c\|d |") == r"| `a|b` | c\|d |"
    assert on_page_content("<table></table>").startswith('<div class="wide" tabindex="0"')
