"""Cases like a sample, scored by small schemes of one part: without standards, or with one for each indicator."""

from __future__ import annotations

import dataclasses
import shutil
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final

import yaml

from reportgen import pipeline
from reportgen.analysis.material import Material
from reportgen.model.reports import ReportChoice

SAMPLE = Path(__file__).parents[3] / "samples" / "renhe"
INDICATORS = ("admin_expense_rate", "inventory_turnover_days", "receivable_turnover_days", "total_asset_turnover")
NONE: Final[Mapping[str, Any]] = MappingProxyType({})
UNWEIGHTED = ("principal_components", "factor_analysis")
STANDARDS = dict(zip(INDICATORS, (0.08, 18.0, 30.0, 0.75), strict=True))
GRADES = {"excellent": 85, "good": 70, "fair": 50, "low": 40, "poor": 0}
NAMES = {
    "excellent": {"zh": "卓越", "en": "Outstanding"},
    "good": {"zh": "达标", "en": "Met"},
    "fair": {"zh": "近标", "en": "Nearly met"},
    "low": {"zh": "偏低", "en": "Below"},
    "poor": {"zh": "不足", "en": "Failing"},
}


def judged(folder: Path, method: str, standards: Mapping[str, Mapping[str, Any]] = NONE, **scheme: Any) -> Material:
    """The sample in its last year by a method, some standards other than planned; further keys of the scheme by name."""
    case = folder / method
    shutil.copytree(SAMPLE, case)
    part: dict[str, Any] = {"share": 1.0, "method": method, "indicators": {}}
    for name in INDICATORS:
        part["indicators"][name] = {"ability": "operating"} | ({} if method in UNWEIGHTED else {"weight": 0.25})
        if method == "ratio_scoring":
            standard = {"kind": "plan", "value": STANDARDS[name], "source": "年度计划 / Annual plan", "year": 2025}
            part["indicators"][name]["references"] = [dict(standards.get(name, standard))]
    abilities = {"operating": {"zh": "运营", "en": "Operations"}}
    content = {"name": {"zh": "试", "en": "Trial"}, "source": "test", "grades": GRADES, "abilities": abilities,
               "parts": {"figures": part}, **scheme}  # fmt: skip
    (case / "schemes").mkdir(exist_ok=True)
    (case / "schemes" / "mine.yaml").write_text(yaml.safe_dump({"mine": content}, allow_unicode=True), "utf-8")
    file = case / "case.yaml"
    file.write_text(file.read_text("utf-8").replace("comprehensive_80_20", "mine"), "utf-8")
    return pipeline.evaluate(pipeline.check(case), period="2025")


def wanting(material: Material, *sections: str, kind: str = "board") -> Material:
    """The material as if case.yaml had asked for these sections alone."""
    file = material.case.file.model_copy(update={"reports": {kind: ReportChoice(sections=sections)}})
    return dataclasses.replace(material, case=dataclasses.replace(material.case, file=file))
