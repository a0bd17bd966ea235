"""A group of three hospitals, with the figures of the first three of the sample, whose report can be issued."""

from __future__ import annotations

import shutil
from pathlib import Path

from lifecycle.conftest import Clinic

SAMPLE = Path(__file__).parents[2] / "samples" / "lianhe"
CASE = """\
group: {id: alliance, name: {zh: 三院联合体, en: Alliance of Three}}
entity: {id: LH01, name: {zh: 中心医院, en: Central Hospital}}
scheme: stakeholder_views.public_hospital
report: {number_prefix: XH, issue_date: "2026-01-10"}
signatories:
  - {id: reviewer, role: {zh: 复核人, en: Reviewed by}, name: 乙}
  - {id: director, role: {zh: 院长, en: President}, name: 丙}
"""
MEMBERS = ("LH01", "LH02", "LH03")
ASSETS = "流动资产合计"


class Alliance(Clinic):
    """The case on disk, and the commands run on the report about all three."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        (folder / "data").mkdir(parents=True)
        shutil.copyfile(SAMPLE / "mapping.yaml", folder / "mapping.yaml")
        (table,) = (SAMPLE / "data").glob("*.csv")
        head, *rows = table.read_text("utf-8-sig").splitlines()
        self.head = head.split(",")
        self.rows = [row.split(",") for row in rows if row.startswith(MEMBERS)]
        self.describe(CASE)
        self.write()

    def write(self) -> None:
        lines = [",".join(row) for row in (self.head, *self.rows)]
        (self.folder / "data" / "years.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")

    def add(self, hospital: str, amount: float) -> None:
        """Current and total assets of a hospital and year 2025 are so much more."""
        row = next(row for row in self.rows if row[0] == hospital and row[self.head.index("年度")] == "2025")
        for name in (ASSETS, "资产总计", "净资产合计"):
            place = self.head.index(name)
            row[place] = f"{float(row[place]) + amount:.2f}"
        self.write()

    def reviewed(self, day: str = "2026-01-10") -> None:
        self.review("reviewer", "--report", "group", day=day)
