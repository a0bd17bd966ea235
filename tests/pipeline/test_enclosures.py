"""What goes into a report: everything it was made from, nothing about persons in a submission, all of it listed."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path

import pytest

from lifecycle.conftest import Clinic
from rendered import checked
from reportgen import pipeline
from reportgen.model.manifest import Embedding
from reportgen.pipeline.enclosures import belongings, enclosed, is_personal, names
from reportgen.report.pdf import Attachment

SAMPLE = Path(__file__).parents[2] / "samples" / "renhe"
OWN = tuple(Attachment(name, b"{}", "Data", "", "application/json") for name in ("results.json", "numbers.json"))


@pytest.fixture(scope="module")
def material():  # type: ignore[no-untyped-def]
    return pipeline.evaluate(checked("renhe"))


def carried(material, report: str, **choices):  # type: ignore[no-untyped-def] # noqa: ANN001, ANN003
    files = enclosed(material, OWN, datetime(2026, 11, 5, tzinfo=UTC), report=report, mode="zh-en", **choices)
    return {file.name: file for file in files}, json.loads(files[-1].content)


def test_every_file_of_the_case_that_a_report_may_rest_on_belongs_to_it(material):  # type: ignore[no-untyped-def] # noqa: ANN001
    found = set(belongings(material.case, material.period, None))

    assert {"case.yaml", "mapping.yaml", "actions.xlsx", "peers/peers.csv", "experts/2026年专家评议.xlsx"} <= found
    assert {f"commentary/2026-10/01-finance.{code}.md" for code in ("zh", "en")} <= found
    assert {file.name for file in material.files} <= found


@pytest.mark.serves("001-31")
def test_the_list_names_every_input_by_digest_whatever_the_report_carries(material):  # type: ignore[no-untyped-def] # noqa: ANN001
    for embed in Embedding:
        files, about = carried(material, "board", embed=embed)
        for row in about["inputs"]:
            assert row["sha256"] == sha256((SAMPLE / row["path"]).read_bytes()).hexdigest()
            assert (row["attachment"] is not None) == (embed is Embedding.ALL)
        assert about["program"] == material.version
        assert about["findings"].get("error", 0) == 0
        assert set(files) - {"manifest.json"} == {row["name"] for row in about["enclosed"]}
        assert ("definitions.json" in files) == (embed is not Embedding.NONE)


@pytest.mark.parametrize(
    ("report", "persons", "has_them"),
    [("annual", None, True), ("agency", None, False), ("agency", True, True), ("annual", False, False)],
)
def test_files_about_persons_go_into_a_submission_only_when_asked(report, persons, has_them, material):  # type: ignore[no-untyped-def] # noqa: ANN001
    _, about = carried(material, report, embed=Embedding.ALL, persons=persons)

    personal = [row for row in about["inputs"] if row["personal"]]
    assert {"experts/2026年专家评议.xlsx", "actions.xlsx"} <= {row["path"] for row in personal}
    assert {row["attachment"] is not None for row in personal} == {has_them}


@pytest.mark.parametrize("embed", Embedding)
@pytest.mark.parametrize(("report", "persons"), [("annual", None), ("agency", None), ("agency", True)])
def test_the_names_that_pages_tell_are_those_of_the_files_inside(embed, report, persons, material):  # type: ignore[no-untyped-def] # noqa: ANN001
    files, _ = carried(material, report, embed=embed, persons=persons)

    assert sorted(names(material, report=report, embed=embed, persons=persons)) == sorted(files)


def test_relationships_say_what_a_file_is_to_the_report(material):  # type: ignore[no-untyped-def] # noqa: ANN001
    files, _ = carried(material, "annual")

    assert files["results.json"].relationship == "Data"
    assert {files[name].relationship for name in ("definitions.json", "manifest.json")} == {"Supplement"}
    assert files["data__2026__2026年10月报表.xlsx"].relationship == "Source"


@pytest.mark.parametrize(
    ("name", "personal"),
    [("experts/a.xlsx", True), ("ratings.csv", True), ("actions.xlsx", True), ("checklists/x.csv", True),
     ("data/experts.csv", False), ("case.yaml", False)],
)  # fmt: skip
def test_what_is_about_persons_is_known_by_where_it_lies(name: str, personal: bool):  # noqa: FBT001
    assert is_personal(name) == personal


def test_a_case_of_packs_and_peers_beside_it_names_them_by_the_way_to_them(tmp_path: Path):
    clinic = Clinic(tmp_path / "case")
    (tmp_path / "pack" / "indicators").mkdir(parents=True)
    (tmp_path / "pack" / "indicators" / "own.yaml").write_text("", encoding="utf-8")
    clinic.describe(
        (clinic.folder / "case.yaml").read_text(encoding="utf-8") + "packs: [../pack]\noutside_folders: true\n"
    )
    material = pipeline.evaluate(pipeline.check(clinic.folder), period="2025")

    assert "../pack/indicators/own.yaml" in belongings(material.case, "2025", None)
    files, _ = carried(material, "board", embed=Embedding.ALL)
    assert "up__pack__indicators__own.yaml" in files
