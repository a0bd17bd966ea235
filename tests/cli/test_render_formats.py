"""One report as PDF, as a page for screens, and as pictures for slides."""

from __future__ import annotations

import datetime as dt
import io
import shutil
from pathlib import Path

import pytest
from PIL import Image

from reportgen import pipeline
from reportgen.model.finding import Finding
from reportgen.model.place import Place
from reportgen.report.pdf import PageText, Rendered
from shell import ROOT, Done, reportgen

pytestmark = pytest.mark.usefixtures("samples_are_read_once")

CMS = ROOT / "samples" / "us-cms"


def render(*words: str | Path) -> Done:
    return reportgen("render", *words, "--period", "2021", "--lang", "en")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    found = tmp_path_factory.mktemp("slides") / "board"
    ran = render(CMS, "--format", "png", "-o", found)
    assert ran.returncode == 0, ran.stderr
    return found


@pytest.fixture
def drawn_before(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where pictures go is the point, and not their drawing: they are those of the folder."""
    pictures = {path.name: path.read_bytes() for path in folder.iterdir()}
    monkeypatch.setattr(pipeline, "pictures", lambda *_, **__: pictures)


def test_every_page_and_every_chart_is_a_picture(folder: Path):
    names = sorted(path.name for path in folder.iterdir())
    pages = [name for name in names if name.startswith("page-")]

    assert len(pages) >= 9
    assert {"chart-scale.png", "chart-bridge-before.png", "chart-slopes.png"} <= set(names)
    assert names == sorted([*pages, *(name for name in names if name.startswith("chart-"))])
    with Image.open(folder / pages[0]) as page:
        assert page.size == (1654, 2339)  # A4 at 200 dots to the inch
    with Image.open(folder / "chart-scale.png") as chart:
        assert chart.width > 2400


def test_a_picture_says_what_it_shows_and_stands_on_white(folder: Path):
    with Image.open(folder / "chart-scale.png") as chart:
        words = chart.text["Description"]
        assert any(character.isdigit() for character in words)
        assert chart.text["Software"].startswith("reportgen ")
        assert chart.mode == "RGB"
        assert chart.getpixel((0, 0)) == (255, 255, 255)


def test_the_words_of_a_chart_are_drawn_in_our_own_face():
    import vl_convert

    def drawn(family: str) -> bytes:
        svg = f'<svg xmlns="http://www.w3.org/2000/svg" width="200" height="30"><text y="20" font-family="{family}">Rag 优</text></svg>'
        with Image.open(io.BytesIO(vl_convert.svg_to_png(svg))) as picture:
            return picture.tobytes()

    from reportgen.report.tokens import family

    assert drawn(family("sans")) != drawn("none of this name")


@pytest.mark.usefixtures("drawn_before")
@pytest.mark.slow
def test_a_second_run_writes_over_its_own_pictures_and_over_nobody_elses(folder: Path, tmp_path: Path):
    other = tmp_path / "board"
    other.mkdir()
    first = next(path for path in sorted(folder.iterdir()) if path.name.startswith("page-"))
    (other / first.name).write_bytes(first.read_bytes().replace(b"reportgen ", b"paintbrush"))

    assert render(CMS, "--format", "png", "-o", folder).returncode == 0
    ran = render(CMS, "--format", "png", "-o", other)
    assert ran.returncode == 2
    assert "C10" in ran.stderr
    assert [path.name for path in other.iterdir()] == [first.name]


@pytest.mark.usefixtures("drawn_before")
def test_pictures_need_a_folder(tmp_path: Path):
    taken = tmp_path / "taken"
    taken.write_text("x")
    ran = render(CMS, "--format", "png", "-o", taken)

    assert ran.returncode == 2
    assert "C22" in ran.stderr
    assert taken.read_text() == "x"


@pytest.mark.slow
def test_a_page_for_screens_is_one_file_that_may_be_written_again(tmp_path: Path):
    target = tmp_path / "board.html"
    for _ in range(2):
        ran = render(CMS, "--format", "html", "-o", target)
        assert ran.returncode == 0, ran.stderr

    assert [path.name for path in tmp_path.iterdir()] == ["board.html"]
    assert "Bellin Memorial Hospital" in target.read_text(encoding="utf-8")


@pytest.mark.slow
def test_what_of_a_brand_cannot_be_used_is_counted_with_the_rest(tmp_path: Path):
    case = tmp_path / "case"
    shutil.copytree(CMS, case)
    (case / "brand.yaml").write_text("source: House manual\nlogo: {file: lost.svg}\n", encoding="utf-8")

    ran = render(case, "--format", "html", "-o", tmp_path / "board.html")

    told = [line for line in ran.stderr.splitlines() if line.startswith("error ")]
    assert len(told) == 1
    assert "lost.svg" in told[0]
    assert "Errors: 1;" in ran.stderr


def faulty(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, *options: str) -> tuple[Done, Path]:
    """A report one page of which has an error."""
    page = PageText(1, "", (), (595.0, 842.0))
    finding = Finding("L05", Place("1"), {"page": 1, "share": 12})
    done = Rendered(b"%PDF-", (page,), dt.datetime(2026, 11, 5, tzinfo=dt.UTC), (finding,))
    monkeypatch.setattr(pipeline, "render", lambda *_, **__: done)
    target = tmp_path / "board.pdf"
    return render(CMS, "-o", target, *options), target


def test_an_error_on_the_pages_is_a_finding_of_a_draft(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    ran, target = faulty(tmp_path, monkeypatch)

    assert ran.returncode == 1
    assert target.is_file()
    assert "Errors: 1;" in ran.stderr


def test_where_it_is_asked_to_be_strict_nothing_is_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    ran, target = faulty(tmp_path, monkeypatch, "--strict")

    assert ran.returncode == 1
    assert not target.exists()
    assert "page 1 uses 12% of its height" in ran.stderr


@pytest.mark.slow
def test_a_refusal_of_the_pages_is_told_with_what_the_checks_found_before(tmp_path: Path):
    case = tmp_path / "case"
    shutil.copytree(ROOT / "samples" / "renhe", case, ignore=shutil.ignore_patterns("out"))
    file = case / "case.yaml"
    file.write_text(file.read_text("utf-8").replace("仁和医院", "另一医院"), "utf-8")
    ran = reportgen("render", case, "--lang", "zh", "-o", tmp_path / "report.pdf")

    assert ran.returncode == 3
    assert "W17" in ran.stderr
    assert "B01" in ran.stderr
    assert not (tmp_path / "report.pdf").exists()
