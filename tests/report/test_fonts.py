"""Pages and charts are set in our own fonts, wherever they are made."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from reportgen.report import fonts


def python(code: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        text=True,
        check=False,
        env={"PATH": "/usr/bin:/bin", **environment},
    )


def test_setup_installed_every_required_family() -> None:
    assert fonts.missing_families() == []


def test_a_family_that_no_file_provides_is_named() -> None:
    assert fonts.missing_families(["Noto Serif CJK SC", "FangSong", "Arial"]) == ["Arial", "FangSong"]


def test_shapes_of_other_countries_are_not_offered() -> None:
    assert not [family for family in fonts.available_families() if family.endswith((" JP", " KR", " TC", " HK"))]


def test_an_empty_folder_lacks_everything(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("REPORTGEN_FONTS", str(tmp_path / "nowhere"))

    assert fonts.missing_families() == sorted(fonts.REQUIRED)


def test_pango_sees_our_folder_and_nothing_else() -> None:
    listed = subprocess.run(
        ["fc-list", "--format", "%{file}\n"],
        capture_output=True,
        text=True,
        check=True,
        env={"PATH": "/usr/bin:/bin", "FONTCONFIG_FILE": str(fonts.activate())},
    ).stdout.split("\n")

    assert {str(Path(file).parent) for file in listed if file} == {str(fonts.font_folder())}


def test_a_generic_family_is_a_simplified_chinese_one() -> None:
    configuration = str(fonts.activate())
    matched = [
        subprocess.run(
            ["fc-match", "--format", "%{family}", generic],
            capture_output=True,
            text=True,
            check=True,
            env={"PATH": "/usr/bin:/bin", "FONTCONFIG_FILE": configuration},
        ).stdout
        for generic in (r"sans\-serif", "serif")  # a bare dash would begin a size
    ]

    assert matched == ["Noto Sans CJK SC", "Noto Serif CJK SC"]


@pytest.mark.slow
def test_fonts_that_come_too_late_are_a_bug() -> None:
    late = python("import weasyprint; from reportgen.report import fonts; fonts.activate()", HOME=str(Path.home()))

    assert "comes before the first import of weasyprint" in late.stderr


def test_a_home_that_cannot_be_written_does_not_stop_a_render(tmp_path: Path) -> None:
    closed = tmp_path / "file"
    closed.write_text("not a folder")
    code = "from reportgen.report import fonts; print(fonts.activate())"
    done = python(code, XDG_CACHE_HOME=str(closed), REPORTGEN_FONTS=str(fonts.font_folder()), TMPDIR=str(tmp_path))

    assert done.stdout.startswith(str(tmp_path)), done.stderr
