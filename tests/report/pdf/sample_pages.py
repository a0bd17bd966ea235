"""Renders the sample pages beside this module, also as a program: ``sample_pages.py PAGE STYLES TARGET``."""

from __future__ import annotations

import io
import sys
from datetime import UTC, datetime
from pathlib import Path

from PIL import Image

from reportgen.report.pdf import Attachment, Rendered, write_pdf

PAGES = Path(__file__).parent / "pages"
FAMILIES = frozenset({"Noto Sans CJK SC", "Noto Serif CJK SC"})
CREATED = datetime(2026, 11, 2, 9, 30, tzinfo=UTC)
ATTACHMENTS = (
    Attachment("results.json", b"{}", "Data", "结果 / results", "application/json"),
    Attachment("definitions.yaml", b"{}", "Supplement", "定义 / definitions", "application/yaml"),
    Attachment("2025.csv", b"a,b\n", "Source", "源数据 / source", "text/csv"),
)
PARTS = {
    "<!--ROWS-->": "".join(
        f'<tr><th scope="row">第{i}科</th><td>{i * 12345:,}</td><td>{i * 11111:,}</td></tr>' for i in range(1, 71)
    ),
    "<!--BIG-->": "".join(
        f"<tr><td>{i}</td><td>{'很长的单元格，' * (160 if i % 17 == 3 else 2)}</td></tr>" for i in range(40)
    ),
    "<!--NOTE-->": "很长的脚注跨到下一页。" * 120,
    "<!--LONG-->": "长段落跨页，共2页；" * 400,
}


def photo() -> bytes:
    target = io.BytesIO()
    Image.radial_gradient("L").convert("RGB").resize((60, 40)).save(target, "PNG")
    return target.getvalue()


def images() -> dict[str, bytes]:
    return {"charts/beds.svg": (PAGES / "chart.svg").read_bytes(), "charts/photo.png": photo()}


def page(name: str) -> str:
    text = (PAGES / f"{name}.html").read_text("utf-8")
    for mark, part in PARTS.items():
        text = text.replace(mark, part)
    return text


def plain(body: str) -> str:
    """A page with a heading, styled as the samples are."""
    head = '<meta charset="utf-8"><title>页</title><link rel="stylesheet" href="styles/style.css">'
    return f'<!DOCTYPE html><html lang="zh-CN"><head>{head}</head><body><h1>题</h1>{body}</body></html>'


def render(html: str, styles: Path = PAGES, families: frozenset[str] = FAMILIES) -> Rendered:
    return write_pdf(
        html,
        folders={"styles": styles},
        images=images(),
        attachments=ATTACHMENTS,
        created=CREATED,
        families=families,
    )


if __name__ == "__main__":
    Path(sys.argv[3]).write_bytes(render(page(sys.argv[1]), Path(sys.argv[2])).pdf)
