"""Hospitals made by seed: their figures are sound, and all else about them is drawn.

Many keep double-entry books by the model of the first sample, in other sizes and fortunes, and write official forms;
others keep a handful of figures in a long table, American statements, or forms of the rules of 2012. Whatever a hospital may
lack, some of these lack.
"""

from __future__ import annotations

import csv
import io
import random
import shutil
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import yaml

from population import papers
from scripts.renhe.assumptions import Assumptions
from scripts.renhe.books import keep
from scripts.renhe.budgets import write_budget
from scripts.renhe.business.books import write_all
from scripts.renhe.months import Month, from_to
from scripts.renhe.workbooks import FIRST_MONTHLY_YEAR, Workbooks

SIZES: Final = (0.02, 0.1, 0.4, 1.0, 2.2, 1000.0)
"""Of 20 beds to 2,500 and a province: shares of the model's hospital."""
SCALED: Final = 2500
"""In the model's assumptions what is larger is an amount or a volume of a year, but for years and prices."""
KEPT: Final = frozenset({"first", "last", "month", "price_2022", "cost_per_head", "renovation_months"})
NAMES: Final = (
    ("临江县人民医院", "Linjiang County Hospital"),
    ("H2区第1医院", "District H2 Hospital No. 1"),
    ("云岭自治州紧密型县域医疗共同体总医院暨自治州第一人民医院（自治州妇幼保健院、自治州传染病医院）", "General Hospital of the Yunling Autonomous Prefecture Medical Consortium and First People's Hospital"),
    ("“仁爱”<b>医院</b>&amp;诊所{{ x }}", "Hope & <Charity> Hospital {{ 7*7 }} #1"),
    ("康宁", "K"),
)  # fmt: skip
IDS: Final = ("lj", "h202611220", "12-44-7", "x_1", "k")
ONE_LANGUAGE: Final = 0.25
"""Of how many the case speaks one language alone."""
LATER: Final = 0.1
"""Of how many members of a group the first year is missing."""
BUILT_IN: Final = {"2019": "comprehensive_80_20", "2012": "none", "other": "us_hospital_financial"}
"""The scheme of the program that a hospital of these rules may ask for."""
GRADES: Final = {"excellent": 90, "good": 80, "fair": 65, "low": 50, "poor": 0}


@dataclass(frozen=True)
class Hospital:
    """A case on disk.

    Attributes:
        seed: from which it was drawn.
        folder: where it lies.
        traits: what was drawn, in words.
        kinds: of reports that it can be asked for.
    """

    seed: int
    folder: Path
    traits: Mapping[str, str]
    kinds: tuple[str, ...]

    def __str__(self) -> str:
        return f"{self.seed}: " + ", ".join(f"{name} {value}" for name, value in self.traits.items())


def drawn(seed: int, folder: Path) -> Hospital:
    """The hospital, or the group, of a seed, written into an empty folder."""
    chance = random.Random(seed)  # noqa: S311 - drawn by seed, no secret
    name = chance.randrange(len(NAMES))
    zh, en = NAMES[name]
    case: dict[str, Any] = {
        "entity": {"id": chance.choice(IDS), "name": {"zh": zh, "en": en}},
        "regime": "2019", "currency": "CNY", "unit": "元", "languages": "zh-en",
        "report": {"number_prefix": "P", "issue_date": "2027-02-03"},
        "signatories": [{"id": "director", "role": {"zh": "院长", "en": "President"}, "name": "王"}],
        "approvals": ["director"],
    }  # fmt: skip
    source = chance.choices(tuple(MAKERS), (5, 4, 2, 2, 1))[0]
    if source == "american" and seed % 4 == 1:
        source = "american months"
    traits = {"source": source, "name": str(name)}
    make = MAKERS.get(source, _american_months)
    kinds = make(chance, folder, case, traits)
    if chance.random() < ONE_LANGUAGE:
        case["languages"] = "en" if case["regime"] == "other" else chance.choice(("zh", "en"))
    traits["languages"] = case["languages"]
    (folder / "case.yaml").write_text(yaml.safe_dump(case, allow_unicode=True, sort_keys=False), encoding="utf-8")
    return Hospital(seed, folder, traits, kinds)


class Drawn(Assumptions):
    """The model's assumptions for another hospital."""

    def __init__(self, chance: random.Random, size: float, last: tuple[int, int], fortune: str) -> None:
        """Scale what is an amount, and let all of it stray a little."""
        super().__init__()
        self.tree = _scaled(self.tree, size, chance)
        self.tree["staff"]["mean"] = [max(3, round(heads * size)) for heads in (1786, 1812, 1846, 1884, 1898)]
        self.tree["last"] = list(last)
        if fortune == "loss":
            self.tree["staff"]["cost_per_head"] = [round(cost * 1.12) for cost in self.tree["staff"]["cost_per_head"]]
            self.tree["opening"]["bank_deposits"] *= 3


def _scaled(node: Any, size: float, chance: random.Random, name: str = "") -> Any:
    if isinstance(node, dict):
        return {key: value if key in KEPT else _scaled(value, size, chance, key) for key, value in node.items()}
    if isinstance(node, list):
        return [_scaled(value, size, chance, name) for value in node]
    if isinstance(node, (int, float)) and abs(node) >= SCALED:
        return round(node * size, 2) if isinstance(node, float) else round(node * size)
    return node


def _forms(chance: random.Random, folder: Path, case: dict[str, Any], traits: dict[str, str]) -> tuple[str, ...]:
    """Official forms of 2019, some months and some years of them."""
    span = chance.choice(("months", "months", "gap", "opened", "years", "year", "months and years"))
    size = chance.choice(SIZES)
    fortune = chance.choice(("ordinary", "ordinary", "loss"))
    last = Month(2025, 12) if span in {"years", "year"} else Month(chance.choice((2025, 2026)), chance.randint(1, 12))
    traits |= {"span": span, "size": str(size), "fortune": fortune, "last": f"{last.year}-{last.number:02}"}
    books = keep(Drawn(chance, size, (last.year, last.number), fortune))
    workbooks = Workbooks(books, folder)
    entity = case["entity"]["name"]["zh"]
    workbooks.words |= {"entity": entity, "entity_line": f"编制单位：{entity}"}
    workbooks.words.pop("illustrative", None)
    first = Month(FIRST_MONTHLY_YEAR, 1) if span != "opened" else Month(last.year, max(1, last.number - 4))
    if span in {"years", "months and years"}:
        for year in range(2023, min(last.year, 2025) + (span == "years")):
            workbooks.annual(year)
    if span == "year":
        workbooks.annual(2025)
    if span not in {"years", "year"}:
        months = list(from_to(first, last))
        for month in months if span != "gap" else [*months[:-4], *months[-3:]]:
            workbooks.monthly(month)
    without = [part for part in ("operations", "budget", "experts", "registers") if chance.random() < 0.5]
    traits["without"] = "+".join(without) or "nothing"
    if "operations" not in without:
        workbooks.operations(last)
    if "budget" not in without:
        write_budget(workbooks, last.year)
    if "experts" not in without:
        workbooks.experts()
    if "registers" not in without and size == 1.0:  # their plans name amounts of the model's own hospital
        write_all(workbooks)
    _scheme(chance, folder, case, traits)
    whole = span in {"years", "year"} or (span.startswith("months") and last.number == 12) or span == "months and years"
    return ("board", "agency", "annual") if whole or last.year > FIRST_MONTHLY_YEAR else ("board", "agency")


def _figures(chance: random.Random, folder: Path, case: dict[str, Any], traits: dict[str, str]) -> tuple[str, ...]:
    """A dozen figures a period in a long table."""
    unit = chance.choice(("month", "quarter", "year"))
    count = chance.choice((1, 2, 5, 14) if unit == "month" else (1, 3, 6))
    fortune = chance.choice(("ordinary", "loss", "no debt", "negative equity", "huge", "tiny"))
    traits |= {"unit": unit, "count": str(count), "fortune": fortune}
    if chance.random() < 0.3:
        case |= {"regime": "other", "currency": "USD", "languages": "en"}
        case.pop("unit")
        traits["regime"] = "other"
    periods = list(_periods(unit, count))
    entity = case["entity"]["id"]
    rows = [row for period, figures in zip(periods, _books(chance, fortune, count), strict=True)
            for row in ((entity, period, item, f"{value:.2f}") for item, value in figures.items())]  # fmt: skip
    _table(folder / "data" / "figures.csv", ("entity", "period", "item", "value"), rows)
    _scheme(chance, folder, case, traits)
    return ("board", "agency", "annual") if unit == "year" else ("board", "agency")


def _group(chance: random.Random, folder: Path, case: dict[str, Any], traits: dict[str, str]) -> tuple[str, ...]:
    """Hospitals of a group, a year or three of figures each."""
    count, years = chance.choice((2, 3, 7, 16, 40, 60)), chance.choice((1, 2, 3))
    traits |= {"members": str(count), "years": str(years)}
    entity = case.pop("entity")
    ids = [f"M{number:02}" for number in range(1, count + 1)]
    members = {one: {"zh": f"第{number}医院", "en": f"Hospital {number}"} for number, one in enumerate(ids, start=1)}
    members[ids[0]] = dict(entity["name"])
    case["group"] = {"id": "group", "name": {"zh": "甲市医疗集团", "en": "Group of Jia"}, "members": members}
    case["entity"] = {"id": ids[0], "name": entity["name"]}
    rows: list[tuple[str, str, str, str]] = []
    for one in ids:
        fortune = chance.choice(("ordinary", "ordinary", "loss", "no debt", "negative equity"))
        there = list(zip(_periods("year", years), _books(chance, fortune, years), strict=True))
        for period, figures in there[1 if one != ids[0] and years > 1 and chance.random() < LATER else 0 :]:
            rows += [(one, period, item, f"{value:.2f}") for item, value in figures.items()]
    _table(folder / "data" / "figures.csv", ("entity", "period", "item", "value"), rows)
    _scheme(chance, folder, case, traits)
    return ("group", "board", "annual")


def _american(chance: random.Random, folder: Path, case: dict[str, Any], traits: dict[str, str]) -> tuple[str, ...]:
    """Statements in English with years across, of years that end in June, September or December."""
    start = chance.choice((7, 7, 10, 1))
    count, fortune = chance.choice((1, 2, 3)), chance.choice(("ordinary", "loss", "no debt", "negative equity"))
    case |= {"regime": "other", "currency": "USD", "fiscal_year_start": start}
    case.pop("unit")
    books = dict(enumerate(_books(chance, fortune, count), start=2026 - count))
    drawn_words = papers.american(chance, folder, books, start)
    traits |= {"start": str(start), "count": str(count), "fortune": fortune, "drawn": " ".join(drawn_words)}
    _scheme(chance, folder, case, traits)
    return ("board", "agency", "annual")


def _american_months(
    chance: random.Random, folder: Path, case: dict[str, Any], traits: dict[str, str]
) -> tuple[str, ...]:
    """Statements in English of months, of years that begin in January, April, July or October."""
    start, count = chance.choice((7, 7, 10, 4, 1)), chance.choice((1, 3, 7, 12, 19, 24))
    fortune = chance.choice(("ordinary", "loss", "no debt", "negative equity"))
    case |= {"regime": "other", "currency": "USD", "fiscal_year_start": start}
    case.pop("unit")
    first = (2024 if count > 12 else 2025) * 12 + start - 1
    months = [divmod(first + number, 12) for number in range(count)]
    books = {
        (year, number + 1): one for (year, number), one in zip(months, _books(chance, fortune, count), strict=True)
    }
    drawn_words = papers.american_months(chance, folder, books, start)
    traits |= {"start": str(start), "count": str(count), "fortune": fortune, "drawn": " ".join(drawn_words)}
    _scheme(chance, folder, case, traits)
    return ("board", "agency", "annual") if count >= 12 else ("board", "agency")


def _of_2012(chance: random.Random, folder: Path, case: dict[str, Any], traits: dict[str, str]) -> tuple[str, ...]:
    """Forms of the rules of 2012, of one year or several."""
    case["regime"] = "2012"
    years = range(2018 - chance.choice((1, 2, 4)), 2018)
    drawn_words = papers.of_2012(chance, folder, case["entity"]["name"]["zh"], years)
    traits |= {"years": str(len(years)), "drawn": " ".join(drawn_words)}
    _scheme(chance, folder, case, traits)
    return ("board", "agency", "annual")


MAKERS: Final = {"forms": _forms, "figures": _figures, "group": _group, "american": _american, "of 2012": _of_2012}
"""By what a hospital brings, how it is drawn; some in America keep their books by the month."""


def _books(chance: random.Random, fortune: str, count: int) -> Iterator[Mapping[str, float]]:
    """Figures of one hospital, period after period; each balance sheet balances."""
    income = {"huge": 4e12, "tiny": 412_345.0}.get(fortune, chance.uniform(2e6, 9e8))
    equity_share = {"negative equity": -0.2, "no debt": 1.0}.get(fortune, chance.uniform(0.3, 0.8))
    margin = -0.06 if fortune == "loss" else chance.uniform(-0.01, 0.05)
    for _ in range(count):
        income *= chance.uniform(0.94, 1.1)
        assets = income * chance.uniform(1.1, 1.5)
        current = assets * chance.uniform(0.2, 0.5)
        receivables, stock = current * chance.uniform(0.2, 0.4), current * chance.uniform(0.05, 0.15)
        liabilities = assets * (1 - equity_share)
        short = liabilities * chance.uniform(0.3, 0.9)
        medical = income * chance.uniform(0.85, 0.95)
        found = {
            "cash_and_bank": current - receivables - stock, "accounts_receivable_net": receivables,
            "inventories": stock, "current_assets": current, "fixed_assets_net": assets - current,
            "non_current_assets": assets - current, "total_assets": assets, "current_liabilities": short,
            "non_current_liabilities": liabilities - short, "total_liabilities": liabilities,
            "net_assets": assets - liabilities, "liabilities_and_net_assets_total": assets,
            "total_income": income, "medical_income": medical, "total_expense": income * (1 - margin),
            "period_surplus": income * margin,
        }  # fmt: skip
        yield _to_fen(found)


def _to_fen(found: Mapping[str, float]) -> dict[str, float]:
    """Rounded so that sums still hold to the last fen."""
    fen = {name: round(value * 100) for name, value in found.items()}
    fen["current_assets"] = sum(fen[name] for name in ("cash_and_bank", "accounts_receivable_net", "inventories"))
    fen["non_current_assets"] = fen["fixed_assets_net"]
    fen["total_assets"] = fen["liabilities_and_net_assets_total"] = fen["current_assets"] + fen["non_current_assets"]
    fen["total_liabilities"] = fen["current_liabilities"] + fen["non_current_liabilities"]
    fen["net_assets"] = fen["total_assets"] - fen["total_liabilities"]
    fen["period_surplus"] = fen["total_income"] - fen["total_expense"]
    return {name: value / 100 for name, value in fen.items()}


def _periods(unit: str, count: int) -> Iterator[str]:
    for number in range(count):
        match unit:
            case "month":
                yield f"{2025 + number // 12}-{number % 12 + 1:02}"
            case "quarter":
                yield f"{2025 + number // 4}-Q{number % 4 + 1}"
            case _:
                yield str(2026 - count + number)


def _scheme(chance: random.Random, folder: Path, case: dict[str, Any], traits: dict[str, str]) -> None:
    """None, a built-in one, or one of its own."""
    built_in = BUILT_IN[case["regime"]]
    chosen = chance.choice(("none", built_in, "own", "own", "own grades"))
    traits["scheme"] = chosen
    if not chosen.startswith("own"):
        case["scheme"] = chosen
        return
    ident = "own_8020"
    case["scheme"] = ident
    pool = [
        ("current_ratio", "higher", (2.0, 1.6, 1.2, 0.9, 0.6)),
        ("asset_liability_ratio", "lower", (0.3, 0.4, 0.5, 0.6, 0.7)),
        ("cash_ratio", "higher", (0.9, 0.7, 0.5, 0.3, 0.1)),
        ("equity_ratio", "higher", (0.7, 0.6, 0.5, 0.4, 0.3)),
    ]
    used = pool[: chance.choice((2, 4))]
    levels = ("excellent", "good", "fair", "low", "poor")
    content = {
        ident: {
            "name": {"zh": "本院自定评价办法（含2项指标）", "en": "Evaluation of our own, in 2 indicators"},
            "source": "本院 / own",
            "grades": GRADES if chosen == "own grades" else {"excellent": 85, "good": 70, "fair": 50, "low": 40, "poor": 0},
            "abilities": {"solvency": {"zh": "偿债能力", "en": "Solvency"}},
            "parts": {
                "quantitative": {
                    "share": 1, "method": "level_efficacy", "weights": "equal",
                    "indicators": {
                        name: {"ability": "solvency", "direction": direction,
                               "standards": {"kind": "plan", **dict(zip(levels, values, strict=True)), "source": "本院 / own"}}
                        for name, direction, values in used
                    },
                }
            },
        }
    }  # fmt: skip
    (folder / "schemes").mkdir(parents=True, exist_ok=True)
    text = yaml.safe_dump(content, allow_unicode=True, sort_keys=False)
    (folder / "schemes" / "own.yaml").write_text(text, encoding="utf-8")


def _table(path: Path, head: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    written = io.StringIO()
    csv.writer(written, lineterminator="\n").writerows([head, *rows])
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(written.getvalue(), encoding="utf-8")


def emptied(folder: Path) -> Path:
    """A folder to draw into, whatever was in it."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    return folder
