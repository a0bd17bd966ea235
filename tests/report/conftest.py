"""The two samples, read and scored once, and their reports in each language mode."""

from __future__ import annotations

import dataclasses
from functools import cache

import pytest

from rendered import group as all_of
from rendered import lasting, material
from reportgen.analysis.group.material import GroupMaterial
from reportgen.analysis.material import Material
from reportgen.model.reports import ReportChoice
from reportgen.report.assembly import group, hospital
from reportgen.report.html import HtmlDocument, write
from reportgen.report.section import Report

MANY = "us-cms"
PERIODS = {"renhe": "2026-10", "us-cms": "2021"}


def sample(name: str, period: str | None = None) -> Material:
    found: Material = material(name, period or PERIODS[name])
    return found


@cache
def report(name: str, mode: str, period: str | None = None, kind: str = "board") -> Report:
    return lasting(hospital(sample(name, period), kind, mode))


@cache
def document(name: str, mode: str, period: str | None = None, kind: str = "board") -> HtmlDocument:
    return write(report(name, mode, period, kind))


def group_sample(name: str, period: str | None = None) -> GroupMaterial:
    found: GroupMaterial = all_of(name, period)
    return found


@cache
def group_report(name: str, mode: str, period: str | None = None, *, members: bool = False) -> Report:
    """The view of a report about a group; of a hundred American hospitals without a page of each unless asked for."""
    found = group_sample(name, period)
    if name == MANY and not members:
        file = found.case.file.model_copy(update={"reports": {"group": ReportChoice(without=("member",))}})
        found = dataclasses.replace(found, case=dataclasses.replace(found.case, file=file))
    return lasting(group(found, "group", mode))


@pytest.fixture(scope="session")
def lianhe() -> GroupMaterial:
    """The invented group of hospitals, in its newest year."""
    return group_sample("lianhe")


@pytest.fixture(scope="session")
def groups():
    """Name → the hospitals of a sample together."""
    return group_sample


@pytest.fixture(scope="session")
def group_reports():
    """Name and mode → the view of the report about a group."""
    return group_report


@pytest.fixture(scope="session")
def clinic() -> Material:
    """One statement, six indicators, a board report of two pages: for mechanisms."""
    return sample("clinic", "2025")


@pytest.fixture(scope="session")
def renhe() -> Material:
    return sample("renhe")


@pytest.fixture(scope="session")
def materials():
    """Name → what the pipeline found."""
    return sample


@pytest.fixture(scope="session")
def reports():
    """Name and mode → the view of that report."""
    return report


@pytest.fixture(scope="session")
def documents():
    """Name and mode → the HTML of that report."""
    return document
