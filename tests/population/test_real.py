"""Real hospitals get their reports from what they published, and what is wrong in it is told as that (SOURCE.md)."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pytest
import yaml

from population.sketches import sketched
from population.test_population import LEFTOVERS, TAGS
from reportgen import pipeline
from reportgen.model.finding import Severity
from reportgen.pipeline.pages import with_standing
from reportgen.report import document
from shell import reportgen

HERE: Final = Path(__file__).parent / "real"
SAMPLE: Final = Path(__file__).parents[2] / "samples" / "us-cms"
HOSPITALS: Final = {
    "cms": ("100007", "030064", "441304", "301303", "100029", "110113", "340050", "511320", "370170", "520107"),
    "washington": ("10", "142", "153", "102"),
    "maine": ("Maine Medical Center", "Mount Desert Island Hospital", "Northern Light Mercy Hospital", "Calais Regional Hospital"),
}  # fmt: skip
FAULTS: Final[dict[str, set[str]]] = {}
"""By hospital, the rules of what is wrong in what it filed."""
ISSUED: Final = (
    ("cms", "511320", "board"),
    ("washington", "142", "agency"),
)

pytestmark = pytest.mark.slow


def case(source: str, ident: str, folder: Path) -> Path:
    """The case of one hospital among the others of its source."""
    shutil.copytree(HERE / source, folder)
    if source == "cms":
        shutil.copy(SAMPLE / "mapping.yaml", folder)
    content = {
        "entity": {"id": ident, "name": {"en": ident}}, "regime": "other", "currency": "USD", "languages": "en",
        "scheme": "us_hospital_financial", "report": {"number_prefix": "R", "issue_date": "2026-11-05"},
        "signatories": [{"id": "cfo", "role": {"en": "CFO"}, "name": "A"}], "approvals": ["cfo"],
    }  # fmt: skip
    (folder / "case.yaml").write_text(yaml.safe_dump(content, sort_keys=False), encoding="utf-8")
    return folder


def every() -> Iterator[tuple[str, str]]:
    for source, idents in HOSPITALS.items():
        yield from ((source, ident) for ident in idents)


@pytest.mark.parametrize(("source", "ident"), list(every()))
def test_every_report_finds_its_words_and_only_faults_of_the_data_are_errors(
    source: str, ident: str, tmp_path: Path
) -> None:
    checked = pipeline.check(case(source, ident, tmp_path / "case"))
    severity = checked.catalog.messages.severity
    assert {one.rule for one in checked.findings if severity(one) is Severity.ERROR} == FAULTS.get(ident, set())

    for kind in ("board", "agency", "annual") if source != "washington" else ("board", "agency"):
        material = pipeline.grounds(checked, report=kind)
        with sketched() as shown:
            page = document(with_standing(material, report=kind, mode="en"), kind=kind, mode="en")
        text = " ".join((TAGS.sub(" ", page.html), *shown))
        assert not LEFTOVERS.search(text), LEFTOVERS.search(text)


@pytest.mark.parametrize(("source", "ident", "kind"), ISSUED)
def test_a_report_of_theirs_is_issued_and_verified(source: str, ident: str, kind: str, tmp_path: Path) -> None:
    about = (str(case(source, ident, tmp_path / "case")), "--report", kind)

    reviewed = reportgen("review", *about, "--by", "A", "--role", "cfo", "--date", "2026-11-04")
    issued = reportgen("issue", *about, "--by", "A", "--role", "cfo", "--date", "2026-11-05")

    assert (reviewed.returncode, issued.returncode) == (0, 0), f"{reviewed.stdout}{issued.stdout}{issued.stderr}"
    (pdf,) = (tmp_path / "case" / "issued").glob("*.pdf")
    verified = reportgen("verify", str(pdf), *(("--case", about[0]) if kind == "board" else ()))
    assert verified.returncode == 0, f"{verified.stdout}{verified.stderr}"
