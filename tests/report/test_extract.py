"""Pages taken out of a report: the same pages, marked, conforming, without files; and one page as a picture for mail."""

from __future__ import annotations

import io
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
from reportgen.pipeline.pages import Inside
from reportgen.report.pdf import Rendered
from shell import reportgen as run

CLINIC = str(folder("clinic"))


@pytest.fixture(scope="module")
def found() -> Any:
    return material("us-cms", "2021")


@pytest.fixture(scope="module")
def brief(found: Any) -> Rendered:
    return pipeline.render(found, report="board", mode="zh-en", inside=Inside(only=(1, 2)))


@pytest.fixture(scope="module")
def whole() -> Rendered:
    return rendered(Wanted("board", "us-cms", "2021"), "zh-en")


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
        (["--pages", "first"], "C80"),
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
