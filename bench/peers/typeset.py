"""The bare script: workbooks by calamine, charts by Altair, pages by Typst as PDF/A-3a.

``python typeset.py CASE CONTENT TARGET``; REPORTGEN_FONTS names a folder with fonts that the system has not.
"""

import json
import os
import shutil
import sys
import tempfile
from pathlib import Path

import altair as alt
import python_calamine
import typst
import vl_convert

FONTS = os.environ.get("REPORTGEN_FONTS")


def main(case: Path, content: Path, target: Path) -> None:
    """From the workbooks to the PDF."""
    read(case, (content / "workbooks.txt").read_text(encoding="utf-8").split("\n"))
    with tempfile.TemporaryDirectory() as folder:
        work = Path(folder)
        draw(json.loads((content / "charts.json").read_text(encoding="utf-8")), work)
        shutil.copytree(content / "pictures", work / "pictures")
        shutil.copy(content / "content.json", work)
        shutil.copy(Path(__file__).with_suffix(".typ"), work)
        source, fonts = str(work / "typeset.typ"), [FONTS] if FONTS else []
        typst.compile(source, output=str(target), root=folder, font_paths=fonts, pdf_standards="a-3a")


def read(case: Path, files: list[str]) -> dict[str, object]:
    """Every sheet of every file as rows of values."""
    found: dict[str, object] = {}
    for file in files:
        if file.endswith(".csv"):
            found[file] = (case / file).read_text("utf-8-sig")
            continue
        book = python_calamine.CalamineWorkbook.from_path(case / file)
        found |= {f"{file}/{name}": book.get_sheet_by_name(name).to_python() for name in book.sheet_names}
    return found


def draw(specifications: list[dict[str, object]], folder: Path) -> None:
    """The charts, each in a file."""
    if FONTS:
        vl_convert.register_font_directory(FONTS)
    for number, specification in enumerate(specifications):
        chart = alt.LayerChart.from_dict(specification, validate=False)
        svg = vl_convert.vegalite_to_svg(chart.to_dict(validate=False))
        (folder / f"chart{number}.svg").write_text(svg, encoding="utf-8")


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:]))
