"""Tables with rows lost, cells blank, zero or negative: every analysis still answers, with numbers or with reasons."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields, is_dataclass, replace
from math import isfinite
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.cases import sample
from reportgen.analysis.analyses import ANALYSES
from reportgen.analysis.answer import Figure, Unavailable
from reportgen.analysis.material import Analyses
from reportgen.catalog import load_catalog
from reportgen.catalog.messages import placeholders
from reportgen.model.registers import Record, Register, Registers, Value

WORDS = load_catalog().words.under("analysis.lack")
BUSINESS = [name for name in ANALYSES if name.partition(".")[0] in {"budget", "business", "value"}]
SHARE = st.sampled_from([0.0, 0.02, 0.3])


def mutilated(lost: float, blank: float, turned: float, chance: Random) -> Registers:
    """The sample's registers with so many rows and cells gone, and so many figures zero or negative."""
    material = sample().material
    found = {}
    for name, register in material.registers.by_id.items():
        keys = material.catalog.registers[name].key
        rows = [_row(record, keys, blank, turned, chance) for record in register.records if chance.random() >= lost]
        found[name] = Register(name, tuple(rows))
    return Registers(found)


def _row(record: Record, keys: tuple[str, ...], blank: float, turned: float, chance: Random) -> Record:
    cells: dict[str, Value] = {}
    for column, value in record.cells.items():
        if column not in keys and chance.random() < blank:
            continue
        change = column not in keys and isinstance(value, float) and chance.random() < turned
        cells[column] = float(chance.choice([0.0, -1.0])) * float(value) if change else value
    return replace(record, cells=cells)


def parts(answer: object) -> Iterator[object]:
    """Every figure and every lack within an answer."""
    if isinstance(answer, Figure | Unavailable):
        yield answer
    elif isinstance(answer, dict):
        for one in answer.values():
            yield from parts(one)
    elif isinstance(answer, tuple | list):
        for one in answer:
            yield from parts(one)
    elif is_dataclass(answer):
        for one in fields(answer):
            yield from parts(getattr(answer, one.name))


@pytest.mark.slow
@settings(max_examples=12, deadline=None)
@given(SHARE, SHARE, SHARE, st.integers(0, 10**6).map(Random))
def test_every_answer_holds_finite_numbers_or_reasons_with_words(
    lost: float, blank: float, turned: float, chance: Random
):
    material = replace(sample().material, registers=mutilated(lost, blank, turned, chance))
    analyses = Analyses(material)

    for name in BUSINESS:
        for one in parts(analyses[name]):
            if isinstance(one, Unavailable):
                assert placeholders(WORDS[one.why].zh) <= set(one.facts), name
            elif isinstance(one, Figure):
                assert (one.value is None) == (one.reason is not None), name
                assert one.value is None or isfinite(one.value), name


@settings(max_examples=12, deadline=None)
@given(SHARE, SHARE, st.integers(0, 10**6).map(Random))
def test_a_sum_over_a_blank_is_missing_and_never_short(blank: float, turned: float, chance: Random):
    analyses = Analyses(replace(sample().material, registers=mutilated(0.0, blank, turned, chance)))
    life, inventory = analyses["budget.life"], analyses["business.inventory"]

    spent = [line.stages["booked"].value for line in life.lines if line.group != "income"]
    assert (life.totals["booked"].value is None) == (None in spent)
    held = [one.closing.value for one in inventory.classes]
    assert (inventory.total.closing.value is None) == (None in held)
