"""Every rule with the number of its trials in the year."""

from __future__ import annotations

from collections.abc import Callable

from report.sections.annual import rows, sheet, tables
from reportgen.analysis.material import Material
from reportgen.report.section import Report


def test_trials_of_a_rule_are_those_of_the_year_and_its_months(
    reports: Callable[..., Report], materials: Callable[..., Material]
):
    found = sheet(reports("renhe", "en", "2025", "annual"), "checks")
    outcome = materials("renhe", "2025").outcome
    own = [place for place, at in enumerate(outcome.rows) if at[0] == "renhe" and at[1].startswith("2025")]
    shown = {row[0]: (int(row[3]), int(row[4])) for row in rows(tables(found)[0], "en") if row[0] != "Sum"}
    balance = [trial for trial in outcome.tried if trial.rule == "V01"]
    assert shown["V01"] == (sum(bool(t.checked[p]) for t in balance for p in own), 0)
    assert found.headline.en.startswith(f"{len(shown)} rules tried {sum(n for n, _ in shown.values()):,} times")


def test_every_finding_is_listed(reports: Callable[..., Report], materials: Callable[..., Material]):
    found = sheet(reports("renhe", "en", "2025", "annual"), "checks")
    assert len(tables(found)[1].lines) == len(materials("renhe", "2025").findings)
