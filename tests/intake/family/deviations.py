"""What people and programs make of an official sheet: each deviation changes a page and what is true of it."""

# ruff: noqa: ARG001 - all deviations have one signature

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Callable
from dataclasses import replace

from intake.family.pages import EMPTY, Page, Spot

Deviation = Callable[[Page, random.Random], None]
UNREADABLE = ("#REF!", "#DIV/0!", "5.3%", "12.3.4", "#####", "=A1+A2")
NEGATIVES = ("({0})", "（{0}）", "-{0}", "－{0}", "△{0}", "负{0}", "−{0}", "{0}-", "▲{0}")
WIDE = str.maketrans("0123456789.", "０１２３４５６７８９．")
CHINESE = "〇一二三四五六七八九"


def plain(page: Page, chance: random.Random) -> None:
    """As printed."""


def spaced(page: Page, chance: random.Random) -> None:
    page.change(
        lambda s: (
            replace(s, value="　".join(s.value))
            if (s.kind in {"label", "head", "title"} and s.row is None) or (s.kind == "label" and chance.random() < 0.5)
            else s
        )
    )


def level_columns(page: Page, chance: random.Random) -> None:
    """A column for each level of indentation."""
    labels = [
        c
        for c, s in enumerate(page.grid[page.head])
        if s.kind == "head" and s.value in {"项目", "资产", "负债和净资产"}
    ]
    for column in reversed(labels):
        for spots in page.grid:
            spot = spots[column]
            moved = [EMPTY] * 3
            level = min(spot.row.level, 2) if spot.row else 0
            moved[level] = replace(spot, value=spot.value.strip("　")) if spot.row else spot
            spots[column : column + 1] = moved


def text_numbers(page: Page, chance: random.Random) -> None:
    def text(value: float) -> str:
        plain = f"{value:,.2f}"
        return chance.choice((plain, plain.replace(",", "，"), plain.replace(",", ""), f"¥{plain}", f"{plain}元" if page.factor == 1 else plain,
                              plain.translate(WIDE), plain.replace(",", " "), plain.replace(",", "\u2009"), f" {plain} ", f"\u00a0{plain}"))  # fmt: skip

    page.change(lambda s: replace(s, value=text(s.value)) if s.truth and s.value >= 0 else s)


def negatives(page: Page, chance: random.Random) -> None:
    """Some figures below zero, in all ways of writing them."""

    def turned(spot: Spot) -> Spot:
        if not spot.truth or chance.random() < 0.6 or "_accum_" in spot.truth.item or spot.value < 0:
            return spot
        written = chance.choice(NEGATIVES).format(f"{spot.value:,.2f}")
        return replace(spot, value=written, truth=replace(spot.truth, value=-spot.truth.value))

    page.change(turned)


def blanks(page: Page, chance: random.Random) -> None:
    """Nothing, dashes and true zeros."""

    def emptied(spot: Spot) -> Spot:
        if not spot.truth or chance.random() < 0.5:
            return spot
        if chance.random() < 0.3:
            return replace(spot, value=0, truth=replace(spot.truth, value=0.0))
        return replace(spot, value=chance.choice(("-", "—", "——", "/", "无", "", "N/A", " ")), truth=None)

    page.change(emptied)


def numbered(page: Page, chance: random.Random) -> None:
    """A column of row numbers behind each label."""
    head = page.head
    labels = [
        c for c, s in enumerate(page.grid[head]) if s.kind == "head" and s.value in {"项目", "资产", "负债和净资产"}
    ]
    for column in reversed(labels):
        for row, spots in enumerate(page.grid):
            number = row - head if spots[column].row else None
            spots.insert(column + 1, Spot("行次", kind="head") if row == head else Spot(number))


def gaps(page: Page, chance: random.Random) -> None:
    """Blank rows, and the head again on the second page."""
    for row in sorted(chance.sample(list(page.body)[1:], 4), reverse=True):
        page.grid.insert(row, [EMPTY] * len(page.grid[0]))
    page.grid.insert(list(page.body)[len(page.body) // 2], list(page.grid[page.head]))


def hidden_rows(page: Page, chance: random.Random) -> None:
    page.hidden_rows = set(chance.sample(list(page.body), 5))


def codes(page: Page, chance: random.Random) -> None:
    """Account codes in front of names, or running numbers."""
    style = chance.choice(("{0} ", "{0}-", "{0}"))
    page.change(lambda s: replace(s, value=style.format(chance.randint(1001, 9999)) + s.value.strip("　"))
                if s.row and s.row.item and s.row.label[0] not in "一二三四五六七八九十（其减加123456789" else s)  # fmt: skip


def broken_labels(page: Page, chance: random.Random) -> None:
    """Line breaks inside cells."""
    page.change(lambda s: replace(s, value=s.value[: len(s.value) // 2] + "\n" + s.value[len(s.value) // 2 :])
                if s.kind == "label" and len(s.value.strip()) > 6 and chance.random() < 0.4 else s)  # fmt: skip


def variants(page: Page, chance: random.Random) -> None:
    """帐 for 账, 其它 for 其他, numbers in brackets of another width."""
    page.change(
        lambda s: (
            replace(
                s,
                value=s.value.replace("账", "帐")
                .replace("其他", "其它")
                .replace("（", "(")
                .replace("）", ")")
                .replace("：", ":"),
            )
            if s.row
            else s
        )
    )


def chinese_date(page: Page, chance: random.Random) -> None:
    def told(value: str) -> str:
        return (
            "".join(CHINESE[int(c)] if c.isdigit() else c for c in value.split("年", maxsplit=1)[0])
            + "年"
            + "".join(_spoken(part) for part in _split(value.split("年")[1]))
        )

    page.change(lambda s: replace(s, value=told(s.value)) if s.kind == "date" else s)


def _split(text: str) -> list[str]:
    import re

    return re.findall(r"\d+|\D+", text)


def _spoken(part: str) -> str:
    if not part.isdigit():
        return part
    number = int(part)
    tens, ones = divmod(number, 10)
    return ("" if tens == 0 else "十" if tens == 1 else CHINESE[tens] + "十") + (CHINESE[ones] if ones else "")


def excel_date(page: Page, chance: random.Random) -> None:
    """A balance sheet dated by a date cell, and the others with dots."""
    import re

    def told(spot: Spot) -> Spot:
        if spot.kind != "date":
            return spot
        numbers = [int(n) for n in re.findall(r"\d+", spot.value)]
        if len(numbers) == 3:
            return replace(spot, value=dt.datetime(*numbers))  # noqa: DTZ001
        return replace(spot, value=".".join(map(str, numbers)) if len(numbers) == 2 else f"{numbers[0]}年")

    page.change(told)


def unit_below(page: Page, chance: random.Random) -> None:
    """The unit in the footer, with the currency's name."""
    unit = next(s.value.removeprefix("单位：") for spots in page.grid for s in spots if s.kind == "unit")
    page.change(lambda s: EMPTY if s.kind == "unit" else s)
    page.grid.append([Spot(f"金额单位：人民币{unit}"), *[EMPTY] * (len(page.grid[0]) - 1)])


def one_line_banner(page: Page, chance: random.Random) -> None:
    """Entity, date and unit in one cell."""
    row = next(r for r, spots in enumerate(page.grid) if any(s.kind == "date" for s in spots))
    text = "        ".join(str(s.value) for s in page.grid[row] if s.value)
    page.grid[row] = [Spot(text), *[EMPTY] * (len(page.grid[row]) - 1)]


def swapped(page: Page, chance: random.Random) -> None:
    """The money columns in the other order."""
    heads = [c for c, s in enumerate(page.grid[page.head]) if s.kind == "head"]
    sides = 2 if page.form.right_rows else 1
    each = len(heads) // sides
    if each != 3:
        return
    for spots in page.grid[page.head : page.body[-1] + 1]:
        for side in range(sides):
            left = heads[side * each]
            spots[left + 1], spots[left + 2] = spots[left + 2], spots[left + 1]


def compared(page: Page, chance: random.Random) -> None:
    """增减额, 增减% and a budget's rate of completion behind the figures of a one-sided form."""
    for row, spots in enumerate(page.grid):
        extra = [EMPTY] * 3
        if row == page.head:
            extra = [Spot("增减额", kind="head"), Spot("增减%", kind="head"), Spot("预算完成率", kind="head")]
        elif row in page.body and any(s.truth for s in spots):
            extra = [Spot(chance.randint(-900, 900)), Spot(chance.random()), Spot(chance.random())]
        spots.extend(extra)


def unreadable(page: Page, chance: random.Random) -> None:
    """Error values, percentages, formulas without a result: said cell by cell, never read."""
    cells = [s for spots in page.grid for s in spots if s.truth]
    chosen = {id(s): UNREADABLE[n] for n, s in enumerate(chance.sample(cells, min(6, len(cells))))}
    page.change(
        lambda s: (
            replace(s, value=chosen[id(s)], truth=replace(s.truth, readable=False))
            if id(s) in chosen and s.truth
            else s
        )
    )


def signatures(page: Page, chance: random.Random) -> None:
    """More below the table: notes, dates of the paper, page numbers with figures."""
    width = len(page.grid[0])
    for text in (
        "注：“*”标识项目为月报项目，年报中不需列示。",
        "法定代表人：甲",
        "打印日期：2026年3月1日",
        "第 1 页 共 1 页",
    ):
        page.grid.append([Spot(text), Spot(2026), *[EMPTY] * (width - 2)])


def detailed(page: Page, chance: random.Random) -> None:
    """Rows of the hospital's own and a subtotal that no form has: listed, never added."""
    rows = [row for row in page.body if any(s.truth for s in page.grid[row])]
    for number, row in enumerate(sorted(chance.sample(rows, 3), reverse=True)):
        own = [EMPTY] * len(page.grid[0])
        column = next(c for c, s in enumerate(page.grid[row]) if s.row)
        own[column] = Spot(("速动资产小计", "互联网医院分成款", "其中：医保局专户暂存")[number])
        for money, spot in enumerate(page.grid[row]):
            if spot.truth and money < column + 3:
                own[money] = Spot(777.0)
        page.grid.insert(row, own)


def partial(page: Page, chance: random.Random) -> None:
    """Only some rows of the form."""
    keep = list(page.body)
    drop = set(chance.sample(keep[1:-1], len(keep) // 4))
    page.grid = [spots for row, spots in enumerate(page.grid) if row not in drop]


def deducted(page: Page, chance: random.Random) -> None:
    """减： lines entered as negatives between gross and net, on a form whose sums are known."""
    if page.form.code != "会政财01":
        return
    page.change(
        lambda s: (
            replace(s, value=-s.value) if s.truth and s.truth.item.endswith(("_accum_depr", "_accum_amort")) else s
        )
    )


def unit_in_heads(page: Page, chance: random.Random) -> None:
    """The unit behind each head and nowhere else."""
    unit = next(s.value.removeprefix("单位：") for spots in page.grid for s in spots if s.kind == "unit")
    labels = {"项目", "资产", "负债和净资产"}
    page.change(
        lambda s: (
            EMPTY
            if s.kind == "unit"
            else replace(s, value=f"{s.value}（{unit}）")
            if s.kind == "head" and s.value not in labels
            else s
        )
    )


def own_scales(page: Page, chance: random.Random) -> None:
    """Some amounts with a scale of their own behind them."""

    def told(spot: Spot) -> Spot:
        if not spot.truth or chance.random() < 0.8:
            return spot
        value = round(spot.truth.value / 10_000, 2)
        return replace(spot, value=f"{value:.2f}万元", truth=replace(spot.truth, value=round(value * 10_000, 2)))

    page.change(told)


def bilingual(page: Page, chance: random.Random) -> None:
    """English behind Chinese, in heads and names."""
    words = {"期末余额": "Closing balance", "年初余额": "Opening balance", "本年数": "Current year", "项目": "Item"}
    page.change(
        lambda s: (
            replace(s, value=f"{s.value}\n{words[s.value]}")
            if s.kind == "head" and s.value in words
            else replace(s, value=f"{s.value} Item of the form")
            if s.row and s.row.item
            else s
        )
    )


def hidden_columns(page: Page, chance: random.Random) -> None:
    """A column of figures that nobody sees."""
    page.hidden_columns = {max(c for spots in page.grid for c, s in enumerate(spots) if s.truth)}


def _unit(page: Page) -> str:
    return str(next(s.value.removeprefix("单位：") for spots in page.grid for s in spots if s.kind == "unit"))


def unit_in_title(page: Page, chance: random.Random) -> None:
    """The unit in brackets behind the title and nowhere else."""
    unit = _unit(page)
    page.change(
        lambda s: EMPTY if s.kind == "unit" else replace(s, value=f"{s.value}（{unit}）") if s.kind == "title" else s
    )


def unit_in_a_sentence(page: Page, chance: random.Random) -> None:
    """The unit in a note below the table."""
    unit = _unit(page)
    words = chance.choice(
        ("注：本表金额单位为{0}。", "金额均以人民币{0}列示", "金额单位：{0} 币种：人民币", "本表以{0}为单位")
    )
    page.change(lambda s: EMPTY if s.kind == "unit" else s)
    page.grid.append([Spot(words.format(unit)), *[EMPTY] * (len(page.grid[0]) - 1)])


def unit_alone(page: Page, chance: random.Random) -> None:
    """Nothing but the unit in its cell."""
    unit = _unit(page)
    page.change(lambda s: replace(s, value=unit) if s.kind == "unit" else s)


def shown_smaller(page: Page, chance: random.Random) -> None:
    """Yuan in the cells, thousands of yuan on the screen and in the unit line."""
    page.shown, page.factor = "#,##0.00,", 1
    page.change(lambda s: replace(s, value=round(s.truth.value, 2)) if s.truth else s)
    page.change(lambda s: replace(s, value="单位：千元") if s.kind == "unit" else s)


def sounds(page: Page, chance: random.Random) -> None:
    """The sounds of some characters printed beside them."""
    page.change(lambda s: replace(s, value=f"{s.value} huòbì zījīn") if s.row and chance.random() < 0.5 else s)


ALL: tuple[Deviation, ...] = (
    plain, spaced, level_columns, text_numbers, negatives, blanks, numbered, gaps, hidden_rows, codes, broken_labels,
    variants, chinese_date, excel_date, unit_below, one_line_banner, swapped, compared, unreadable, signatures,
    detailed, partial, deducted, unit_in_heads, own_scales, bilingual, hidden_columns, unit_in_title,
    unit_in_a_sentence, unit_alone, shown_smaller, sounds,
)  # fmt: skip
