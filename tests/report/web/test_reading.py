"""Pages on a screen, in a real browser: readable by everybody, on a phone, without a network, and on paper."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pypdfium2
import pytest

from browser.chromium import AXE, Browser, browser
from reportgen.analysis.group.material import GroupMaterial
from reportgen.analysis.material import Material
from reportgen.report import page

Materials = Callable[[str], Material]
Groups = Callable[[str], GroupMaterial]
Written = Callable[..., Path]


def _page(sample: str, kind: str, mode: str) -> Any:
    """One page; those that take long wait for `make check`."""
    is_quick = (sample, mode) == ("us-cms", "zh-en")
    return pytest.param(sample, kind, mode, marks=[] if is_quick else [pytest.mark.slow])


PAGES = [
    _page(*one)
    for one in (
        ("renhe", "board", "zh-en"),
        *(("us-cms", "board", mode) for mode in ("en", "zh-en")),
        ("renhe", "agency", "zh"),
        ("alliance", "group", "zh-en"),
    )
]
DESK, PHONE = (1280, 900), (390, 844)
BROKEN = """<!doctype html><html lang="en"><head><title>x</title></head><body><main><h1>x</h1>
<img src="https://example.invalid/a.png"><p style="color:#bbb;width:700px">pale and wide</p></main></body></html>"""
TOO_WIDE = """[...document.querySelectorAll('main *')]
  .filter(one => !one.closest('.frame') && one.getBoundingClientRect().right > innerWidth + 1)
  .map(one => `${one.tagName}.${one.className}`)"""


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    with browser() as found:
        yield found


@pytest.fixture(scope="module")
def written(materials: Materials, groups: Groups, tmp_path_factory: pytest.TempPathFactory) -> Written:
    folder = tmp_path_factory.mktemp("pages")
    done: dict[tuple[str, str, str], Path] = {}

    def path(sample: str, kind: str = "board", mode: str = "zh-en") -> Path:
        if (sample, kind, mode) not in done:
            found = done[sample, kind, mode] = folder / f"{sample}-{kind}-{mode}.html"
            about = groups(sample) if kind == "group" else materials(sample)
            found.write_bytes(page(about, kind=kind, mode=mode))
        return done[sample, kind, mode]

    return path


def test_the_accessibility_checker_is_the_one_that_was_published():
    stated = (AXE.parent / "README.md").read_text(encoding="utf-8")

    assert f"`{hashlib.sha256(AXE.read_bytes()).hexdigest()}`" in stated


def test_the_browser_finds_what_is_wrong_with_a_bad_page(chromium: Browser, tmp_path: Path):
    bad = tmp_path / "bad.html"
    bad.write_text(BROKEN)
    chromium.open(bad, width=390)

    rules = {words.split(" ")[0] for words in chromium.violations()}
    assert {"image-alt", "color-contrast"} <= rules
    assert [address for address in chromium.asked if address.startswith("https:")]
    assert chromium.evaluate("document.documentElement.scrollWidth") > 390
    assert chromium.evaluate(TOO_WIDE)


def test_an_order_of_which_the_pipe_takes_a_part_at_a_time_arrives_whole(
    chromium: Browser, monkeypatch: pytest.MonkeyPatch
):
    whole = os.write
    monkeypatch.setattr(os, "write", lambda to, order: whole(to, order[:1000]))

    assert chromium.evaluate(f"'{'x' * 5000}'.length") == 5000


@pytest.mark.slow
@pytest.mark.parametrize(("sample", "kind", "mode"), PAGES)
def test_nobody_is_kept_from_reading(chromium: Browser, written: Written, sample: str, kind: str, mode: str):
    for width, height in (DESK, PHONE):
        chromium.open(written(sample, kind, mode), width=width, height=height)

        assert chromium.violations() == []
        assert chromium.said == []
        assert [address for address in chromium.asked[1:] if not address.startswith("data:")] == []
        assert chromium.evaluate("document.documentElement.scrollWidth") <= width
        assert chromium.evaluate(TOO_WIDE) == []


@pytest.mark.slow
def test_the_other_edition_takes_the_place_of_the_first(chromium: Browser, written: Written):
    chromium.open(written("renhe"))
    shown = "document.querySelector('.edition:not([hidden])').innerText"
    press = "document.querySelectorAll('.languages button')[{}].click()"
    both = chromium.evaluate(shown)
    assert "综合评价" in both
    assert "down 4.19" in both

    chromium.evaluate(press.format(1))
    assert "综合评价" in chromium.evaluate(shown)
    assert "down 4.19" not in chromium.evaluate(shown)

    chromium.evaluate(press.format(2))
    assert "综合评价「良」" not in chromium.evaluate(shown)
    assert "down 4.19" in chromium.evaluate(shown)
    assert chromium.violations() == []


@pytest.mark.slow
def test_switching_keeps_the_place(chromium: Browser, written: Written):
    chromium.open(written("renhe"))
    chromium.evaluate("document.getElementById('quality').scrollIntoView({behavior: 'instant'})")
    chromium.evaluate("document.querySelectorAll('.languages button')[2].click()")

    assert abs(chromium.evaluate("document.getElementById('en-quality').getBoundingClientRect().top")) < 100


@pytest.mark.slow
def test_a_mark_says_its_number_under_the_pointer_and_with_the_arrow_keys(chromium: Browser, written: Written):
    chromium.open(written("renhe", mode="en"))
    point = "document.querySelector('svg [data-tip^=\"26-10\"]')"
    chromium.evaluate(f"{point}.scrollIntoView({{behavior: 'instant', block: 'center'}})")
    box = chromium.evaluate(f"(r => [r.x + r.width / 2, r.y + r.height / 2])({point}.getBoundingClientRect())")
    chromium.point(*box)
    assert chromium.evaluate("document.querySelector('.tip').innerText") == "26-10 1.77"

    chromium.evaluate("document.querySelector('svg[tabindex]').focus({preventScroll: true})")
    chromium.key("ArrowRight")
    said = chromium.evaluate("document.querySelector('.tip').innerText")
    assert said == chromium.evaluate("document.querySelector('svg[tabindex] [data-tip]').dataset.tip")
    chromium.key("Escape")
    assert chromium.evaluate("document.querySelector('.tip').hidden")


@pytest.mark.slow
def test_a_frame_is_in_the_order_of_the_keys_only_where_it_moves(chromium: Browser, written: Written):
    stops = "document.querySelectorAll('.frame[tabindex]').length"
    chromium.open(written("renhe", mode="en"), width=1280)
    at_a_desk = chromium.evaluate(stops)
    chromium.size(390, 844)
    chromium.settle()

    assert at_a_desk < chromium.evaluate(stops)


@pytest.mark.slow
def test_a_table_that_grows_wider_later_can_be_moved_by_keys(chromium: Browser, written: Written):
    """Faces arrive after the page's script has run."""
    chromium.open(written("us-cms", mode="en"), width=1280)
    still = "document.querySelector('.edition:not([hidden]) .frame:not([tabindex]) > table')"
    chromium.evaluate(f"(table => {{ table.id = 'grown'; table.style.minWidth = '3000px' }})({still})")
    chromium.settle()

    assert chromium.evaluate("document.getElementById('grown').parentElement.tabIndex") == 0


@pytest.mark.slow
def test_without_scripts_the_first_edition_and_all_its_figures_are_there(chromium: Browser, written: Written):
    chromium.open(written("renhe"), scripts=False)
    words = "\n".join(page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(chromium.paper()))

    assert "76.60" in words
    assert "Board monthly report" in words


@pytest.mark.slow
def test_it_prints_section_by_section_without_what_only_screens_need(chromium: Browser, written: Written):
    chromium.open(written("renhe", mode="en"))
    printed = pypdfium2.PdfDocument(chromium.paper())
    words = [page.get_textpage().get_text_range() for page in printed]

    assert 10 <= len(words) <= 24
    assert "On this page" not in "".join(words)
    assert "Skip to the report" not in "".join(words)
    assert sum("Scorecard" in page.split("\n")[0] for page in words) == 1
    assert {round(page.get_width()) for page in printed} == {595}


@pytest.mark.slow
def test_it_needs_no_font_of_the_reader_and_nothing_overlaps_the_score(chromium: Browser, written: Written):
    for width, height in (DESK, PHONE):
        chromium.open(written("renhe"), width=width, height=height)
        overlaps = """(() => { const box = one => one.getBoundingClientRect(), score = box(document.querySelector('.score'));
          return [...document.querySelectorAll('.score-row > div, .score-row svg')]
            .filter(one => !one.contains(document.querySelector('.score'))).map(box)
            .filter(one => one.left < score.right - 1 && one.right > score.left + 1
                        && one.top < score.bottom - 1 && one.bottom > score.top + 1).length })()"""

        loaded = chromium.evaluate("[...document.fonts].filter(one => one.status === 'loaded').map(one => one.family)")
        assert {"Noto Sans CJK SC", "Noto Serif CJK SC"} <= {family.strip('"') for family in loaded}
        assert chromium.evaluate(overlaps) == 0


@pytest.mark.slow
def test_a_number_in_a_sentence_says_where_it_comes_from(chromium: Browser, written: Written):
    chromium.open(written("renhe"))
    at = chromium.evaluate("""(() => { const one = document.querySelector('.score .from'); one.scrollIntoView({block: 'center'});
      const box = one.getBoundingClientRect(); return [box.x + box.width / 2, box.y + box.height / 2] })()""")
    chromium.point(*at)

    assert chromium.evaluate("document.querySelector('.tip').innerText").startswith(
        "编号：score.total\n未舍入：76.5988"
    )


@pytest.mark.slow
def test_each_page_of_the_brief_prints_on_one_sheet(chromium: Browser, written: Written):
    chromium.open(written("renhe"))
    with pypdfium2.PdfDocument(chromium.paper()) as paper:
        heads = [paper[number].get_textpage().get_text_range()[:90] for number in range(5)]

    for head, words in zip(heads, ("仁和医院", "情况说明", "指标计分卡", "现金", "参考资料"), strict=True):
        assert words in head
