"""Workbooks whose formulas have no results, calculated by LibreOffice where it is installed and that is asked for."""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from dataclasses import replace
from pathlib import Path
from typing import Final

from reportgen.intake import workbooks
from reportgen.intake.sheets import Sheet
from reportgen.model.finding import Finding
from reportgen.model.place import Place

PROGRAMS: Final = ("soffice", "libreoffice")
SECONDS: Final = 120


def recalculated(content: bytes, file: str, found: tuple[Sheet, ...]) -> tuple[tuple[Sheet, ...], tuple[Finding, ...]]:
    """The sheets with the results of their formulas: I55, or those found where that is not possible: I56.

    Only cells that had no result are taken from LibreOffice; all others stay as the file has them.
    """
    program = next((path for name in PROGRAMS if (path := shutil.which(name))), None)
    if program is None:
        return found, (Finding("I56", Place(file), {"problem": "@intake.no_office"}),)
    made = _converted(program, content, Path(file).suffix or ".xlsx")
    if made is None:
        return found, (Finding("I56", Place(file), {"problem": "@intake.office_failed"}),)
    sheets, problems = workbooks.sheets(made, file)
    by_name = {sheet.name: sheet for sheet in sheets}
    filled = tuple(_filled(sheet, by_name.get(sheet.name)) for sheet in found)
    told = Finding("I55", Place(file), {"count": sum(len(sheet.uncached) for sheet in found)})
    return filled, (*problems, told)


def _converted(program: str, content: bytes, suffix: str) -> bytes | None:
    """The workbook as LibreOffice saves it, in a profile of its own and with nothing of the user's at hand."""
    with tempfile.TemporaryDirectory(prefix="reportgen-") as folder:
        source = Path(folder) / f"in{suffix}"
        source.write_bytes(content)
        command = [
            program, "--headless", "--norestore", f"-env:UserInstallation=file://{folder}/profile",
            "--convert-to", "xlsx", "--outdir", f"{folder}/out", str(source),
        ]  # fmt: skip
        try:
            subprocess.run(command, check=True, capture_output=True, timeout=SECONDS)  # noqa: S603 - a fixed command
            return (Path(folder) / "out" / "in.xlsx").read_bytes()
        except (OSError, subprocess.SubprocessError):
            return None


def _filled(sheet: Sheet, calculated: Sheet | None) -> Sheet:
    """The sheet with the results in the place of formulas without one."""
    if calculated is None or not sheet.uncached:
        return sheet
    rows = [list(cells) for cells in sheet.rows]
    left = dict(sheet.uncached)
    for row, column in sheet.uncached:
        within = row < len(calculated.rows) and column < calculated.width
        value = calculated.rows[row][column] if within else ""
        if value not in {"", None} and (row, column) not in calculated.uncached:
            rows[row][column] = value
            del left[row, column]
    errors = {**sheet.errors, **calculated.errors}
    return replace(sheet, rows=tuple(map(tuple, rows)), uncached=left, errors=errors, like=None)
