"""Pages put together, turned and exported otherwise than the regulations print them."""

from __future__ import annotations

import random
import zipfile
from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path
from xml.sax.saxutils import escape

from intake.family.pages import EMPTY, Page, Spot, Truth
from reportgen.catalog import Catalog

TRADITIONAL = str.maketrans(
    "资产负债表货币应付医疗净额账预费单位财务余额年数编项目业务会计减损溢归缴转营经总计划权调库长门诊药护检验术进销价无偿拨专项内补贴对办设备条准备构际实报销结转盈亏",
    "資產負債表貨幣應付醫療淨額賬預費單位財務餘額年數編項目業務會計減損溢歸繳轉營經總計劃權調庫長門診藥護檢驗術進銷價無償撥專項內補貼對辦設備條準備構際實報銷結轉盈虧",
)
WORDS = {
    "项目": "Item", "资产": "Assets", "负债和净资产": "Liabilities and net assets", "期末余额": "Closing balance",
    "年初余额": "Opening balance", "本年数": "Current year", "上年数": "Prior year", "本年金额": "Current year amount",
    "上年金额": "Prior year amount", "本月数": "Current month", "本年累计数": "Year to date",
}  # fmt: skip


def halves(page: Page) -> tuple[int, list[list[Spot]], list[list[Spot]]]:
    body = page.grid[page.head : page.body[-1] + 1]
    middle = next(c for c in range(1, len(body[0])) if body[0][c].value in {"负债和净资产", "项目"})
    return middle, [spots[:middle] for spots in body], [spots[middle:] for spots in body]


def below(page: Page) -> Page:
    """The right side under the left one, with its own head."""
    _, left, right = halves(page)
    right = [spots for spots in right if spots[0].value]
    return replace(page, grid=[*cut(page.grid[: page.head], 3), *left, [EMPTY] * 3, *right, *cut(page.grid[-1:], 3)])


def cut(rows: list[list[Spot]], width: int) -> list[list[Spot]]:
    """Rows of fewer columns; what stood at the right end still does."""
    return [[*(spot for spot in spots if spot.value is not None), *[EMPTY] * width][:width] for spots in rows]


def listed(page: Page) -> Page:
    """Both sides as one list under one head."""
    _, left, right = halves(page)
    right = [spots for spots in right[1:] if spots[0].value]
    left = [spots for spots in left if spots[0].value]
    return replace(page, grid=[*cut(page.grid[: page.head], 3), *left, *right, *cut(page.grid[-1:], 3)])


def stacked(pages: Sequence[Page]) -> Page:
    width = max(len(spots) for each in pages for spots in each.grid)
    rows = [[*spots, *[EMPTY] * (width - len(spots))] for each in pages for spots in (*each.grid, [EMPTY] * width)]
    return replace(pages[0], grid=rows, name="全部报表")


def hospitals(page: Page, names: Sequence[str], *, merged: bool = True, single: bool = False) -> Page:
    """A pair of money columns for each hospital, its name above; or one column headed by its name alone."""
    chance = random.Random(page.form.code)  # noqa: S311 - figures of a test
    pair = 1 if single else 2
    head = page.head
    group = [EMPTY, *[EMPTY] * (pair * len(names))]
    grid: list[list[Spot]] = [
        [*spots[:1], *spots[1:], *[EMPTY] * (pair * len(names) - 2)][: 1 + pair * len(names)]
        for spots in page.grid[:head]
    ]
    grid[2][-1] = Spot("单位：元")
    grid[2][0] = EMPTY
    for number, name in enumerate(names):
        group[1 + pair * number] = Spot(name, kind="head")
    body: list[list[Spot]] = []
    for spots in page.grid[head : page.body[-1] + 1]:
        row = [spots[0]]
        for name in names:
            row += [_own(spot, name, chance) for spot in spots[1 : 1 + pair]]
        body.append(row)
    area = []
    if single:
        body[0] = [body[0][0], *[Spot(name, kind="head") for name in names]]
    else:
        if merged:
            area = [(head, 1 + pair * n, head, pair * (n + 1)) for n in range(len(names))]
        grid.append(group)
    return replace(page, grid=[*grid, *body], merged=area)


def _own(spot: Spot, name: str, chance: random.Random) -> Spot:
    if not spot.truth:
        return spot
    value = round(chance.uniform(1, 9e6), 2)
    return replace(spot, value=value, truth=replace(spot.truth, value=value, entity=name))


def months(page: Page, kept: Iterable[int], future: float | None) -> Page:
    """January to December and the year's total in one row of heads; the months to come are empty or all zero."""
    chance = random.Random(page.form.code)  # noqa: S311 - figures of a test
    made = []
    for number, spots in enumerate(page.grid):
        row = [spots[0], *[EMPTY] * 12]
        if number == page.head:
            row = [spots[0], *[Spot(f"{month}月", kind="head") for month in range(1, 13)]]
        elif spots[1].truth:
            for month in range(1, 13):
                value = round(chance.uniform(1, 9e6), 2) if month in kept else future
                truth = (
                    replace(spots[1].truth, period=f"2025-{month:02d}", value=value)
                    if month in kept and value
                    else None
                )
                row[month] = Spot(value, truth)
        elif number < page.head:
            row[: len(spots)] = spots
        made.append(row)
    return replace(page, grid=made)


def traditional(page: Page) -> Page:
    page.change(
        lambda s: (
            replace(s, value=s.value.translate(TRADITIONAL)) if isinstance(s.value, str) and s.kind != "entity" else s
        )
    )
    return page


def turned(page: Page) -> Page:
    """Names across, figures down."""
    rows = page.grid[page.head : page.body[-1] + 1]
    if page.form.right_rows:
        _, left, right = halves(page)
        rows = [*left, *[spots for spots in right[1:] if spots[0].value]]
    rows = [spots for number, spots in enumerate(rows) if number == 0 or spots[1].truth]
    across = [[*column] for column in zip(*rows, strict=True)][:3]
    wide = len(across[0])
    banner = [
        [*[spot for spot in spots if spot.value is not None], *[EMPTY] * wide][:wide]
        for spots in page.grid[: page.head]
    ]
    return replace(page, grid=[*banner, *across])


def english(page: Page, catalog: Catalog) -> Page:
    """The English version that goes to partners abroad."""

    def told(spot: Spot) -> Spot:
        if spot.row:
            return replace(
                spot, value=catalog.items[spot.row.item].name.en if spot.row.item else spot.row.english or ""
            )
        known = {
            "head": WORDS.get(spot.value, ""),
            "title": page.form.title.en,
            "date": "As at 31 December 2025"
            if page.form.statement == "balance_sheet"
            else "For the year ended 31 December 2025",
            "unit": "Unit: CNY",
            "entity": f"Entity: {str(spot.value).rpartition('：')[2]}",
        }
        return replace(spot, value=known.get(spot.kind, spot.value))

    page.change(told)
    return page


def text(path: Path, page: Page, encoding: str, mark: str) -> Path:
    """A text export with empty columns at the end and a line break in a field."""

    def field(value: object) -> str:
        said = "" if value is None else str(value)
        return '"' + said.replace('"', '""') + '"' if any(c in said for c in f'{mark}"\n') else said

    lines = [mark.join([*(field(spot.value) for spot in spots), "", ""]) for spots in page.grid]
    path.write_bytes("\r\n".join(lines).encode(encoding))
    return path


def wide(page: Page, names: Sequence[str], years: Sequence[str]) -> Page:
    """A row for each hospital and year, a column for each item."""
    chance = random.Random(page.form.code)  # noqa: S311 - figures of a test
    labels = [spots[0] for spots in page.grid[page.head + 1 :] if spots[1].truth]
    rows = [[Spot("单位名称"), Spot("年度"), *[replace(s, value=s.row.label.split("：")[-1]) for s in labels if s.row]]]
    for name in names:
        for year in years:
            row = [Spot(name), Spot(int(year))]
            for label in labels:
                assert label.row
                assert label.row.item
                value = round(chance.uniform(1, 9e6), 2)
                row.append(Spot(value, Truth(label.row.item, year, "", value, name)))
            rows.append(row)
    return replace(page, grid=rows)


def adjusted(page: Page) -> Page:
    """The same column twice: before and after an adjustment."""
    for number, spots in enumerate(page.grid):
        extra = EMPTY
        if number == page.head:
            spots[1], extra = Spot("本年数（调整前）", kind="head"), Spot("本年数（调整后）", kind="head")
        elif spots[1].truth:
            truth = replace(spots[1].truth, readable=False)
            spots[1] = replace(spots[1], truth=None)
            extra = Spot(spots[1].value + 1, truth)
        spots.insert(2, extra)
    return page


def open_document(path: Path, pages: Sequence[Page]) -> Path:
    """A spreadsheet of the OpenDocument kind."""
    kind = "application/vnd.oasis.opendocument.spreadsheet"
    spaces = " ".join(
        f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"' for name in ("office", "table", "text")
    )
    tables = "".join(
        f'<table:table table:name="{escape(each.name)}">'
        + "".join("<table:table-row>" + "".join(map(_cell, spots)) + "</table:table-row>" for spots in each.grid)
        + "</table:table>"
        for each in pages
    )
    content = f"<office:document-content {spaces}><office:body><office:spreadsheet>{tables}</office:spreadsheet></office:body></office:document-content>"
    manifest = (
        '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">'
        f'<manifest:file-entry manifest:full-path="/" manifest:media-type="{kind}"/></manifest:manifest>'
    )
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("mimetype", kind)
        archive.writestr("content.xml", f'<?xml version="1.0" encoding="UTF-8"?>{content}')
        archive.writestr("META-INF/manifest.xml", manifest)
    return path


def _cell(spot: Spot) -> str:
    if spot.value is None:
        return "<table:table-cell/>"
    if isinstance(spot.value, str):
        return f'<table:table-cell office:value-type="string"><text:p>{escape(spot.value)}</text:p></table:table-cell>'
    return f'<table:table-cell office:value-type="float" office:value="{spot.value}"><text:p>{spot.value}</text:p></table:table-cell>'
