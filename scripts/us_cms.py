"""Cuts the extract of samples/us-cms out of the yearly files of the CMS Hospital Provider Cost Report.

python scripts/us_cms.py FOLDER      FOLDER holds CostReport_2017_Final.csv … CostReport_2021_Final.csv

Rows of one state and the columns that the sample uses, values untouched, in the order of the files. The column Year is
the year of the file, which the file of 2021 does not repeat.
"""

from __future__ import annotations

import csv
import sys
from pathlib import Path

STATE = "WI"
YEARS = range(2017, 2022)
TARGET = Path(__file__).parents[1] / "samples" / "us-cms" / "data"
COLUMNS = (
    "Year",
    "Provider CCN",
    "Hospital Name",
    "City",
    "State Code",
    "Rural Versus Urban",
    "CCN Facility Type",
    "Fiscal Year Begin Date",
    "Fiscal Year End Date",
    "FTE - Employees on Payroll",
    "Number of Beds",
    "Total Days (V + XVIII + XIX + Unknown)",
    "Total Bed Days Available",
    "Total Discharges (V + XVIII + XIX + Unknown)",
    "Cost of Charity Care",
    "Total Salaries From Worksheet A",
    "Depreciation Cost",
    "Cash on Hand and in Banks",
    "Temporary Investments",
    "Notes Receivable",
    "Accounts Receivable",
    "Less: Allowances for Uncollectible Notes and Accounts Receivable",
    "Inventory",
    "Prepaid Expenses",
    "Other Current Assets",
    "Total Current Assets",
    "Total Fixed Assets",
    "Total Other Assets",
    "Total Assets",
    "Accounts Payable",
    "Salaries, Wages, and Fees Payable",
    "Payroll Taxes Payable",
    "Notes and Loans Payable (Short Term)",
    "Deferred Income",
    "Other Current Liabilities",
    "Total Current Liabilities",
    "Total Long Term Liabilities",
    "Total Liabilities",
    "Total Fund Balances",
    "Total Liabilities and Fund Balances",
    "Net Patient Revenue",
    "Less Total Operating Expense",
    "Net Income from Service to Patients",
    "Total Other Income",
    "Total Other Expenses",
    "Net Income",
)


def main(folder: Path) -> None:
    """Write one extract a year."""
    TARGET.mkdir(parents=True, exist_ok=True)
    for year in YEARS:
        with (folder / f"CostReport_{year}_Final.csv").open(encoding="utf-8", newline="") as file:
            rows = [row | {"Year": str(year)} for row in csv.DictReader(file) if row["State Code"] == STATE]
        target = TARGET / f"cost_reports_{year}.csv"
        with target.open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, COLUMNS, extrasaction="ignore", lineterminator="\n")
            writer.writeheader()
            writer.writerows(rows)
        print(f"{target}: {len(rows)} rows")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
