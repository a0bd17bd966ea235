"""Appraisal, one-off events, measures, and English names."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

import yaml

from scripts.renhe.business.registers import Cells, given
from scripts.renhe.figures import wobble

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scripts.renhe.months import Month


def appraisal(month: Month) -> Iterator[Cells]:
    """Marks of units and posts by criterion; neither income nor surplus is one."""
    for unit, post, mark, *own in given()["appraised"]:
        for criterion, weight, full, *indicator in given()["criteria"][own[0] if own else post]:
            score = min(Decimal(mark) * wobble(f"{unit}.{criterion}", month, "0.06"), Decimal(full))
            yield {
                "unit": unit, "post": post, "criterion": criterion, "indicator": indicator[0] if indicator else None,
                "weight": Decimal(str(weight)), "full_score": full, "score": score.quantize(Decimal("0.1")),
            }  # fmt: skip


def one_offs(month: Month) -> Iterator[Cells]:
    """Events of a month that will not come again."""
    for when, item, amount, reason in given()["one_offs"]:
        if when == [month.year, month.number]:
            yield {"item": item, "amount": Decimal(str(amount)).quantize(Decimal("0.01")), "reason": reason}


def actions() -> Iterator[Cells]:
    """The list of measures."""
    names = ("action", "indicator", "raised", "level", "measure", "owner", "due", "closed", "state", "effect")
    for *words, expected in given()["actions"]:
        yield {**dict(zip(names, words, strict=True)), "expected": Decimal(str(expected))}


def english_names() -> Iterator[Cells]:
    """What the tables name in Chinese, and its English."""
    given_names = yaml.safe_load((Path(__file__).parent / "english.yaml").read_text(encoding="utf-8"))
    yield from ({"term": str(term), "english": english} for term, english in given_names.items())
