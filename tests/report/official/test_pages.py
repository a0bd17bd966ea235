"""Pages of an official document against GB/T 9704-2012: block, grid, sides of numbers, red, imprint; both samples, all modes."""

from __future__ import annotations

import hashlib
import io
import re
from ctypes import c_double
from functools import cache
from itertools import pairwise

import numpy as np
import pikepdf
import pypdfium2
import pytest

from rendered import MODES, SAMPLES, Wanted
from rendered import rendered as whole
from reportgen import pipeline
from reportgen.catalog import load_catalog
from reportgen.model.finding import Severity
from reportgen.report.pdf import Manner, PageText, Rendered, write_pdf
from reportgen.report.setting import ModeFilters

NEWEST = {"renhe": "2026-10", "us-cms": "2021"}
MM = 72 / 25.4
LEFT, TOP, WIDTH, HEIGHT = 28 * MM, 37 * MM, 156 * MM, 225 * MM
PITCH, GRID = 28.99, 15.79
RED = 0xD8
DARK = 90
"""Grey below which a dot is ink, above it the draft mark."""
WATERMARK = "草稿"
HAN = re.compile("[\u4e00-\u9fff]")
CONTINUED = re.compile("([\u4e00-\u9fff]+)（续表）")


def rendered(sample: str, mode: str, period: str | None = None) -> Rendered:
    return whole(Wanted("agency", sample, period or NEWEST[sample]), mode)


@cache
def document(sample: str, mode: str) -> pypdfium2.PdfDocument:
    return pypdfium2.PdfDocument(io.BytesIO(rendered(sample, mode).pdf))


def characters(page: pypdfium2.PdfPage) -> list[tuple[str, float, float, float, float]]:
    """Each character with left, top, right, bottom in points from the top left."""
    text, height = page.get_textpage(), page.get_height()
    found = []
    for index in range(text.count_chars()):
        left, bottom, right, top = text.get_charbox(index, loose=True)
        found.append((text.get_text_range(index, 1), left, height - top, right, height - bottom))
    return found


def printed(sample: str, mode: str) -> list[str]:
    """All words of each page without spaces, running heads among them."""
    return ["".join(page.get_textpage().get_text_range().split()) for page in document(sample, mode)]


def lettered(sample: str) -> tuple[PageText, ...]:
    """The upright pages of the letter: those before the first attachment."""
    pages = rendered(sample, "zh").pages
    end = next(page.number for page in pages if "score_table" in page.anchors)
    return pages[: end - 1]


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("sample", [pytest.param("renhe", marks=pytest.mark.slow), "us-cms"])
def test_lint_finds_no_error_in_any_mode(sample: str, mode: str):
    rules = load_catalog().messages.by_rule
    found = rendered(sample, mode).findings
    assert [finding for finding in found if rules[finding.rule].severity is Severity.ERROR] == []


@pytest.mark.slow
def test_the_same_case_gives_the_same_bytes():
    first = rendered("us-cms", "zh").pdf
    again = pipeline.render(pipeline.evaluate(pipeline.check(SAMPLES / "us-cms")), report="agency", mode="zh").pdf
    assert hashlib.sha256(first).digest() == hashlib.sha256(again).digest()


def test_words_stay_within_the_text_block_and_on_its_lines():
    for page in lettered("renhe"):
        inside = [
            box for box in characters(document("renhe", "zh")[page.number - 1])
            if box[0].strip() and box[2] > TOP - 2 and box[4] < TOP + HEIGHT + 2
        ]  # fmt: skip
        assert min(box[1] for box in inside) >= LEFT - 1
        assert max(box[3] for box in inside) <= LEFT + WIDTH + 1


def baselines(page: pypdfium2.PdfPage) -> list[float]:
    """Of each Han character in the text block, in points under its top."""
    text, height = page.get_textpage(), page.get_height()
    found = []
    for index in range(text.count_chars()):
        x, y = c_double(), c_double()
        pypdfium2.raw.FPDFText_GetCharOrigin(text.raw, index, x, y)
        if (
            HAN.match(text.get_text_range(index, 1))
            and text.get_text_range(index, 1) not in WATERMARK
            and TOP < height - y.value < TOP + HEIGHT
        ):
            found.append(height - y.value - TOP)
    return found


def test_lines_stand_on_the_grid_whatever_faces_are_in_them():
    lines = {round(y / PITCH - 0.7): y for y in baselines(document("renhe", "zh")[1])}
    assert set(lines) <= set(range(22))
    assert len(lines) > 15
    offsets = [y - number * PITCH for number, y in lines.items()]
    assert max(offsets) - min(offsets) < 1


def test_a_full_page_has_twenty_two_lines_of_twenty_eight_characters():
    from reportgen.report.page_sets import PAGE_SETS
    from reportgen.report.tokens import folder

    pages = PAGE_SETS["official"]
    styles = "\n".join((folder("styles") / name).read_text("utf-8") for name in pages.styles) + pages.faces
    text = (
        f'<section class="letter upright"><h1>题</h1><p><span class="set">{"国" * (28 * 23 - 2)}</span></p></section>'
    )
    head = f"<head><title>题</title><style>{styles} h1 {{ height: 0; overflow: hidden; color: white }}</style></head>"
    html = f'<!doctype html><html lang="zh-CN">{head}<body><div class="document">{text}</div></body></html>'
    written = write_pdf(
        html, folders={}, images={}, attachments=(), created=rendered("renhe", "zh").created,
        families=pages.families, manner=Manner(pages.required, pages.is_aired),
    )  # fmt: skip
    first, second = (page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(io.BytesIO(written.pdf)))
    lengths = [line.count("国") for line in first.splitlines() if "国" in line]
    assert lengths == [26, *[28] * 21]
    assert second.count("国") == 28


@pytest.mark.slow
def test_page_numbers_stand_right_on_odd_and_left_on_even_pages():
    for page in lettered("renhe"):
        below = [box for box in characters(document("renhe", "zh")[page.number - 1]) if box[2] > TOP + HEIGHT]
        digits = [box for box in below if box[0].isdigit()]
        assert "".join(box[0] for box in digits) == str(page.number)
        assert (digits[0][1] > LEFT + WIDTH / 2) == bool(page.number % 2)


def test_only_the_name_and_the_rule_at_the_head_are_red():
    for number in range(len(document("renhe", "zh"))):
        image = np.asarray(document("renhe", "zh")[number].render(scale=0.5).to_pil().convert("RGB"), dtype=int)
        red = (image[..., 0] > RED - 40) & (image[..., 1] < 90) & (image[..., 2] < 90)
        assert bool(red.any()) == (number == 0)


@pytest.mark.parametrize(
    ("sample", "period"), [("renhe", None), pytest.param("renhe", "2025", marks=pytest.mark.slow), ("us-cms", None)]
)
def test_the_imprint_stands_at_the_foot_of_the_last_page_an_even_one(sample: str, period: str | None):
    pages = rendered(sample, "zh", period).pages
    assert "imprint" in pages[-1].anchors
    assert pages[-1].number % 2 == 0
    assert pages[-1].reach["imprint"][1] == pytest.approx(TOP + HEIGHT, abs=2)


def test_the_signature_never_stands_without_words_above_it():
    last = lettered("renhe")[-1]
    assert last.text.splitlines()[0].lstrip()[0].isdigit() or len(last.text.splitlines()) > 4


def test_attachments_begin_on_pages_of_their_own_and_are_numbered_as_listed():
    pages = rendered("renhe", "zh").pages
    starts = [page for page in pages if page.text.startswith("附件")]
    assert [page.text.splitlines()[0] for page in starts] == [f"附件{n}" for n in range(1, len(starts) + 1)]
    listed = "\n".join(page.text for page in lettered("renhe"))
    for number, page in enumerate(starts, start=1):
        assert f"{number}.{page.text.splitlines()[1]}" in listed


def test_both_languages_are_the_chinese_document_and_an_english_copy_that_says_so():
    pages = rendered("us-cms", "zh-en").pages
    copy = next(page.number for page in pages if "the Chinese text prevails" in page.text)
    imprint = next(page.number for page in pages if "imprint" in page.anchors)
    assert copy == imprint + 1
    with pikepdf.open(io.BytesIO(rendered("us-cms", "zh-en").pdf)) as file:
        assert str(file.Root.Lang) == "zh-CN"


def test_the_english_copy_counts_its_pages_from_one():
    pages = rendered("us-cms", "zh-en").pages
    copy = next(page.number for page in pages if "the Chinese text prevails" in page.text)
    upright = [page.number for page in pages[copy - 1 :] if page.size[0] < page.size[1]]
    assert len(upright) > 3
    for number in upright:
        below = [box for box in characters(document("us-cms", "zh-en")[number - 1]) if box[2] > TOP + HEIGHT]
        assert "".join(box[0] for box in below if box[0].isdigit()) == str(number - copy + 1)


def going_on(page: pypdfium2.PdfPage, top: float, pitch: float = 1.0) -> list[tuple[float, float]]:
    """Where the lines of a page begin and end, `pitch` apart, that have a line at the left margin below them."""
    ends: dict[int, tuple[float, float]] = {}
    for character, left, _, right, foot in characters(page):
        if character.strip() and top < foot < TOP + HEIGHT and character not in "DRAFT":
            line = round((foot - top) / pitch)
            first, last = ends.get(line, (left, right))
            ends[line] = min(first, left), max(last, right)
    lines = [ends[foot] for foot in sorted(ends)]
    return [line for line, following in pairwise(lines) if following[0] < LEFT + 2]


@pytest.mark.slow
@pytest.mark.parametrize("sample", ["renhe", "us-cms"])
def test_lines_of_the_english_letter_reach_the_margin_and_not_beyond(sample: str):
    """Those with signed numbers, and those with capitals that are kerned with the space beside them, too."""
    lines = going_on(document(sample, "en")[0], TOP + HEIGHT / 2)
    assert len(lines) > 6
    assert [end for _, end in lines if abs(end - LEFT - WIDTH) > 1] == []


@pytest.mark.parametrize(("at", "short"), [(1, GRID / 2), (2, GRID)])
def test_lines_of_the_letter_that_a_number_left_short_reach_the_margin(at: int, short: float):
    """But for the blank half of the mark at the end of one, and for a character where a line holds a blank to fill in."""
    lines = going_on(document("renhe", "zh")[at], TOP, PITCH)
    assert len(lines) > 8
    assert [end for _, end in lines if abs(end - LEFT - WIDTH) > short + 1] == []


def test_what_is_left_to_be_filled_in_is_set_apart_and_nothing_else_changes_its_face():
    said = ModeFilters("zh").plain("签发人：＿＿＿＿")
    assert said == '签发人：<span class="blank">＿＿＿＿</span>'
    assert (
        ModeFilters("en").plain("Signed for issue: ________") == 'Signed for issue: <span class="ruled">________</span>'
    )


@pytest.mark.slow
def test_english_alone_speaks_of_a_chinese_text_only_where_the_letter_has_the_number_of_one():
    assert "the Chinese text prevails" in rendered("renhe", "en").pages[0].text
    assert "Chinese" not in rendered("us-cms", "en").pages[0].text


@pytest.mark.serves("000-22")
def test_a_table_that_goes_on_says_so_above_it_and_one_that_begins_does_not():
    texts = [page.get_textpage().get_text_range() for page in document("renhe", "zh")]
    marks = [(at, name) for at, text in enumerate(texts) for name in CONTINUED.findall(text)]
    assert {"资产负债表", "预算执行情况表"} <= {name for _, name in marks}
    for at, name in marks:
        assert name in texts[at - 1]
        assert "附件" not in texts[at].splitlines()[0]


def test_income_by_month_is_drawn_behind_the_execution_of_the_budget():
    texts = [page.get_textpage().get_text_range() for page in document("renhe", "zh")]
    at = next(at for at, text in enumerate(texts) if "图1" in text)
    assert "预算执行情况表" in texts[at] + texts[at - 1] + texts[at - 2]
    assert not any("本期收入与预算" in page.get_textpage().get_text_range() for page in document("us-cms", "zh"))


@pytest.mark.serves("000-22")
def test_the_dashes_of_a_page_number_lie_seven_millimetres_under_the_text_block_whichever_way_the_page_lies():
    for number in (1, 2, 11, 12):
        image = np.asarray(document("renhe", "zh")[number - 1].render(scale=300 / 72).to_pil().convert("L"))
        if image.shape[1] > image.shape[0]:
            image = np.rot90(image)
        dots = 300 / 25.4
        rows = np.flatnonzero((image[int(264 * dots) : int(280 * dots)] < DARK).any(axis=1))
        middle = 264 + (rows.min() + rows.max()) / 2 / dots
        assert middle == pytest.approx(262 + 7, abs=0.6)
        columns = np.flatnonzero((image[int(264 * dots) : int(280 * dots)] < DARK).any(axis=0)) / dots
        edge = 210 - 26 - columns.max() if number % 2 else columns.min() - 28
        assert edge == pytest.approx(14 * 25.4 / 72, abs=0.8)


def test_attachments_bear_number_hospital_and_period_and_the_letter_does_not():
    head = "仁医财〔2026〕18号仁和医院（示例）2026年10月"
    letters = len(lettered("renhe"))
    bearing = [head in said for said in printed("renhe", "zh")]
    assert bearing == [False] * letters + [True] * (len(bearing) - letters)


@pytest.mark.slow
def test_a_table_that_goes_on_says_its_unit_again():
    assert any("指标计算过程（续表）单位：元" in said for said in printed("renhe", "zh"))


@pytest.mark.slow
def test_the_marks_of_a_page_stand_on_one_line():
    """Beside a running head and the title of a table that goes on, too."""
    said = printed("renhe", "en")
    assert all("IllustrativedataDRAFT" in one for one in said)


def test_forms_and_statement_name_one_person_who_filled_them_in():
    said = "".join(printed("renhe", "zh"))
    assert said.count("填表人：林某某") == said.count("填表人：") > 1


def test_formulas_stay_with_their_figures():
    """No page begins, below the head of the table, with a figure whose formula stands on the page before."""
    for mode in ("zh", "en"):
        for page in rendered("renhe", mode).pages:
            lines = [" ".join(line.split()) for line in page.text.splitlines()]
            heads = [
                at for at, line in enumerate(lines) if line.startswith(("指标公式和所用数字", "Formula and figures"))
            ]
            for at in heads:
                below = next((line for line in lines[at + 1 :] if "＝" in line or " = " in line or ".xlsx" in line), "")
                assert ".xlsx" not in below


def test_a_page_that_bears_the_imprint_alone_has_no_number():
    *_, before, last = printed("us-cms", "zh")
    assert re.search(r"—\d+—", before)
    assert not re.search(r"—\d+—", last)


@pytest.mark.parametrize(
    ("mode", "name"), [("zh", "资产负债表（续表）"), ("en", "Statementoffinancialposition(continued)")]
)
def test_the_balance_sheet_takes_two_pages_and_keeps_heads_with_their_lines(mode: str, name: str):
    pages = printed("renhe", mode)
    (second,) = [page for page in pages if name in page]
    assert ("资产总计" if mode == "zh" else "Totalassets") in second


def test_names_to_sign_stand_under_table_and_figure():
    (page,) = [page for page in printed("renhe", "zh") if "图2" in page]
    assert page.index("图2") < page.index("单位负责人：")
    assert page.count("单位负责人：") == 1
