"""Reports as they were made: `verify` finds nothing in them, with what they carry alone."""

from __future__ import annotations

import datetime as dt
import io
import json
from dataclasses import replace
from pathlib import Path

import pikepdf
import pytest

import rendered
from lifecycle.conftest import Clinic
from population.hospitals import drawn, emptied
from rendered import ALL, QUICK, Wanted
from reportgen import pipeline
from reportgen.model.standing import Approval, Standing, State
from reportgen.pipeline.pages import results_of
from verify.conftest import verdict

LOST_IN_AMERICA = 9227
"""A drawn hospital with a deficit."""
DAY = dt.date(2026, 1, 12)
EVERY = [
    *(pytest.param(wanted, "zh-en", id=str(wanted)) for wanted in QUICK),
    *(
        pytest.param(wanted, "zh-en", id=str(wanted), marks=pytest.mark.slow)
        for wanted in ALL if wanted not in QUICK
    ),
]  # fmt: skip


@pytest.mark.parametrize(("wanted", "mode"), EVERY)
def test_nothing_is_found_in_an_untouched_report_without_its_case(
    wanted: Wanted, mode: str, monkeypatch: pytest.MonkeyPatch
):
    from reportgen import verify

    report = rendered.paper(wanted, mode)
    monkeypatch.setattr(verify, "started", lambda *_: _Same(report))  # that it can be made anew is shown elsewhere

    found = verdict(report)

    assert found.code == 0, found.content["findings"]
    assert found.rules <= {"T06"}
    assert "fails" not in found.answers.values()


class _Same:
    def __init__(self, report: Path) -> None:
        self.report = report

    def result(self, name: str) -> bytes:
        assert name
        return self.report.read_bytes()

    def end(self) -> None:
        """Nothing was begun."""


@pytest.mark.parametrize("wanted", [QUICK[2], pytest.param(ALL[5], marks=pytest.mark.slow)], ids=str)
def test_nothing_is_found_in_an_issued_submission(wanted: Wanted, tmp_path: Path):
    approvals = (Approval("director", "某某", DAY),)
    standing = Standing(State.ISSUED, "N-1", issued=DAY, approvals=approvals, journal="0" * 64)
    with rendered.laid_out_once():
        pages = pipeline.render(
            replace(rendered.material(wanted.sample, wanted.period), standing=standing), report=wanted.kind, mode="zh"
        )
    (tmp_path / "N-1.pdf").write_bytes(pages.pdf)

    found = verdict(tmp_path / "N-1.pdf")

    assert found.code == 0, found.content["findings"]


def test_a_letter_that_prints_a_deficit_without_its_sign_holds_with_the_figure_below_zero(tmp_path: Path):
    lost = drawn(LOST_IN_AMERICA, emptied(tmp_path / "case"))
    pages = pipeline.render(pipeline.evaluate(pipeline.check(lost.folder)), report="agency", mode="en")
    (tmp_path / "letter.pdf").write_bytes(pages.pdf)

    found = verdict(tmp_path / "letter.pdf")

    assert found.code == 0, found.content["findings"]
    assert "fails" not in found.answers.values()


@pytest.mark.parametrize("wanted", [QUICK[3], QUICK[1]], ids=str)
def test_a_key_has_one_value_wherever_it_is_printed_and_that_in_the_base_unit(wanted: Wanted):
    with pikepdf.open(io.BytesIO(rendered.paper(wanted, "zh-en").read_bytes())) as document:
        rows = json.loads(document.attachments["numbers.json"].get_file().read_bytes())["numbers"]
    results = results_of(rendered.grounds(wanted))
    known = {
        f"{prefix}indicator.{row['id']}": row["value"]
        for one in results.get("hospitals", [results])
        for prefix in ("", f"{one['entity']['id']}.")
        for row in one["indicators"]
        if row["value"] is not None and (prefix or "hospitals" not in results)
    }

    found = [(row["key"], row["value"]) for row in rows if row["key"] in known]
    assert len(found) > 10
    assert [(key, value) for key, value in found if value != pytest.approx(known[key], rel=1e-9)] == []


@pytest.mark.slow
def test_a_source_with_a_chinese_name_has_one_name_for_all_readers(tmp_path: Path):
    clinic = Clinic(tmp_path / "case")
    (clinic.folder / "data" / "figures.csv").rename(clinic.folder / "data" / "报表.csv")
    report = tmp_path / "report.pdf"
    clinic.run("render", str(clinic.folder), "--period", "2025", "--embed", "all", "-o", str(report))

    with pikepdf.open(report) as document:
        names = {str(one.get("/UF")): str(one.get("/F")) for one in document.objects if _is_file(one)}
    assert names["data__报表.csv"] == "data__报表.csv"
    assert verdict(report).answers["structure"] == "holds"


def _is_file(value: object) -> bool:
    return isinstance(value, pikepdf.Dictionary) and "/EF" in value
