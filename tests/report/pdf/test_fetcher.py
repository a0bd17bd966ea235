"""What a report may open: its folders, its pictures, nothing else."""

from __future__ import annotations

from pathlib import Path

import pytest

from reportgen.report.pdf.markup import BASE, INLINE_LIMIT, LocalFiles, NotServed

PIXEL = "data:image/svg+xml,<svg/>"


@pytest.fixture
def shelf(tmp_path: Path) -> LocalFiles:
    (tmp_path / "case").mkdir()
    (tmp_path / "case" / "logo.svg").write_text("<svg/>")
    (tmp_path / "secret.txt").write_text("secret")
    (tmp_path / "case" / "way-out.svg").symlink_to(tmp_path / "secret.txt")
    (tmp_path / "fonts").mkdir()
    (tmp_path / "fonts" / "a.otf").write_bytes(b"OTTO")
    return LocalFiles({"case": tmp_path / "case"}, {"charts/1.svg": b"<svg>1</svg>"}, tmp_path / "fonts")


def test_files_of_a_folder_and_pictures_in_memory_are_served(shelf: LocalFiles, tmp_path: Path) -> None:
    assert shelf.fetch(BASE + "case/logo.svg").read() == b"<svg/>"
    assert shelf.fetch(BASE + "charts/1.svg").read() == b"<svg>1</svg>"
    assert shelf.fetch(PIXEL).read() == b"<svg/>"
    assert shelf.fetch((tmp_path / "fonts" / "a.otf").as_uri()).read() == b"OTTO"
    assert not shelf.refused


@pytest.mark.parametrize(
    ("url", "rule"),
    [
        ("https://example.org/logo.svg", "R09"),
        ("http://report.invalid/case/logo.svg", "R09"),
        ("ftp://example.org/logo.svg", "R09"),
        ("file:///etc/passwd", "R09"),
        ("data:text/html,<p>", "R09"),
        (PIXEL + " " * INLINE_LIMIT, "R09"),
        (BASE + "case/../secret.txt", "R09"),
        (BASE + "case/%2e%2e/secret.txt", "R09"),
        (BASE + "case//etc/passwd", "R09"),
        (BASE + "case/way-out.svg", "R09"),
        (BASE + "case/", "R10"),
        (BASE + "case/none.svg", "R10"),
        (BASE + "elsewhere/logo.svg", "R10"),
        (BASE + "charts/2.svg", "R10"),
    ],
)
def test_everything_else_is_refused_and_remembered(shelf: LocalFiles, url: str, rule: str) -> None:
    with pytest.raises(NotServed):
        shelf.fetch(url)

    assert shelf.refused == {url: rule}
