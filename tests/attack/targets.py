"""What is attacked: for each reader an input that is well, where it lies, and the command that reads it."""

from __future__ import annotations

import contextlib
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from intake.test_binary_workbooks import book
from lifecycle.conftest import Clinic
from shell import ROOT, reportgen

SEEDS = Path(__file__).parent / "seeds"
CLINIC = ROOT / "tests" / "cases" / "clinic"
TABLES = {
    "targets.csv": "indicator,period,value,kind\ncurrent_ratio,2025,1.5,plan\n",
    "supplied.csv": "indicator,period,value\ncurrent_ratio,2025,1.9\n",
    "ratings.csv": "项目,期间,等级,依据\n医德医风,2025,优,抽查\n",
    "adjustments.csv": "item,period,reported,adjustment,audited,reason\ninventories,2025,120000,-5,119995,盘点\n",
    "data/wide.csv": '机构,年份,货币资金\nclinic,2019,5000\nother,2019,"6,000"\n',
    "mapping.yaml": "names: {现金: cash_and_bank}\nsources:\n  - file: data/wide.csv\n    layout: wide\n    entity: {id: 机构}\n    period: 年份\n    columns: {货币资金: cash_and_bank}\n",
    "items/own.yaml": "own_item: {name: {zh: 自有, en: Own}, kind: flow, unit: CNY}\n",
    "indicators/own.yaml": "own: {name: {zh: 自有比, en: Own ratio}, meaning: {zh: 自有。, en: Own.}, formula: current_assets / inventories, unit: ratio, direction: higher}\n",
    "brand.yaml": 'colours: {accent: "#123456"}\n',
    "experts/e.csv": "专家,能力,重要程度,等级\n一,人员能力,9,5\n",
}  # fmt: skip
WEIGHTS = '{"matrix": [[1, 3, 5], [0.3333333333333333, 1, 2], [0.2, 0.5, 1]]}'


@dataclass(frozen=True)
class Target:
    """One reader.

    Attributes:
        name: what is read.
        folder: with everything that the command needs; copied for each input.
        file: the file in it that is harmed.
        words: the command, run in the folder.
        often: how often it is drawn, of all.
    """

    name: str
    folder: Path
    file: str
    words: tuple[str, ...]
    often: int = 1

    @property
    def content(self) -> bytes:
        """The input as it is well."""
        return (self.folder / self.file).read_bytes()


def targets(scratch: Path) -> list[Target]:
    """All of them, made in a folder."""
    return [*_workbooks(scratch), *_case(scratch), *_kept(scratch)]


def _workbooks(scratch: Path) -> Iterator[Target]:
    for name, often in (("xlsx", 9), ("xls", 6), ("ods", 6), ("xlsb", 6), ("csv", 6)):
        folder = scratch / name
        folder.mkdir()
        file = f"a.{name}"
        if name == "xlsb":
            rows = [
                ["编制单位：甲院", "2025年度", "单位：万元"],
                ["项目", "本年数", "上年数"],
                ["医疗收入", 12.5, 10.0],
            ]
            book(folder / file, rows)
        else:
            shutil.copy(
                SEEDS / f"statement.{name}" if name != "csv" else CLINIC / "data" / "balance.csv", folder / file
            )
        yield Target(name, folder, file, ("read", file, "--format", "csv"), often)
    shutil.copytree(scratch / "xlsx", scratch / "zip")
    yield Target("zip", scratch / "zip", "a.xlsx", ("check", "."), 2)


def _case(scratch: Path) -> Iterator[Target]:
    folder = scratch / "clinic"
    shutil.copytree(CLINIC, folder)
    for name, text in TABLES.items():
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    (folder / "weights.json").write_text(WEIGHTS, encoding="utf-8")
    for name in ("case.yaml", "mapping.yaml", "schemes/clinic_six.yaml", *TABLES, "commentary/2025/01.zh.md"):
        yield Target(name, folder, name, ("check", "."), 2 if name.endswith(".yaml") else 1)
    yield Target("weights.json", folder, "weights.json", ("method", "run", "ahp_weights", "--input", "weights.json"), 2)
    yield Target("evaluated", folder, "data/balance.csv", ("evaluate", ".", "--format", "csv"), 2)


def _kept(scratch: Path) -> Iterator[Target]:
    """Journals, results, reports, archives and bags of one report that was really issued."""
    clinic = Clinic(scratch / "issued")
    clinic.reviewed()
    clinic.issue("--embed", "all")
    folder, number = clinic.folder, "issued/XH-2025-001"
    yield Target("journal", folder, "journal.jsonl", ("check", "."), 3)
    yield Target("results", folder, f"{number}.json", ("check", "."), 2)
    yield Target("diff", folder, f"{number}.json", ("diff", f"{number}.json", f"{number}.pdf"), 2)
    yield Target("pdf", folder, f"{number}.pdf", ("verify", f"{number}.pdf"), 4)
    keep = scratch / "keep"
    keep.mkdir()
    for words in (
        ("add", "archive", folder / f"{number}.pdf", "--by", "丁"),
        ("export", "archive", "XH-2025-001", "-o", "bag"),
    ):
        with contextlib.chdir(keep):
            ran = reportgen("archive", *words, cwd=keep)
        if ran.returncode:
            raise RuntimeError(ran.stdout + ran.stderr)
    (bag,) = (path.parent for path in (keep / "bag").rglob("bagit.txt"))
    taken_in = ("archive", "import", "new", bag.relative_to(keep).as_posix())
    for base, words in (("archive", ("archive", "verify", "archive")), ("bag", taken_in)):
        for path in sorted((keep / base).rglob("*")):
            if path.is_file() and path.suffix in {".json", ".txt", ".sha512"}:
                yield Target(base, keep, path.relative_to(keep).as_posix(), words)
