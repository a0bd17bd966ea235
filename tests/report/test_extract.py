"""Pages taken out of a report: the same pages, marked, conforming, without files; and one page as a picture for mail."""

from __future__ import annotations

import io
from dataclasses import replace
from pathlib import Path
from typing import Any

import pikepdf
import pypdfium2
import pytest
from PIL import Image

from conformance.verapdf import validate
from rendered import Wanted, folder, material, rendered
from reportgen import pipeline
from reportgen.errors import Refused
from reportgen.model.reports import ReportChoice
from reportgen.pipeline.pages import Inside
from reportgen.report.pdf import Rendered
from shell import reportgen as run

CLINIC = str(folder("clinic"))


@pytest.fixture(scope="module")
def found() -> Any:
    """Of a board report a brief of two pages and a reference behind it."""
    sections = ("verdict", "scorecard", "preface", "summary", "quality")
    clinic = material("clinic", "2025")
    file = clinic.case.file.model_copy(update={"reports": {"board": ReportChoice(sections=sections)}})
    return replace(clinic, case=replace(clinic.case, file=file))


@pytest.fixture(scope="module")
def brief(found: Any) -> Rendered:
    return pipeline.render(found, report="board", mode="zh-en", inside=Inside(only=(1, 2)))


@pytest.fixture(scope="module")
def whole(found: Any) -> Rendered:
    return pipeline.render(found, report="board", mode="zh-en")


def words(pdf: bytes) -> list[str]:
    with pypdfium2.PdfDocument(pdf) as document:
        return [page.get_textpage().get_text_range() for page in document]


def test_an_extract_has_the_pages_asked_for_as_they_stand_in_the_whole_report(brief: Rendered, whole: Rendered) -> None:
    assert [page.text for page in brief.pages] == [page.text for page in whole.pages[:2]]
    assert len(words(brief.pdf)) == 2


def test_every_page_of_an_extract_says_so_with_its_place_in_the_whole_and_the_number(
    brief: Rendered, whole: Rendered
) -> None:
    for number, page in enumerate(words(brief.pdf), start=1):
        foot = page.splitlines()[-1]

        assert f"摘页 简报 {number} / {len(whole.pages)}" in foot.replace("\u2002", " ")
        assert "编号" in foot
    with pikepdf.open(io.BytesIO(brief.pdf)) as file:
        assert str(file.docinfo["/Title"]).endswith("（摘页）")


def test_an_extract_conforms_and_carries_no_files(brief: Rendered, tmp_path: Path) -> None:
    path = tmp_path / "brief.pdf"
    path.write_bytes(brief.pdf)

    assert [verdict for verdict in validate([path]) if not verdict.conforms] == []
    assert brief.enclosed == {}
    with pikepdf.open(io.BytesIO(brief.pdf)) as file:
        assert not file.attachments


@pytest.mark.slow
def test_pages_that_are_not_there_are_refused_with_how_many_there_are(found: Any, whole: Rendered) -> None:
    with pytest.raises(Refused) as refused:
        pipeline.render(found, report="board", mode="zh-en", inside=Inside(only=(1, 99)))

    (finding,) = refused.value.findings
    assert (finding.rule, finding.facts["n"]) == ("C81", len(whole.pages))


@pytest.mark.parametrize(
    ("options", "rule"),
    [
        (["--pages", "first; second"], "C80"),
        (["--pages", "0"], "C80"),
        (["--report", "agency", "--pages", "1"], "C82"),
        (["-o", "{folder}/board.png"], "C83"),
        (["--pages", "1-2", "--format", "png"], "C83"),
        (["--pages", "1", "--embed", "all"], "C84"),
        (["--pages", "1", "--format", "html"], "C85"),
        (["--format", "pdf", "-o", "{folder}/board.png"], "C26"),
    ],
    ids=lambda one: one if isinstance(one, str) else " ".join(one),
)
def test_what_cannot_be_taken_out_is_refused_and_nothing_is_written(
    options: list[str], rule: str, tmp_path: Path
) -> None:
    result = run("render", CLINIC, *[one.format(folder=tmp_path) for one in options])

    assert (result.returncode, rule in result.stderr) == (2, True)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.slow
def test_a_name_that_ends_with_png_is_a_picture_of_the_page_for_mail(tmp_path: Path) -> None:
    paths = [tmp_path / "first.png", tmp_path / "second.png"]
    for path in paths:
        result = run("render", CLINIC, "--pages", "1", "--lang", "zh", "-o", str(path))
        assert result.returncode in {0, 1}, result.stderr

    assert paths[0].read_bytes() == paths[1].read_bytes()
    with Image.open(paths[0]) as picture:
        assert picture.size == (1241, 1754)
        assert set(picture.info) <= {"Software", "Description", "dpi"}
    assert paths[0].stat().st_size < 300_000


@pytest.mark.slow
@pytest.mark.parametrize("named", ["brief", "简报"])
def test_a_volume_is_taken_out_by_its_name(named: str, found: Any, whole: Rendered) -> None:
    alone = pipeline.render(found, report="board", mode="zh-en", inside=Inside(only=named))
    (rest,) = (page.number for page in whole.pages if "summary" in page.anchors)

    assert [page.text for page in alone.pages] == [page.text for page in whole.pages[: rest - 1]]


@pytest.mark.slow
def test_the_volumes_of_an_annual_report_are_two_files_that_conform_and_make_the_whole(tmp_path: Path) -> None:
    together = rendered(Wanted("annual", "clinic", "2025"), "zh-en")
    apart = [
        pipeline.render(material("clinic", "2025"), report="annual", mode="zh-en", inside=Inside(only=one))
        for one in ("A", "乙卷")
    ]
    paths = [tmp_path / f"{number}.pdf" for number in range(2)]
    for path, one in zip(paths, apart, strict=True):
        path.write_bytes(one.pdf)

    assert [page.text for one in apart for page in one.pages] == [page.text for page in together.pages]
    assert min(len(one.pages) for one in apart) > 2
    assert [verdict for verdict in validate(paths) if not verdict.conforms] == []


def test_a_volume_that_is_not_there_is_told_with_those_that_are(tmp_path: Path) -> None:
    ended = run("render", CLINIC, "--pages", "third", "-o", str(tmp_path / "a.pdf"), language="en")

    assert ended.returncode == 2
    assert "no volume “third”" in ended.stderr
    assert "Take a volume with --pages: Brief" in ended.stderr
    assert not list(tmp_path.iterdir())
