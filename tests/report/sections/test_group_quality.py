"""The data of a group: completeness counted from the table, the absent named, audited figures told."""

from __future__ import annotations

import csv
from collections.abc import Callable
from pathlib import Path

import yaml

from reportgen.analysis.group.material import GroupMaterial
from reportgen.checks.needs import items_needed
from reportgen.model.definition import Text
from reportgen.report.desk.grades.group import short_names
from reportgen.report.section import Report

SAMPLE = Path(__file__).parents[3] / "samples" / "lianhe"


def view(report: Report):
    return next(section.content for section in report.sections if section.name == "group_quality")


def test_completeness_is_the_share_of_needed_columns_that_are_filled(
    lianhe: GroupMaterial, group_reports: Callable[..., Report]
):
    columns = yaml.safe_load((SAMPLE / "mapping.yaml").read_text("utf-8"))["sources"][0]["columns"]
    heads = {item: head for head, item in columns.items()}
    needed = items_needed(lianhe.catalog, lianhe.scheme)
    (path,) = (SAMPLE / "data").glob("*.csv")
    table = [row for row in csv.DictReader(path.read_text("utf-8").splitlines()) if row["年度"] == "2025"]
    hospitals = {row["机构名称"] for row in table}
    short = short_names({name: Text(zh=name, en=name) for name in hospitals})
    shares = {row["机构名称"]: sum(bool(row[heads[item]]) for item in needed) / len(needed) for row in table}
    found = {row.name.zh: row.completeness for row in view(group_reports("lianhe", "zh")).rows}
    assert found == {short[name].zh: f"{100 * share:.1f}%" for name, share in shares.items()}


def test_who_has_no_data_for_the_period_is_named(group_reports: Callable[..., Report]):
    assert [name.zh for name in view(group_reports("lianhe", "zh")).absent] == ["南湾镇医院（示例）"]


def test_audited_figures_are_counted_where_they_stand(group_reports: Callable[..., Report]):
    found = {row.name.zh: int(row.adjusted) for row in view(group_reports("lianhe", "zh")).rows}
    assert {name for name, count in found.items() if count} == {"肿瘤医院（示例）"}
