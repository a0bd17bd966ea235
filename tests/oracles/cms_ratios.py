"""Ratios of the cost reports, by plain numpy from the files: shares nothing with the program."""

from __future__ import annotations

import csv
import datetime as dt
from pathlib import Path
from typing import Any

import numpy as np

Row = tuple[str, str]
FULL_YEAR = range(350, 381)
COLUMNS = {
    "CA": "Total Current Assets", "CL": "Total Current Liabilities", "TA": "Total Assets", "TL": "Total Liabilities",
    "NA": "Total Fund Balances", "NPR": "Net Patient Revenue", "OPEX": "Less Total Operating Expense",
    "SERVICE": "Net Income from Service to Patients", "OTHER": "Total Other Income", "NET": "Net Income",
    "CASH": "Cash on Hand and in Banks", "TEMP": "Temporary Investments", "DEP": "Depreciation Cost",
    "INV": "Inventory", "FIXED": "Total Fixed Assets", "DAYS": "Total Days (V + XVIII + XIX + Unknown)",
    "BEDDAYS": "Total Bed Days Available", "DISCHARGES": "Total Discharges (V + XVIII + XIX + Unknown)",
}  # fmt: skip


def reports(folder: Path) -> dict[Row, dict[str, float]]:
    """Hospital and year → figures of whole fiscal years; a hospital with two such reports in a year has none."""
    found: dict[Row, list[dict[str, float]]] = {}
    for file in sorted(folder.glob("*.csv")):
        with file.open(encoding="utf-8", newline="") as table:
            for row in csv.DictReader(table):
                begin, end = (_date(row[f"Fiscal Year {edge} Date"]) for edge in ("Begin", "End"))
                length = (end - begin).days + 1
                if length in FULL_YEAR:
                    figures = {key: float(row[head]) if row[head].strip() else np.nan for key, head in COLUMNS.items()}
                    key = row["Provider CCN"].zfill(6), row["Year"]
                    found.setdefault(key, []).append(figures | {"LENGTH": float(length)})
    return {key: rows[0] for key, rows in found.items() if len(rows) == 1}


def _date(text: str) -> dt.date:
    month, day, year = map(int, text.split("/"))
    return dt.date(year, month, day)


def ratios(rows: dict[Row, dict[str, float]]) -> dict[str, dict[Row, float]]:
    """Ratio → hospital and year → value, NaN where there is none."""
    keys = sorted(rows)
    before = {key: rows.get((key[0], str(int(key[1]) - 1)), {}) for key in keys}
    f: Any = {name: np.array([rows[key][name] for key in keys]) for name in (*COLUMNS, "LENGTH")}
    p: Any = {name: np.array([before[key].get(name, np.nan) for key in keys]) for name in COLUMNS}

    def over(above: Any, below: Any) -> Any:
        with np.errstate(all="ignore"):
            return np.where(below > 0.005, above / below, np.nan)

    found = {
        "current_ratio": over(f["CA"], f["CL"]),
        "quick_ratio": over(f["CA"] - f["INV"], f["CL"]),
        "asset_liability_ratio": over(f["TL"], f["TA"]),
        "patient_care_margin": over(f["SERVICE"], f["NPR"]),
        "total_margin": over(f["NET"], f["NPR"] + f["OTHER"]),
        "days_cash_and_investments": over((f["CASH"] + f["TEMP"]) * f["LENGTH"], f["OPEX"] - f["DEP"]),
        "current_asset_share": over(f["CA"], f["TA"]),
        "fixed_asset_share": over(f["FIXED"], f["TA"]),
        "bed_occupancy_rate": over(f["DAYS"], f["BEDDAYS"]),
        "inpatient_length_of_stay": over(f["DAYS"], f["DISCHARGES"]),
        "total_asset_turnover": over(f["NPR"] + f["OTHER"], (f["TA"] + p["TA"]) / 2),
        "revenue_to_assets": over(f["NPR"] + f["OTHER"], (f["TA"] + p["TA"]) / 2),
        "return_on_assets": over(f["NET"], (f["TA"] + p["TA"]) / 2),
        "current_asset_turnover": over(f["NPR"], (f["CA"] + p["CA"]) / 2),
        "total_asset_growth": over(f["TA"] - p["TA"], p["TA"]),
        "net_asset_growth": over(f["NA"] - p["NA"], p["NA"]),
        "medical_income_growth": over(f["NPR"] - p["NPR"], p["NPR"]),
        "net_surplus_margin": over(f["NET"], f["NPR"]),
        "return_on_net_assets": over(f["NET"], (f["NA"] + p["NA"]) / 2),
        "debt_to_net_assets_ratio": over(f["TL"], f["NA"]),
    }
    return {name: dict(zip(keys, values.tolist(), strict=True)) for name, values in found.items()}
