"""Every figure of a group says what it is: a result, or a rule over results that gives it again."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
import pytest

from pages import enclosed
from rendered import Wanted
from reportgen.analysis.group.material import GroupMaterial
from reportgen.analysis.group.tiers import tier_of
from reportgen.model.definitions import Direction
from reportgen.model.known import VALUE, NumberSource, source_of
from reportgen.model.printing import PrintedNumber
from reportgen.report.html import write
from reportgen.report.numbers_file import AROUND
from reportgen.report.section import Report

GROUP = Wanted("group", "lianhe", "2025")
LEAST = 0.95
QUANTILES = {"median": 0.5, "lower_quartile": 0.25, "upper_quartile": 0.75}
OPERATIONS: dict[str, Callable[..., float]] = {
    "+": lambda *terms: sum(terms), "-": lambda a, b: a - b, "*": lambda a, b: a * b, "/": lambda a, b: a / b,
}  # fmt: skip


def figures(report: Report) -> Iterator[PrintedNumber]:
    write(report)
    for section, found in report.ledger.figures.items():
        if section != AROUND:
            for alike in found.values():
                yield from alike


def result(group: GroupMaterial, owner: str, key: str) -> float | None:
    """What stands under a key in the results, as they were before anybody named it; None for rules and the league."""
    if owner not in group.hospitals:
        return None
    member, parts = group.by_id[owner], key.split(".")
    evaluation: Any = member.evaluation
    if parts[0] in member.history:
        evaluation, parts = member.history[parts[0]], parts[1:]
    if parts == ["score", "total"]:
        return evaluation.score
    if parts[0] == "ability":
        row = next(row for row in evaluation.abilities if row.id == parts[1])
        return row.weight if parts[2:] else row.score
    if parts[0] == "indicator" and parts[1] in {row.id for row in evaluation.indicators}:
        row, what = evaluation.indicator(parts[1]), parts[2:] or ["value"]
        return standard(row, what[1:]) if what[0] == "standard" else getattr(row, what[0])
    return None


def standard(row: Any, where: list[str]) -> float:
    value = getattr(row.standards, where[0])
    return value[where[1] == "to"] if isinstance(value, tuple) else value


def placed(group: GroupMaterial, source: NumberSource, others: list[float]) -> int | None:
    """1 + those that are better; None of what is best in a range, which is ranked by its score."""
    own = again(group, NumberSource(VALUE, source.key, source.owner))
    assert own is not None
    if source.key == "score.total":
        return 1 + sum(np.round(other, 2) > np.round(own, 2) for other in others)
    better = group.by_id[source.owner].evaluation.indicator(source.key.split(".")[1]).direction
    if better is Direction.LOWER:
        return 1 + sum(other < own for other in others)
    return 1 + sum(other > own for other in others) if better is Direction.HIGHER else None


def again(group: GroupMaterial, source: NumberSource | float) -> float | None:  # noqa: PLR0911 - a line for each rule
    """The number that a source gives."""
    if not isinstance(source, NumberSource):
        return source
    if source.rule == VALUE:
        return result(group, source.owner, source.key)
    if source.rule == "count":
        return len(source.parts)
    parts = [again(group, part) for part in source.parts]
    if any(part is None for part in parts):
        return None
    known = [part for part in parts if part is not None]
    if source.rule in QUANTILES:
        return float(np.quantile(known, QUANTILES[source.rule]))
    if source.rule == "rank":
        return placed(group, source, known)
    if source.rule == "+":  # of as many as there are
        return sum(known)
    return OPERATIONS[source.rule](*known)


@pytest.mark.slow
def test_what_a_figure_says_it_is_gives_it_again(lianhe: GroupMaterial, group_reports: Callable[..., Report]):
    tried: dict[str, int] = {}
    for figure in figures(group_reports("lianhe", "zh-en")):
        source = source_of(figure.value)
        found = again(lianhe, source) if source is not None else None
        if source is not None and found is not None:
            own = float(figure.value)
            assert any(own == pytest.approx(found * unit, rel=1e-9, abs=1e-9) for unit in (1, 100, 1e-4)), (
                figure,
                source,
            )
            tried[source.rule] = tried.get(source.rule, 0) + 1
    assert {*QUANTILES, "count", "rank", "-", "*", VALUE} <= set(tried)
    assert sum(tried.values()) > 2_000


@pytest.mark.slow
@pytest.mark.parametrize("sample", ["lianhe", "us-cms"])
def test_nearly_all_figures_of_a_group_say_what_they_are(sample: str, group_reports: Callable[..., Report]):
    found = list(figures(group_reports(sample, "en")))
    bare = [figure for figure in found if source_of(figure.value) is None]
    assert len(found) > 1_000
    assert len(bare) < (1 - LEAST) * len(found), bare[:20]


@pytest.mark.slow
def test_a_middle_of_a_level_names_the_level_less_the_hospital_beside_which_it_stands(lianhe: GroupMaterial):
    rows = enclosed(GROUP, "zh-en")["numbers.json"]["numbers"]
    own = next(one for one in lianhe.hospitals if tier_of(lianhe, one) == "tertiary")
    rules = {row.get("rule") for row in rows if row["section"] == f"member-{own}"}
    assert any(rule and rule.startswith("median(") and f"level.1 except {own}" in rule for rule in rules)


def test_every_number_of_a_group_names_cells_or_a_rule_or_where_it_stands(lianhe: GroupMaterial):
    inside = enclosed(GROUP, "zh-en")
    rows, results = inside["numbers.json"]["numbers"], inside["results.json"]
    bare = [row["key"] for row in rows if not (row["places"] or row.get("rule") or row.get("at"))]
    own = lianhe.catalog.words["passport.origin.section"]
    vague = [row for row in rows if row.get("rule") == f"{own.zh} / {own.en}"]

    assert not bare
    assert not [row for row in vague if row["section"].startswith(("member", "attention"))]
    ranges = [row for row in rows if row.get("at", "").endswith("rank_interval")]
    assert ranges
    ids = {one["entity"]["id"] for one in results["hospitals"]}
    assert {row["at"].split("/")[1] for row in ranges} <= ids


@pytest.mark.slow
def test_values_of_alerts_name_their_cells_and_their_lines_who_set_them(lianhe: GroupMaterial):
    rows = enclosed(GROUP, "zh-en")["numbers.json"]["numbers"]
    by_key = {row["key"]: row for row in rows}
    warned = [(one, found) for one in lianhe.hospitals for found in lianhe.by_id[one].analysis["signals.risks"].warned]
    assert any(found.indicator == "interest_cover" for _, found in warned)
    for hospital, found in warned:
        assert by_key[f"{hospital}.indicator.{found.indicator}"]["places"]
        assert by_key[f"warning.{found.indicator}.{found.level}"]["rule"]
