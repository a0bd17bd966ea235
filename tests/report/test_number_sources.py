"""Every number of a report about one hospital names its cells, its rule, or where else in the file it stands."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Any

import pytest

from pages import enclosed
from rendered import Wanted, material
from reportgen.analysis.known import known
from reportgen.analysis.material import Material
from reportgen.model.known import ITEM, VALUE, NumberSource, source_of
from reportgen.model.printing import PrintedNumber
from reportgen.report.assembly import report
from reportgen.report.desk.context import HospitalContext
from reportgen.report.desk.grades import years
from reportgen.report.desk.sources.passport_rows import WITHIN
from reportgen.report.html import write
from reportgen.report.section import Report

BOARD, ANNUAL = Wanted("board", "renhe", "2026-10"), Wanted("annual", "renhe", "2025")
SUBMISSION = Wanted("agency", "renhe", "2026-10")
AMERICAN = Wanted("board", "us-cms", "2021")
UNITS = (1.0, 1e2, 1e-2, 1e-4, 1e-6, 1e-8)
OWN = "passport.origin.section"
"""What is said of a number of which nothing is known but the sheets of its section."""
LEAST_KNOWN = 0.95
OPERATIONS = {"+": float.__add__, "-": float.__sub__, "*": float.__mul__, "/": float.__truediv__}


def attached(wanted: Wanted, mode: str) -> dict[str, Any]:
    return enclosed(wanted, mode)


@pytest.mark.slow
@pytest.mark.parametrize(("wanted", "mode"), [(BOARD, "zh-en"), (AMERICAN, "en"), (ANNUAL, "zh")])
def test_every_number_names_cells_or_a_rule_or_where_it_stands(wanted: Wanted, mode: str):
    found = attached(wanted, mode)
    rows = found["numbers.json"]["numbers"]
    bare = [row for row in rows if not (row["places"] or row.get("rule") or row.get("at"))]
    words = material(wanted.sample, wanted.period).catalog.words[OWN]
    vague = [row for row in rows if row.get("rule") == f"{words.zh} / {words.en}"]

    assert not bare
    assert len(vague) < (1 - LEAST_KNOWN) * len(rows), [(row["section"], row["printed"]) for row in vague]


@pytest.mark.parametrize("wanted", [SUBMISSION, Wanted("agency", "us-cms", "2021")])
def test_a_submission_says_of_each_number_more_than_that_it_was_counted(wanted: Wanted):
    rows = attached(wanted, "en")["numbers.json"]["numbers"]
    words = material(wanted.sample, wanted.period).catalog.words[OWN]
    standing = {row["key"]: row for row in rows if row["section"] == "letter"}

    assert [row for row in rows if row.get("rule") == f"{words.zh} / {words.en}"] == []
    assert len({standing[key]["rule"] for key in ("score.rank", "score.ranked", "score.peer.distance")}) == 3


@pytest.mark.slow
def test_aims_name_the_case_and_round_figures_their_cells():
    rows = attached(SUBMISSION, "en")["numbers.json"]["numbers"]
    aims = {row["key"]: row for row in rows if row["key"].startswith("target.")}
    case = material(SUBMISSION.sample, SUBMISSION.period).case.file.submission.letters[SUBMISSION.period]
    round_figures = [
        row for row in rows if row["section"] == "calculation_table" and row["printed"].endswith("00,000.00")
    ]

    own = {f"target.{one.indicator}" for one in case.measures if one.target is not None}
    listed = {key: row for key, row in aims.items() if key not in own}

    assert own <= set(aims)
    assert all(aims[key]["places"] == ["case.yaml"] and SUBMISSION.period in aims[key]["rule"] for key in own)
    assert listed
    assert all(place.startswith("actions.xlsx") and "!" in place for row in listed.values() for place in row["places"])
    assert all(row["places"] for row in listed.values())
    assert round_figures
    assert all("!" in place for row in round_figures for place in row["places"])
    assert all(row["places"] for row in round_figures)


@pytest.mark.slow
@pytest.mark.parametrize(("wanted", "mode"), [(BOARD, "zh-en"), (AMERICAN, "en")])
def test_where_a_number_is_said_to_stand_it_stands(wanted: Wanted, mode: str):
    found = attached(wanted, mode)
    there = {name: dict(ways(found[name])) for name in ("results.json", "definitions.json")}
    tried = 0
    for row in found["numbers.json"]["numbers"]:
        file, _, way = row.get("at", "").partition(WITHIN)
        if way and way != "quality/sources":
            assert any(math.isclose(row["value"], there[file][way] * unit, rel_tol=1e-9) for unit in UNITS), row
            tried += 1
    assert tried > 100


def ways(content: Any, way: str = "") -> Iterator[tuple[str, float]]:
    """Every number by its way, rows of lists by their id or level, bounds of a range as from and to."""
    if isinstance(content, dict):
        for key, value in content.items():
            yield from ways(value, f"{way}/{key}" if way else key)
    elif isinstance(content, list) and all(isinstance(one, float) for one in content):
        yield from zip((f"{way}/from", f"{way}/to"), content, strict=False)
    elif isinstance(content, list):
        for value in content:
            if isinstance(value, dict):
                named = value.get("id") or value.get("level")
                yield from ways(
                    value.get("value") if "level" in value and "id" not in value else value, f"{way}/{named}"
                )
    elif isinstance(content, (int, float)):
        yield way, content


@pytest.mark.slow
@pytest.mark.parametrize(("wanted", "mode"), [(BOARD, "zh"), (AMERICAN, "en")])
def test_a_rule_over_figures_gives_the_number_again(wanted: Wanted, mode: str):
    ground = material(wanted.sample, wanted.period)
    plain = dict(results(known(ground)))
    tried: dict[str, int] = {}
    for figure in figures(report(ground, wanted.kind, mode)):  # type: ignore[arg-type]
        source = source_of(figure.value)
        value = again(ground, plain, source) if source is not None else None
        if source is not None and value is not None:
            own = float(figure.value)
            assert any(math.isclose(own, value * unit, rel_tol=1e-9, abs_tol=1e-9) for unit in UNITS), (figure, source)
            tried[source.rule] = tried.get(source.rule, 0) + 1
    assert {VALUE, "-", "/"} <= set(tried)


def figures(written: Report) -> Iterator[PrintedNumber]:
    write(written)
    for found in written.ledger.figures.values():
        for alike in found.values():
            yield from alike


def results(ground: Material) -> Iterator[tuple[str, float]]:
    """Scores, values and standards under their keys."""
    for evaluation in (ground.evaluation, *ground.history.values()):
        rows = (evaluation, *evaluation.parts, *evaluation.abilities, *evaluation.indicators,
                *(one.standards for one in evaluation.indicators if one.standards),
                *(one.peer for one in evaluation.indicators if one.peer))  # fmt: skip
        for row in rows:
            for value in vars(row).values():
                for one in value if isinstance(value, tuple) else (value,):
                    source = source_of(one) if isinstance(one, (int, float)) else None
                    if source is not None:
                        yield source.name, float(one)


def again(ground: Material, plain: dict[str, float], source: NumberSource | float) -> float | None:
    if not isinstance(source, NumberSource):
        return source
    if source.rule == VALUE and source.key.startswith(f"{ITEM}."):
        _, item, period, view, *_ = [*source.key.split("."), ""]
        return ground.dataset.value(item, source.owner or ground.entity, period, view)
    if source.rule == VALUE:
        return plain.get(source.name)
    parts = [again(ground, plain, part) for part in source.parts]
    if source.rule not in OPERATIONS or any(part is None for part in parts):
        return None
    result = float(parts[0])  # type: ignore[arg-type]
    for part in parts[1:]:
        result = OPERATIONS[source.rule](result, float(part))  # type: ignore[arg-type]
    return result


@pytest.mark.parametrize(("wanted", "mode"), [(BOARD, "zh-en"), (AMERICAN, "en")])
def test_what_moved_the_score_names_the_cells_of_both_periods(wanted: Wanted, mode: str):
    found = attached(wanted, mode)
    rows = [row for row in found["numbers.json"]["numbers"] if row["section"] == "verdict"]
    before = "2026\u5e7409" if wanted is BOARD else "2020"
    ground = material(wanted.sample, wanted.period)
    change = next(one for one in years.courses(HospitalContext.of(ground, "zh")) if one.key == "before")
    shown = [row for row in rows if any(row["value"] == pytest.approx(one) for _, one in change.steps[:4])]

    assert len(shown) == 4, "those that a bridge names"
    assert all(row["rule"] for row in shown)
    assert all(before in " ".join(row["places"]) for row in shown), shown


@pytest.mark.slow
def test_what_experts_rated_names_the_cells_of_their_ratings():
    rows = attached(ANNUAL, "zh")["numbers.json"]["numbers"]
    rated = [row for row in rows if row["key"].endswith("_ability.score")]
    ours = material("renhe", "2025")
    said = {**ours.earlier_opinions, "2025": ours.opinions}

    assert rated
    for row in rated:
        period = row["key"].partition(".")[0]
        opinions = said[period if period.isdecimal() else "2025"]
        assert opinions is not None
        column = opinions.abilities.index(row["key"].split(".")[-2])
        assert len(row["places"]) == sum(levels[column] is not None for levels in opinions.levels)
        assert all("专家评议.xlsx › 评议等级!" in place for place in row["places"])
        assert opinions.place is not None
        assert {place.partition(" ")[0] for place in row["places"]} == {opinions.place.file}


@pytest.mark.slow
def test_lines_of_warnings_and_values_of_months_name_what_they_are():
    rows = {row["key"]: row for row in attached(ANNUAL, "zh")["numbers.json"]["numbers"]}
    lines = {key: row for key, row in rows.items() if key.startswith("warning.")}
    far = {key: row for key, row in rows.items() if key.startswith("analysis.signals.outliers.")}

    assert lines
    assert all("预警线" in row["rule"] and not row["places"] for row in lines.values())
    assert far
    for key, row in far.items():
        assert any("月报表" in place for place in row["places"])
        assert ("0.6745" in row["rule"]) is key.endswith(".score")
    assert "直线" in rows["analysis.outlook.next_year.total_income.forecast"]["rule"]
    assert "最小二乘" in rows["analysis.drivers.cost_behaviour.rate"]["rule"]
