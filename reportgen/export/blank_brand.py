"""A form of brand.yaml to fill in: mark, colours and faces of the hospital, each with what it is for."""

from __future__ import annotations

from typing import Final

from reportgen.catalog import load_catalog

FILE: Final = "brand.example.yaml"
FORM: Final = """\
# {rename}
source: {source}
# {logo}
logo: {{file: brand/logo.svg, height_mm: 12, head: true}}
# {colours}
colours: {{accent: "#7B1E3A"}}
# {fonts}
fonts:
  sans: {{regular: brand/House-Regular.otf, bold: brand/House-Bold.otf}}
  serif: {{regular: brand/House-Regular.otf, bold: brand/House-Bold.otf}}
"""
ASKED: Final = ("rename", "source", "logo", "colours", "fonts")


def form() -> bytes:
    """Its text, remarks in both languages; it holds for no report until it bears the name brand.yaml."""
    words = load_catalog().words
    said = (words[f"cli.brand_form.{key}"] for key in ASKED)
    return FORM.format(**dict(zip(ASKED, (f"{one.zh} {one.en}" for one in said), strict=True))).encode()
