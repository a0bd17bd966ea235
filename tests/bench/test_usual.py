"""The usual way is the same report: what it rewrites keeps words, pictures and pages."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime

import pytest

from bench import sides, table, usual_markup
from bench.columns import widths
from bench.rounds import Compared, Measured
from bench.sameness import compare
from bench.stages import Watch
from reportgen.report import charts, fonts, pdf
from reportgen.report.charts.canvas import Canvas
from reportgen.report.tokens import ink

MOMENT = datetime(2026, 11, 5, 9, tzinfo=UTC)


@dataclass(frozen=True)
class Page:
    html: str
    images: dict[str, bytes]


def report() -> Page:
    panel = charts.Multiple((1.0, 2.0, 1.5), "2024", "2026", "1.5")
    picture = charts.small_multiple(panel, "流动比率 1.5", ink()).svg
    row = '<tr><th scope="row">流动比率<span class="en" lang="en">Current ratio</span></th><td>{}</td></tr>'
    rows = "".join(row.format(number) for number in range(90))
    html = (
        '<!doctype html><html lang="zh-CN"><head><title>样本</title><style>'
        '@page { size: A4 } body { font-family: "Noto Sans CJK SC" }'
        "table { table-layout: fixed; width: 100% } .en { display: block }</style></head><body>"
        '<h1 id="top">指标</h1><img src="charts/one.svg" alt="流动比率 1.5" style="width:54mm">'
        '<table><colgroup><col style="width:40mm"><col></colgroup><thead><tr><th scope="col">名称</th>'
        f'<th scope="col">值</th></tr></thead><tbody>{rows}</tbody></table></body></html>'
    )
    return Page(html, {"charts/one.svg": picture})


@pytest.fixture(scope="module")
def page() -> Page:
    fonts.activate()
    return report()


def test_cells_are_wrapped_tables_automatic_and_drawings_in_the_page(page: Page) -> None:
    written = usual_markup.usual(page.html, page.images, ((100.0, 200.0),))

    assert "<td><span><span>7</span></span></td>" in written
    assert "table-layout:auto!important" in written
    assert '<col style="width:100.000px"><col style="width:200.000px">' in written
    assert "<img" not in written
    assert "<title>流动比率 1.5</title>" in written


def test_the_usual_way_keeps_the_words(page: Page) -> None:
    def words(html: str) -> str:
        body = re.sub(r"<svg.*?</svg>", "", html.partition("<body>")[2], flags=re.DOTALL)
        return re.sub(r"<[^>]*>", "", body)

    assert words(usual_markup.usual(page.html, page.images, ((1.0, 1.0),))) == words(page.html)


def test_both_ways_give_the_same_pages(page: Page) -> None:
    order = {
        "folders": {},
        "images": page.images,
        "attachments": [],
        "created": MOMENT,
        "families": fonts.REQUIRED,
    }
    ours = pdf.write_pdf(page.html, **order)
    usual = sides.written_as_usual(widths(page.html, page.images), page.html, **order)

    same = compare(ours.pdf, usual.pdf)

    assert same.holds
    assert same.ours > 1


def test_a_missing_word_is_seen(page: Page) -> None:
    order = {"folders": {}, "images": page.images, "attachments": [], "created": MOMENT, "families": fonts.REQUIRED}
    whole = pdf.write_pdf(page.html, **order).pdf
    poorer = pdf.write_pdf(page.html.replace("<td>7</td>", "<td>8</td>"), **order).pdf

    assert compare(whole, poorer).differing == (1,)


def test_both_ways_draw_the_same_chart() -> None:
    from bench import usual_charts

    def drawn(svg: bytes) -> list[tuple[str, ...]]:
        return re.findall(r' d="([^"]*)"|>([^<]+)</text>', svg.decode())

    panel = charts.Multiple((1.0, None, 1.5), "2024", "2026", "1.5", (1.0, 1.4), 1.2)
    slopes = [charts.Slope("A", 71.0, 82.0, "71", "82"), charts.Slope("B", 82.0, 71.0, "82", "71")]
    for chart in (
        lambda: charts.small_multiple(panel, "1.5", ink()),
        lambda: charts.slope_list(slopes, (), "71", ink()),
    ):
        ours = chart().svg
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(Canvas, "draw", usual_charts.draw)
            usual = chart().svg

        assert drawn(ours) == drawn(usual)
        assert len(usual) > len(ours)


def test_time_of_an_inner_stage_is_not_counted_twice() -> None:
    watch = Watch()
    inner = watch.time("inner", lambda: sum(range(2_000_000)))
    outer = watch.time("outer", lambda: [inner()])

    outer()

    assert watch.spent["inner"] > watch.spent["outer"] >= 0


def test_ratios_are_medians_over_rounds_not_of_medians() -> None:
    found = Compared(
        tuple(Measured(one, one, 1) for one in (1.0, 4.0, 9.0)),
        tuple(Measured(two, two, 1) for two in (2.0, 4.0, 10.0)),
    )

    assert found.ratio("cpu") == pytest.approx(0.9)
    assert not table.met(found, found)
