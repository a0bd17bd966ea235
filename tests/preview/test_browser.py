"""The workbench in a real browser: the keyboard, readers of screens, phones, two tabs, what follows the files."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from browser.chromium import Browser, browser
from preview.conftest import SAMPLES
from reportgen.preview.wording import file_id

pytestmark = pytest.mark.slow

SCREENS = ("/", "/sheet", "/map", "/page/1", "/issue")
BALANCE = "data/2026/2026年10月报表.xlsx"


@dataclass(frozen=True)
class Served:
    """A server of a copy of the sample, as the command starts it."""

    folder: Path
    base: str
    browser: Browser


def until(holds: Callable[[], Any], seconds: float = 60.0) -> Any:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if found := holds():
            return found
        time.sleep(0.05)
    raise AssertionError("it did not come")


def turn_to(served: Served, number: int) -> None:
    """Open a page of the report and wait until it is drawn, as long as the pages are being made again."""
    served.browser.visit(f"{served.base}/page/{number}")
    until(lambda: served.browser.evaluate("!!document.querySelector('#page img')"), 180)


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    folder = tmp_path_factory.mktemp("served") / "renhe"
    shutil.copytree(SAMPLES / "renhe", folder)
    command = [sys.executable, "-m", "reportgen", "preview", str(folder), "--lang", "zh"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True,
                          env=dict(os.environ)) as process:  # fmt: skip
        assert process.stdout
        address = process.stdout.readline().strip()
        with browser() as chromium:
            found = Served(folder, address.partition("/?")[0], chromium)
            chromium.visit(address)
            until(lambda: chromium.evaluate("!!document.querySelector('#head')"))
            assert "token" not in chromium.evaluate("location.href")
            turn_to(found, 1)
            yield found
        process.terminate()
        process.wait(20)


@pytest.mark.parametrize(("language", "width", "height"), [("zh", 1280, 900), ("en", 390, 844)])
def test_nobody_is_kept_from_working(served: Served, language: str, width: int, height: int):
    chromium = served.browser
    chromium.visit(f"{served.base}/?lang={language}", width=width, height=height)
    for address in (*SCREENS, "/files", "/nowhere"):
        chromium.visit(served.base + address, width=width, height=height)

        assert chromium.violations() == [], address
        said = [one for one in chromium.said if "404" not in one]
        assert said == [], address
        assert chromium.evaluate("document.documentElement.scrollWidth") <= width, address
        assert [one for one in chromium.asked if not one.startswith(served.base)] == []


def test_all_screens_are_reached_by_keys_alone(served: Served):
    chromium = served.browser
    chromium.visit(f"{served.base}/?lang=zh")
    for number, address in enumerate(("/", "/sheet/", "/map", "/page/1", "/issue"), start=1):
        until(
            lambda: chromium.evaluate("document.readyState") == "complete" and chromium.evaluate("!!document.body"), 10
        )
        chromium.evaluate("document.activeElement?.blur()")
        chromium.key(str(number))
        until(lambda at=address: chromium.evaluate("location.pathname").startswith(at), 10)
        until(lambda: chromium.evaluate("document.readyState") == "complete", 10)
    chromium.evaluate("document.activeElement?.blur()")
    chromium.key("?")
    assert chromium.evaluate("document.querySelector('#keys').open")
    chromium.key("Escape")
    assert not chromium.evaluate("document.querySelector('#keys').open")


def test_the_sheet_has_one_stop_and_arrows_move_in_it(served: Served):
    chromium = served.browser
    chromium.visit(f"{served.base}/sheet/{file_id(BALANCE)}")
    assert chromium.evaluate("document.querySelectorAll('.grid td[tabindex=\"0\"]').length") == 1
    chromium.evaluate("document.querySelector('.grid td[tabindex=\"0\"]').focus()")
    for key, at in (("ArrowDown", "A2"), ("ArrowRight", "B2"), ("End", "F2"), ("Home", "A2"), ("PageDown", "A17"),
                    ("ArrowUp", "A16")):  # fmt: skip
        chromium.key(key)
        assert chromium.evaluate("document.activeElement.id") == f"c-{at}"
        assert chromium.evaluate("document.querySelector('#at-cell').textContent") == at
    chromium.evaluate("document.querySelector('#c-B6').click()")
    assert "cash_and_bank" in chromium.evaluate("document.querySelector('#at-name').textContent")


def test_a_cell_leads_to_its_finding_and_back(served: Served):
    chromium = served.browser
    file = file_id("data/2025/2025年09月报表.xlsx")
    chromium.visit(f"{served.base}/sheet/{file}?sheet=%E6%94%B6%E5%85%A5%E8%B4%B9%E7%94%A8%E8%A1%A8&at=B38")
    chromium.evaluate("document.querySelector('#c-B38').focus()")
    chromium.key("Enter")
    assert chromium.evaluate("document.activeElement.dataset.cell") == "B38"
    assert chromium.evaluate("document.activeElement.closest('li').classList.contains('on')")
    chromium.key("Escape")
    assert chromium.evaluate("document.activeElement.id") == "c-B38"
    chromium.evaluate("document.activeElement?.blur()")
    chromium.key("n")
    assert chromium.evaluate("'finding' in document.activeElement.dataset")


def test_a_number_shows_its_origin_without_a_new_page(served: Served):
    chromium = served.browser
    turn_to(served, 3)
    chromium.evaluate("window.same = 1; document.querySelector('#page a[href*=current_ratio]').focus()")
    began = time.monotonic()
    chromium.evaluate(
        "document.activeElement.dispatchEvent(new MouseEvent('click', {bubbles: true, cancelable: true}))"
    )
    until(lambda: "current_ratio" in chromium.evaluate("document.querySelector('#origin').textContent"), 5)

    assert time.monotonic() - began < 2
    assert chromium.evaluate("window.same") == 1
    assert BALANCE in chromium.evaluate("document.querySelector('#origin').textContent")
    assert "current_ratio" in chromium.evaluate("location.href")


def test_without_script_links_and_forms_do_the_same(served: Served):
    chromium = served.browser
    turn_to(served, 3)
    chromium.visit(f"{served.base}/page/3", scripts=False)
    address = chromium.evaluate("document.querySelector('#page a[href*=current_ratio]').getAttribute('href')")
    chromium.visit(served.base + address, scripts=False)

    assert BALANCE in chromium.evaluate("document.querySelector('#origin').textContent")
    assert chromium.evaluate("document.querySelectorAll('form[data-save] button[type=submit]').length") > 0


def test_the_page_follows_the_files_and_focus_stays(served: Served):
    chromium = served.browser
    chromium.visit(f"{served.base}/?lang=zh")
    until(lambda: chromium.evaluate("!!document.querySelector('#live .fresh')"))
    chromium.evaluate("window.same = 1; document.querySelector('.lang a').focus()")
    case = served.folder / "case.yaml"
    good = case.read_text(encoding="utf-8")
    try:
        case.write_text(good.replace("仁和医院（示例）", "改名医院"), encoding="utf-8")
        case.write_text(good + "\nno_such_key: 1\n", encoding="utf-8")
        until(lambda: "no_such_key" in chromium.evaluate("document.querySelector('#told').textContent"), 20)
        assert "76.60" in chromium.evaluate("document.querySelector('h1').textContent")
    finally:
        case.write_text(good, encoding="utf-8")
    until(lambda: chromium.evaluate("document.querySelector('#told').textContent") == "", 20)
    assert chromium.evaluate("window.same") == 1


def test_two_tabs_do_not_overwrite_each_other(served: Served):
    chromium = served.browser
    turn_to(served, 1)
    form = "document.querySelector('form[data-save]')"
    file = served.folder / chromium.evaluate(f"{form}.querySelector('label').textContent")
    before = file.read_text(encoding="utf-8")
    try:
        file.write_text(before + "\nfrom the other tab\n", encoding="utf-8")
        chromium.evaluate(f"""{form}.querySelector('textarea').value = 'mine';
            {form}.querySelector('textarea').dispatchEvent(new Event('input', {{bubbles: true}}))""")
        until(lambda: chromium.evaluate(f"{form}.querySelector('[data-said]').textContent"), 10)

        assert "from the other tab" in file.read_text(encoding="utf-8")
        assert chromium.evaluate(f"{form}.querySelector('textarea').value") == "mine"
    finally:
        file.write_text(before, encoding="utf-8")


def test_a_page_of_another_site_can_do_nothing(served: Served, tmp_path: Path):
    evil = tmp_path / "evil.html"
    evil.write_text(
        f"""<!doctype html><title>x</title><iframe src="{served.base}/"></iframe><img src="{served.base}/page/1.png">
        <script>window.done = Promise.all([
          fetch("{served.base}/", {{credentials: "include"}}).then(() => "read", () => "no"),
          fetch("{served.base}/review", {{method: "POST", mode: "no-cors", credentials: "include",
            headers: {{"content-type": "application/x-www-form-urlencoded"}},
            body: "role=finance&decision=approve&by=x"}}).then(() => "sent", () => "no")]);
        window.seen = new Promise(go => addEventListener("load", () => go(document.images[0].naturalWidth)))</script>""",
        encoding="utf-8",
    )
    chromium = served.browser
    chromium.open(evil)

    assert chromium.evaluate("window.done.then(found => found[0])") == "no"
    assert chromium.evaluate("window.seen") == 0
    assert not (served.folder / "journal.jsonl").exists()


def test_a_click_on_a_button_of_a_form_reaches_the_program(served: Served):
    """Where nobody is told the address of a page, a browser says that its form comes from nowhere: all were refused."""
    chromium = served.browser
    chromium.visit(f"{served.base}/issue?lang=en")
    journal = served.folder / "journal.jsonl"
    before = journal.read_bytes() if journal.exists() else b""

    chromium.evaluate("document.querySelector('button[value=reject]').click()")
    until(lambda: "J25" in (chromium.evaluate("document.body && document.body.textContent") or ""))

    assert "/review" in chromium.evaluate("location.href")
    assert (journal.read_bytes() if journal.exists() else b"") == before
    chromium.visit(f"{served.base}/?lang=zh")
