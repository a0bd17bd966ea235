"""The usual script: pandas, Altair, Jinja, WeasyPrint; with ``--tuned`` as one writes it who has measured it.

``python script.py CASE CONTENT TARGET [--tuned]``; REPORTGEN_FONTS names a folder with fonts that the system has not.

Tuned means: calamine instead of openpyxl, charts not validated, tables of fixed layout, the collector off.
"""

import argparse
import gc
import json
import os
import tempfile
from pathlib import Path

import altair as alt
import jinja2
import pandas as pd
import vl_convert
import weasyprint

PAGE = """<!doctype html><html lang="zh"><head><meta charset="utf-8"><title>{{ title }}</title><style>
@page { size: A4; margin: 20mm 18mm 18mm; @bottom-center { content: counter(page) " / " counter(pages) } }
body { font: 9pt/1.5 "Noto Sans CJK SC" } .en { font-size: .86em; color: #555 }
h1 { font-size: 13pt; color: #1f4e79 } h2 { font-size: 10.5pt; color: #1f4e79 }
table { width: 100%; border-collapse: collapse; font-size: 7.5pt {%- if tuned %}; table-layout: fixed{% endif %} }
td, th { border-bottom: .4pt solid #bbb; padding: 1.5pt 2pt; text-align: left } .n { text-align: right }
.picture { height: 3mm }
</style></head><body>
{%- macro words(text) %}{% for run, english in text -%}
{% if english %}<span class="en" lang="en">{{ run }}</span>{% else %}{{ run }}{% endif %}{% endfor %}{% endmacro %}
{%- macro rows(given) %}{% for row in given %}<tr>{% for cell in row %}{% set tag = "th" if cell.header else "td" -%}
<{{ tag }} colspan="{{ cell.columns }}" rowspan="{{ cell.rows }}"{% if cell.number %} class="n"{% endif %}>
{{- words(cell.text) }}{% for file in cell.pictures -%}
<img class="picture" src="pictures/{{ file }}" alt="trend">{% endfor -%}
</{{ tag }}>{% endfor %}</tr>{% endfor %}{% endmacro %}
{% for block in blocks %}
{%- if block.kind == "heading" %}<h{{ block.level }}>{{ words(block.text) }}</h{{ block.level }}>
{%- elif block.kind == "paragraph" %}<p>{{ words(block.text) }}</p>
{%- elif block.kind == "picture" %}<img class="picture" src="pictures/{{ block.file }}" alt="{{ block.alt }}">
{%- elif block.kind == "chart" -%}
<img style="width: {{ block.width }}mm" src="{{ charts[block.chart] }}" alt="{{ block.alt }}">
{%- else %}<table>
{%- if tuned and block.widths %}<colgroup>
{%- for width in block.widths %}<col style="width: {{ width }}mm">{% endfor %}</colgroup>
{%- endif %}<thead>{{ rows(block.head) }}</thead><tbody>{{ rows(block.body) }}</tbody></table>
{%- endif %}
{% endfor %}</body></html>
"""


def main() -> None:
    """From the workbooks to the PDF."""
    asked = argparse.ArgumentParser()
    asked.add_argument("case", type=Path)
    asked.add_argument("content", type=Path)
    asked.add_argument("target", type=Path)
    asked.add_argument("--tuned", action="store_true")
    given = asked.parse_args()
    if given.tuned:
        gc.disable()
    read(given.case, (given.content / "workbooks.txt").read_text(encoding="utf-8").split("\n"), tuned=given.tuned)
    content = json.loads((given.content / "content.json").read_text(encoding="utf-8"))
    with tempfile.TemporaryDirectory() as folder:
        charts = draw(
            json.loads((given.content / "charts.json").read_text(encoding="utf-8")), Path(folder), given.tuned
        )
        page = jinja2.Environment(autoescape=True).from_string(PAGE)
        html = page.render(**content, charts=charts, tuned=given.tuned)
        weasyprint.HTML(string=html, base_url=f"{given.content}/").write_pdf(given.target, pdf_variant="pdf/ua-1")


def read(case: Path, files: list[str], *, tuned: bool) -> dict[str, object]:
    """Every table of the case as a data frame."""
    engine = "calamine" if tuned else "openpyxl"
    return {
        file: pd.read_csv(case / file)
        if file.endswith(".csv")
        else pd.read_excel(case / file, sheet_name=None, header=None, engine=engine)  # type: ignore[call-overload]
        for file in files
    }


def draw(specifications: list[dict[str, object]], folder: Path, tuned: bool) -> list[str]:  # noqa: FBT001 - as it came
    """The charts, each in a file."""
    if fonts := os.environ.get("REPORTGEN_FONTS"):
        vl_convert.register_font_directory(fonts)
    made = []
    for number, specification in enumerate(specifications):
        file = folder / f"chart{number}.svg"
        if tuned:
            chart = alt.LayerChart.from_dict(specification, validate=False)
            file.write_text(vl_convert.vegalite_to_svg(chart.to_dict(validate=False)), encoding="utf-8")
        else:
            alt.LayerChart.from_dict(specification).save(str(file))
        made.append(file.as_uri())
    return made


if __name__ == "__main__":
    main()
