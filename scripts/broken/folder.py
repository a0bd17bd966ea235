"""One broken case: its folder, the workbooks that are right in it, and what must be said of it."""

from __future__ import annotations

import io
import json
import re
import zipfile
from pathlib import Path
from typing import Any

from reportgen.catalog import load_catalog
from scripts import small_workbooks as small

TARGET = Path(__file__).parents[2] / "samples" / "broken"
CASE = """entity: {id: shili, name: {zh: 示例医院, en: Sample Hospital}}
regime: "2019"
currency: CNY
illustrative: true
"""
FORM = "会政财02"
MONTHLY = ("本月数", "本年累计数")
ANNUAL = ("本年数", "上年数")


def case(kind: str, text: str = CASE) -> Path:
    """A fresh folder with its case.yaml."""
    folder = TARGET / kind / "case"
    (folder / "data").mkdir(parents=True)
    if text:
        (folder / "case.yaml").write_text(text, encoding="utf-8")
    return folder


def expect(kind: str, exit_code: int, *findings: dict[str, Any], **more: Any) -> None:
    """Write down what must be said."""
    content = {"command": ["check"], "exit_code": exit_code, "findings": list(findings)} | more
    text = json.dumps(content, ensure_ascii=False, indent=1) + "\n"
    (TARGET / kind / "expected.json").write_text(text, encoding="utf-8")


def finding(rule: str, severity: str, file: str, **place: Any) -> dict[str, Any]:
    """One expected finding."""
    where = {"file": file, "sheet": None, "cell": None, "line": None} | place
    return {"rule": rule, "severity": severity, "place": where}


def annual(
    folder: Path,
    name: str = "data/2025年度报表.xlsx",
    scale: int = 1,
    leaves: dict[str, int] | None = None,
    changes: small.Cells | None = None,
) -> None:
    """A year's statement of income and expense that ties."""
    catalog = load_catalog()
    columns = [small.figures(FORM, catalog, scale, leaves), small.figures(FORM, catalog)]
    rows = small.sheet(FORM, "2025年度", ANNUAL, columns)
    small.write(folder / name, {"收入费用表": rows}, {"收入费用表": changes or {}})


def monthly(folder: Path, month: int) -> None:
    """A month's statement, the same figures each month and the year to date rolled on."""
    made = small.figures(FORM, load_catalog(), month)
    so_far = small.figures(FORM, load_catalog(), month * (month + 1) // 2)
    rows = small.sheet(FORM, f"2026年{month}月", MONTHLY, [made, so_far])
    small.write(folder / f"data/2026年{month:02}月报表.xlsx", {"收入费用表": rows})


def patched(content: bytes, member: str, old: bytes | re.Pattern[bytes], new: bytes) -> bytes:
    """A workbook with one part changed."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as source, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        for info in source.infolist():
            part = source.read(info)
            if info.filename.endswith(member):
                part = part.replace(old, new, 1) if isinstance(old, bytes) else old.sub(new, part, count=1)
            target.writestr(zipfile.ZipInfo(info.filename, (2026, 1, 1, 0, 0, 0)), part, zipfile.ZIP_DEFLATED)
    return out.getvalue()
