"""A new case with empty official forms and registers."""

from __future__ import annotations

from typing import Final

from reportgen.catalog import load_catalog
from reportgen.export import blank_brand, blank_forms, blank_ratings, blank_registers

REGIME: Final = "2019"
CASE: Final = """\
entity:
  id: hospital
  name: {{zh: {zh}, en: {en}}}
regime: "{regime}"
currency: CNY
scheme: comprehensive_80_20
"""


def files() -> dict[str, bytes]:
    """Path in the case → content: case.yaml, annual and monthly forms, registers, first steps in both languages."""
    catalog = load_catalog()
    words = catalog.words
    forms = [form for form in catalog.forms.values() if form.regime == REGIME]
    monthly = [form for form in forms if form.monthly]
    name = words["form.your_hospital"]
    books = {
        words["form.annual_file"].zh: (forms, True, words["form.year_line"].zh),
        words["form.monthly_file"].zh: (monthly, False, words["form.month_line"].zh),
    }
    steps = "\n\n".join(words["cli.first_steps_of_blank"].in_language(speech) for speech in ("zh", "en"))
    content = {
        "case.yaml": CASE.format(zh=name.zh, en=name.en, regime=REGIME).encode(),
        "README.txt": (steps + "\n").encode(),
        blank_ratings.FILE: blank_ratings.table(catalog),
        blank_brand.FILE: blank_brand.form(),
    }
    for file, (listed, annual, date) in books.items():
        content[f"data/{file}"] = blank_forms.workbook(listed, catalog, annual=annual, entity=name.zh, date=date)
    return content | blank_registers.files(catalog, name.zh)
