"""Charts measure with the one face they use, taken out of its collection."""

from __future__ import annotations

from pathlib import Path

import pytest
from fontTools.ttLib import TTFont
from fontTools.ttLib.ttCollection import TTCollection

from reportgen.report import fonts


@pytest.fixture(scope="module")
def collection() -> Path:
    return next(file for file in sorted(fonts.font_folder().iterdir()) if file.suffix == ".ttc" and "Sans" in file.stem)


@pytest.fixture(scope="module")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return fonts.prepared(fonts.font_folder(), fonts.CHART_FAMILY, tmp_path_factory.mktemp("cache"))


def test_the_folder_holds_the_family_and_nothing_else(prepared: Path) -> None:
    names = set()
    for file in prepared.iterdir():
        with TTFont(file, lazy=True) as face:
            names.add(face["name"].getDebugName(1))

    assert names == {fonts.CHART_FAMILY}


def test_a_face_on_its_own_is_as_wide_as_in_its_collection(prepared: Path, collection: Path) -> None:
    file = next(file for file in prepared.iterdir() if file.stem.startswith(collection.stem))
    with TTFont(file, lazy=True) as alone, TTCollection(collection, lazy=True) as opened:
        inside = next(face for face in opened.fonts if face["name"].getDebugName(1) == fonts.CHART_FAMILY)
        for character in "10.5%优良Aj":
            glyph = inside.getBestCmap()[ord(character)]
            assert alone.getBestCmap()[ord(character)] == glyph
            assert alone["hmtx"][glyph] == inside["hmtx"][glyph]

        assert "GSUB" not in alone
        assert "GPOS" in alone


def test_a_second_call_finds_what_the_first_one_made(prepared: Path) -> None:
    before = {file: file.stat().st_mtime_ns for file in prepared.iterdir()}

    assert fonts.prepared(fonts.font_folder(), fonts.CHART_FAMILY, prepared.parent) == prepared
    assert {file: file.stat().st_mtime_ns for file in prepared.iterdir()} == before
    assert list(prepared.parent.iterdir()) == [prepared]


def test_fonts_without_a_collection_are_used_as_they_are(tmp_path: Path) -> None:
    folder = tmp_path / "fonts"
    folder.mkdir()

    assert fonts.prepared(folder, fonts.CHART_FAMILY, tmp_path / "cache") == folder
