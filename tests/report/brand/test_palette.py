"""Colours of a brand: taken where readers and grey printers can live with them, told and left out where not."""

from __future__ import annotations

import colorsys
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportgen.model.place import Place
from reportgen.report.brand.styling import WASHES, needs, own_names, readable, rules
from reportgen.report.tokens import built_in, contrast, lightness

COLOURS = st.integers(0, 0xFFFFFF).map("#{:06X}".format)


def tried(**colours: str):
    wanted = {name.replace("_", "-"): value for name, value in colours.items()}
    return readable(wanted, built_in(), {name: Place("brand.yaml", line=number) for number, name in enumerate(wanted)})


def test_the_design_itself_meets_every_need() -> None:
    for need in needs():
        assert need.measured(built_in()) >= need.least, need


def test_a_dark_red_accent_is_taken() -> None:
    assert tried(accent="#7B1E3A") == ({"accent": "#7B1E3A"}, ())


def test_a_pale_accent_is_told_with_its_contrast_and_left_out() -> None:
    kept, (finding,) = tried(accent="#F0E0A0")
    assert kept == {}
    assert (finding.rule, finding.facts["found"], finding.facts["least"]) == ("B32", "1.3", "4.5")


def test_neighbouring_grades_alike_in_grey_are_both_left_out() -> None:
    kept, findings = tried(good="#6A5A2A", good_on="#FFFFFF", excellent="#1D6B6B")
    assert {finding.rule for finding in findings} == {"B33"}
    assert {finding.facts["name"] for finding in findings} == {"good", "excellent"}
    assert kept == {"good-on": "#FFFFFF"}


def test_a_name_that_is_no_token_is_told_with_the_nearest() -> None:
    kept, (finding,) = tried(acent="#7B1E3A")
    assert (kept, finding.rule, finding.facts["nearest"]) == ({}, "B31", "accent")


@pytest.mark.parametrize("name", ["paper", "black", "gb_red"])
def test_paper_and_official_colours_are_no_matter_of_brand(name: str) -> None:
    assert tried(**{name: "#123456"})[1][0].rule == "B31"


@given(st.dictionaries(st.sampled_from(own_names()), COLOURS, max_size=8))
def test_whatever_is_asked_the_pages_stay_readable(wanted: dict[str, str]) -> None:
    kept, findings = readable(wanted, built_in(), dict.fromkeys(wanted, Place("brand.yaml")))
    colours = {**built_in(), **kept}
    assert all(need.measured(colours) >= need.least for need in needs())
    assert set(wanted) == set(kept) | {finding.facts["name"] for finding in findings}


@given(COLOURS)
def test_lightness_is_that_of_the_grey_of_equal_luminance(colour: str) -> None:
    """Of greys, by the definition of CIE 1976: a grey of 46.63 % luminance in sRGB has L* 50."""
    grey = colorsys.rgb_to_hls(*(int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)))[1]
    level = f"#{round(grey * 255):02X}" + f"{round(grey * 255):02X}" * 2
    linear = contrast(level, "#000000") * 0.05 - 0.05
    expected = 116 * linear ** (1 / 3) - 16 if linear > 216 / 24389 else linear * 24389 / 27
    assert lightness(level) == pytest.approx(expected, abs=1e-6)
    assert lightness("#777777") == pytest.approx(50.03, abs=0.02)


def test_a_grey_of_a_brand_replaces_its_twin_over_the_draft_mark() -> None:
    assert rules({"wash": "#F0F0F0"}, None) == ":root { --wash: #F0F0F0; --wash-over: #F0F0F0 }"
    assert rules({"accent": "#5A1020"}, None) == ":root { --accent: #5A1020 }"
    assert {f"{name}-over" for name in WASHES} <= {*built_in()}


@pytest.mark.parametrize("name", WASHES)
def test_the_twin_of_a_grey_looks_like_it_on_paper(name: str) -> None:
    """Each part of the colour within one of 255 of the plain grey, by alpha compositing on white."""
    red, green, blue, share = (float(part) for part in re.findall(r"[\d.]+", built_in()[f"{name}-over"]))
    shown = [255 + (part - 255) * share / 100 for part in (red, green, blue)]
    plain = [int(built_in()[name][at : at + 2], 16) for at in (1, 3, 5)]
    assert shown == pytest.approx(plain, abs=1)
