"""The pages of every kind of report as they looked when somebody last looked, as small pictures.

`make snapshots` writes them anew and lays what changed side by side under out/snapshots/, to be looked at.
"""

from __future__ import annotations

from itertools import zip_longest
from pathlib import Path

import numpy as np
import pytest

from rendered import ALL, Wanted, rendered, view
from snapshots import pictures
from snapshots.looked_at import FOLDER, SAID, STALE

CHANGED = Path(__file__).parents[2] / "out" / "snapshots"
EACH = pytest.mark.parametrize("wanted", ALL, ids=str)


@pytest.mark.slow
@EACH
def test_pages_look_as_they_did_when_they_were_looked_at(wanted: Wanted, renew: bool):  # noqa: FBT001
    kept = FOLDER / f"{wanted}.png"
    whole = rendered(wanted, "zh-en")
    names = {section.id: section.name for section in view(wanted, "zh-en").sections}
    drawn = pictures.drawn(whole.pdf, whole.pages, names)
    if renew and (off := changes(pictures.read(kept) if kept.is_file() else pictures.Sheet((), ()), drawn)):
        CHANGED.mkdir(parents=True, exist_ok=True)
        for name, (before, after) in off.items():
            pictures.beside(before, after).save(CHANGED / f"{wanted}-{name}.png")
        kept.write_bytes(drawn.written())

    assert list(changes(pictures.read(kept), drawn)) == [], STALE


def changes(
    kept: pictures.Sheet, drawn: pictures.Sheet
) -> dict[str, tuple[pictures.Page | None, pictures.Page | None]]:
    """Number and sections of a page → it as kept and as drawn, where the two are not near each other."""
    pairs = zip_longest(
        zip(kept.labels, kept.pages, strict=True), zip(drawn.labels, drawn.pages, strict=True), fillvalue=("", None)
    )
    return {
        f"{number:02}-{(label or before_label).split(', ')[0].replace(' ', '-')}": (before, after)
        for number, ((before_label, before), (label, after)) in enumerate(pairs, start=1)
        if label != before_label or before is None or after is None or not pictures.is_near(before, after)
    }


def test_nothing_is_kept_that_no_test_looks_at():
    assert {path.name for path in FOLDER.iterdir()} == {
        *(f"{wanted}.{form}" for wanted in ALL for form in ("png", "txt")),
        *(f"{wanted}-said.txt" for wanted in SAID),
    }


@pytest.fixture(scope="module")
def table() -> np.ndarray:
    """A page with a head, a ruled table of eleven rows and a drawing, at nine times the dots."""
    page = np.full((421 * 9, 297 * 9), 255, np.uint8)
    page[200:300, 300:1800] = 60
    for row in range(11):
        page[1000 + 70 * row : 1004 + 70 * row, 300:2400] = 120
        for left in (*range(320, 900, 14), *range(1900, 2300, 14)):
            page[1025 + 70 * row : 1055 + 70 * row, left : left + 5] = 0
    page[2400:3000, 400:2200:60] = 90
    return page


def small(large: np.ndarray) -> pictures.Page:
    rows, columns = (side // 9 for side in large.shape)
    fine = large[: rows * 9, : columns * 9].reshape(rows, 9, columns, 9).mean(axis=(1, 3))
    return (np.round(fine / pictures.STEP) * pictures.STEP).astype(np.uint8)


@pytest.mark.parametrize(("millimetres", "is_near"), [(0.1, True), (2.0, False)])
@pytest.mark.parametrize("axis", [0, 1], ids=["down", "right"])
def test_a_moved_table_is_seen_and_another_machine_s_edges_are_not(
    table: np.ndarray,
    axis: int,
    millimetres: float,
    is_near: bool,  # noqa: FBT001
):
    moved = table.copy()
    steps = round(millimetres / 25.4 * pictures.DOTS * 9)
    moved[990:1800] = np.roll(table[990:1800], steps, axis=axis)

    assert pictures.is_near(small(table), small(moved)) is is_near


def test_a_row_that_is_gone_is_seen_and_another_digit_is_not(table: np.ndarray):
    digit, row = table.copy(), table.copy()
    digit[1025:1055, 320:334] = 255
    row[1700:1760, 300:2400] = 255

    assert pictures.is_near(small(table), small(digit))
    assert not pictures.is_near(small(table), small(row))


def test_a_sheet_is_read_as_it_was_written(table: np.ndarray, tmp_path: Path):
    sheet = pictures.Sheet(("cover", "contents, a table"), (small(table), small(table.T)))
    path = tmp_path / "sheet.png"
    path.write_bytes(sheet.written())

    again = pictures.read(path)

    assert again.labels == sheet.labels
    assert changes(again, sheet) == {}
    assert list(changes(again, pictures.Sheet(sheet.labels[:1], sheet.pages[:1]))) == ["02-contents"]
