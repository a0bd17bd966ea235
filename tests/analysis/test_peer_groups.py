"""Standards from a panel: what is grouped, what is measured, what is never shown."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd
import pytest
from invented import values

from reportgen.analysis.peer_groups import PeerStandards, five_levels, latest, peer_standards
from reportgen.catalog import load_catalog
from reportgen.export import group_results
from reportgen.model.dataset import Dataset, Entity, Observation, View, from_observations
from reportgen.model.definitions import Direction
from reportgen.model.place import Place
from reportgen.model.schemes import SchemePart, StandardKind
from reportgen.model.standards import HospitalClass, StandardTable, size_of
from reportgen.model.values import Reason
from reportgen.scoring.standards import chosen

CATALOG = load_catalog()
RATIOS = {f"t{number}": 1.0 + number / 10 for number in range(8)} | {f"s{number}": 3.0 for number in range(4)}


def dataset() -> Dataset:
    beds = {name: 1200.0 if name in {"t0", "t1"} else 300.0 for name in RATIOS}
    observations = [
        Observation("beds_open", name, "2025", View.PERIOD, number, "bed", Place("p.csv"))
        for name, number in beds.items()
    ]
    entities = {
        name: Entity(name, name, "tertiary" if name[0] == "t" else "secondary", "east" if int(name[1]) % 2 else "west")
        for name in RATIOS
    }
    return from_observations(observations, entities=entities)


def built(changes: dict[str, Any] | None = None, **how: Any) -> PeerStandards:
    rows: dict[tuple[str, str], dict[str, float | Reason]] = {
        (name, "2025"): {"current_ratio": ratio, "receivable_turnover_days": 10 * ratio}
        for name, ratio in RATIOS.items()
    }
    for name, value in (changes or {}).items():
        rows[name, "2025"]["current_ratio"] = value
    return peer_standards(dataset(), values(rows), CATALOG, "2025", **how)


def test_percentiles_are_linear_and_means_and_bests_are_those_of_the_group():
    group = built().groups[0]
    ratio = next(one for one in group.standards if one.indicator == "current_ratio")
    days = next(one for one in group.standards if one.indicator == "receivable_turnover_days")

    expected = pd.Series([RATIOS[f"t{number}"] for number in range(8)])
    assert (group.name, group.n) == ("tertiary", 8)
    assert ratio.percentiles == pytest.approx([expected.quantile(share) for share in (0.1, 0.25, 0.5, 0.75, 0.9)])
    assert ratio.mean == pytest.approx(expected.mean())
    widths = (0.1, 0.2, 0.25, 0.3, 0.4)
    assert list(ratio.central) == [
        pytest.approx((expected.quantile(0.5 - width), expected.quantile(0.5 + width))) for width in widths
    ]
    assert ratio.best is None
    assert days.best == pytest.approx(10.0)


def test_groups_of_fewer_than_five_are_not_shown_and_their_size_is_not_told():
    found = built()

    assert [group.name for group in found.groups] == ["tertiary"]
    assert found.hidden == 1
    assert "secondary" not in str(group_results.peer_standards_document(found))


def test_an_indicator_that_fewer_than_five_have_is_not_shown():
    found = built({f"t{number}": Reason.MISSING_INPUT for number in range(4)})

    assert [one.indicator for one in found.groups[0].standards] == ["receivable_turnover_days"]


def test_k_cannot_be_lowered():
    assert built(k=1).k == 5
    assert built(k=9).groups == ()


def test_the_own_hospital_and_excluded_ones_do_not_count():
    found = built(excluded=("t0", "t1", "elsewhere"))

    assert found.groups[0].n == 6
    assert found.excluded == ("t0", "t1")
    assert found.groups[0].standards[0].percentiles[2] == pytest.approx(
        np.median([RATIOS[f"t{n}"] for n in range(2, 8)])
    )


@pytest.mark.parametrize(
    ("by", "names"), [("size", ["200-499"]), ("region", ["east", "west"]), ("all", ["all"]), ("class", ["tertiary"])]
)
def test_hospitals_are_grouped_by_size_region_or_class(by: str, names: list[str]):
    assert [group.name for group in built(by=by).groups] == names


def test_percentiles_become_levels_only_where_they_run_strictly_one_way():
    days = next(one for one in built().groups[0].standards if one.indicator == "receivable_turnover_days")
    constant = built(dict.fromkeys((f"t{number}" for number in range(8)), 2.0)).groups[0].standards[0]

    assert five_levels(days, Direction.LOWER) == days.percentiles
    assert five_levels(days, Direction.HIGHER) == days.percentiles[::-1]
    assert five_levels(days, Direction.RANGE) == days.central
    assert five_levels(days, Direction.NONE) is None
    assert five_levels(constant, Direction.HIGHER) is None


def test_the_newest_full_year_is_taken():
    rows = {("a", "2023"): {}, ("a", "2024"): {}, ("a", "2025-03"): {}}

    assert latest(values({key: {"current_ratio": 1.0} for key in rows})) == "2024"


@pytest.mark.parametrize(
    ("by", "key", "value"), [("class", "level", "tertiary"), ("size", "size", "200-499"), ("region", "region", "east")]
)
def test_tables_say_whose_they_are_and_each_value_what_it_was_taken_from(by: str, key: str, value: str):
    found = built(by=by)
    tables = group_results.tables(found, CATALOG, "peers", "panel", {"current_ratio": Direction.RANGE})
    table = StandardTable.model_validate(next(iter(tables.values())), strict=False)

    assert getattr(table, key) == value
    assert table.kind is StandardKind.PERCENTILE
    quantiles = {
        "receivable_turnover_days": "p10 p25 p50 p75 p90",
        "current_ratio": "p40-p60 p30-p70 p25-p75 p20-p80 p10-p90",
    }
    for name, values_of in table.values.items():
        assert values_of.source == f"panel {value} 2025, n = {found.groups[0].n}, {quantiles[name]} (type 7)"
    assert by != "class" or len(table.values) == 2


def test_a_hospital_is_held_against_the_table_of_its_own_size_alone():
    made = group_results.tables(built(by="size"), CATALOG, "peers", "panel", {})
    tables = {name: StandardTable.model_validate(one, strict=False) for name, one in made.items()}
    part = SchemePart.model_validate({"share": 1, "method": "level_efficacy", "standards_from": "peers"}, strict=False)

    def chosen_for(size: str | None) -> str | None:
        found = chosen(tables, part, HospitalClass(size=size), 2025)
        return found.size if found else None

    assert [chosen_for(size) for size in ("200-499", "1000+", None)] == ["200-499", None, None]


def test_a_class_that_only_the_panel_names_is_a_group():
    found = built()
    named = replace(found, groups=tuple(replace(group, name="Acute") for group in found.groups))
    tables = group_results.tables(named, CATALOG, "peers", "panel", {})
    assert {one["group"] for one in tables.values()} == {"Acute"}

    unknown = replace(found, groups=tuple(replace(group, name="-") for group in found.groups))
    assert group_results.tables(unknown, CATALOG, "peers", "panel", {}) == {}


@pytest.mark.parametrize(
    ("beds", "size"),
    [
        (None, None),
        (0, "1-199"),
        (199.5, "1-199"),
        (200, "200-499"),
        (499.5, "200-499"),
        (500, "500-999"),
        (999.5, "500-999"),
        (1000, "1000+"),
    ],
)
def test_beds_make_a_size(beds: float | None, size: str | None):
    assert size_of(beds) == size
