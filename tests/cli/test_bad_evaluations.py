"""Schemes that cannot be scored by and figures that no method can bear: a refusal or a fallback that is told."""

from __future__ import annotations

import copy
import json
import math
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from cli.panel import SCHEME, write
from reportgen.cli.app import main
from reportgen.errors import ExitCode

LONG = re.compile(r"[0-9,]{40}")
PRINTED_NAN = re.compile(r"(?<![A-Za-z_“])(nan|inf|infinity)(?![A-Za-z_])", re.IGNORECASE)

Row = list[float | str]
Scheme = dict[str, Any]


def figures(hospitals: int = 9) -> list[Row]:
    """Current assets and liabilities, assets and liabilities of hospitals in 2025, the own first; none is constant."""
    return [[120.0 + 13 * n + (n * n) % 5, 100.0, 1000.0, 300.0 + 20 * (n * 7 % 9)] for n in range(hospitals)]


def written(folder: Path, scheme: Scheme, rows: list[Row]) -> Path:
    names = ["own", *(f"h{number}" for number in range(1, len(rows)))]
    lines = (
        f"{name},{name},tertiary,east,2025,{','.join(map(str, row))}" for name, row in zip(names, rows, strict=True)
    )
    return write(folder, {"mine": scheme}, lines)


Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capsysbinary: pytest.CaptureFixture[bytes]) -> Run:
    """The program as it is called from a shell: exit code, what it says, and what it says on the side."""

    def called(*words: str | Path) -> tuple[int, str, str]:
        monkeypatch.setattr("sys.argv", ["reportgen", *map(str, words)])
        with pytest.raises(SystemExit) as end:
            main()
        said = capsysbinary.readouterr()
        out, err = said.out.decode(), said.err.decode()
        assert "Traceback" not in out + err
        return int(end.value.code or 0), out, err

    return called


def part(scheme: Scheme) -> Scheme:
    found: Scheme = scheme["parts"]["all"]
    return found


def ratio(scheme: Scheme) -> Scheme:
    found: Scheme = part(scheme)["indicators"]["current_ratio"]
    return found


def by(method: str, weights: str = "equal") -> Callable[[Scheme], None]:
    """The same indicators by another method or weighting, without given weights; rankings need no standards."""

    def change(scheme: Scheme) -> None:
        part(scheme).update(method=method, weights=weights)
        for one in part(scheme)["indicators"].values():
            del one["weight"]
            if method != "level_efficacy":
                del one["standards"]

    return change


def unknown(scheme: Scheme) -> None:
    part(scheme)["indicators"]["nonsense"] = {**copy.deepcopy(ratio(scheme)), "weight": 0.0}


WRONG_SCHEMES: dict[str, tuple[str, Callable[[Scheme], object]]] = {
    "shares that do not sum": ("S02", lambda scheme: part(scheme).update(share=0.9)),
    "weights that do not sum": ("S10", lambda scheme: ratio(scheme).update(weight=0.7)),
    "weight 1e308": ("S10", lambda scheme: ratio(scheme).update(weight=1e308)),
    "matrix not reciprocal": (
        "S14",
        lambda scheme: part(scheme).update(weights={"method": "ahp", "judgements": [[[1.0, 3.0], [3.0, 1.0]]]}),
    ),
    "matrix of NaN": (
        "D05",
        lambda scheme: part(scheme).update(weights={"method": "ahp", "judgements": [[[1.0, math.nan], [1.0, 1.0]]]}),
    ),
    "standards out of order": ("S06", lambda scheme: ratio(scheme)["standards"].update(good=2.6)),
    "grades not monotone": ("S12", lambda scheme: scheme["grades"].update(good=90)),
    "grade NaN": ("D05", lambda scheme: scheme["grades"].update(good=math.nan)),
    "coefficients not monotone": ("S13", lambda scheme: part(scheme).update(coefficients=[1, 0.8, 0.9, 0.4, 0.2, 0])),
    "unknown indicator": ("D16", unknown),
    "standard NaN": ("D05", lambda scheme: ratio(scheme)["standards"].update(excellent=math.nan)),
    "standard 1e308": ("S17", lambda scheme: ratio(scheme)["standards"].update(excellent=1e308)),
    "unknown method": ("S03", lambda scheme: part(scheme).update(method="darts")),
    "unknown weighting": ("S04", lambda scheme: part(scheme).update(weights="dice")),
}


@pytest.mark.parametrize("fault", WRONG_SCHEMES)
def test_a_scheme_that_cannot_be_scored_by_is_refused_in_both_languages(fault: str, run: Run, tmp_path: Path):
    rule, change = WRONG_SCHEMES[fault]
    scheme = copy.deepcopy(SCHEME)
    change(scheme)
    case = written(tmp_path / "case", scheme, figures())

    for language in ("zh", "en"):
        code, out, err = run("evaluate", case, "--lang", language)
        assert (code, out) == (ExitCode.INPUT, "")
        assert f" · {rule} · " in err
        assert "→" in err
        assert not LONG.search(err)
    code, out, err = run("schemes", "show", "mine", "--case", case, "--lang", "en")
    assert code in {ExitCode.FINDINGS, ExitCode.INPUT}
    assert "→" in out + err


def line(count: int = 12) -> list[Row]:
    """Hospitals on one line: the two indicators are fully correlated and their correlation matrix is singular."""
    return [[120.0 + 13 * n, 100.0, 1000.0, 300.0 + 20 * n] for n in range(count)]


def as_it_is(scheme: Scheme) -> None:
    assert scheme["parts"]


def own(cell: str) -> list[Row]:
    return [[cell, 100.0, 1000.0, 300.0], *figures()[1:]]


SAME = [figures()[0]] * 9
LEVELS = "level_efficacy"
WRONG_FIGURES: dict[str, tuple[str | None, Callable[[Scheme], object], list[Row]]] = {
    "more missing than allowed": ("S25", as_it_is, own("")),
    "one peer, levels": (None, as_it_is, figures(2)),
    "one peer, coefficient of variation": ("S20", by(LEVELS, "variation_weights"), figures(2)),
    "one peer, topsis": ("S35", by("topsis"), figures(2)),
    "one peer, factors": ("S35", by("factor_analysis"), figures(2)),
    "constant columns, coefficient of variation": ("S22", by(LEVELS, "variation_weights"), SAME),
    "constant columns, entropy": ("S22", by(LEVELS, "entropy_weights"), SAME),
    "constant columns, CRITIC": ("S22", by(LEVELS, "critic_weights"), SAME),
    "constant columns, topsis": ("S36", by("topsis"), SAME),
    "constant columns, rank sums": ("S36", by("rank_sum_ratio"), SAME),
    "constant columns, grey relation": ("S36", by("grey_relation"), SAME),
    "constant columns, components": ("S36", by("principal_components"), SAME),
    "constant columns, factors": ("S36", by("factor_analysis"), SAME),
    "singular correlations, components": ("S45", by("principal_components"), line()),
    "singular correlations, factors": ("S45", by("factor_analysis"), line()),
    "singular correlations, CRITIC": ("S33", by(LEVELS, "critic_weights"), line()),
    "NaN": ("S25", as_it_is, own("NaN")),
    "infinity": ("S25", as_it_is, own("inf")),
    "1e308": ("S25", as_it_is, own("1e308")),
    "1e308 of a peer": (None, by("topsis"), [*figures()[:-1], ["1e308", 100.0, 1000.0, 300.0]]),
    "a divisor of 1e-300": (None, by("factor_analysis"), [*figures()[:-1], [120.0, "1e-300", 1000.0, 300.0]]),
}


@pytest.mark.slow
@pytest.mark.parametrize("fault", WRONG_FIGURES)
def test_figures_that_a_method_cannot_bear_are_told_and_never_printed_as_nan(fault: str, run: Run, tmp_path: Path):
    rule, change, rows = WRONG_FIGURES[fault]
    scheme = copy.deepcopy(SCHEME)
    change(scheme)
    case = written(tmp_path / "case", scheme, rows)

    for language in ("zh", "en"):
        code, out, err = run("evaluate", case, "--robustness", "--lang", language)
        assert code in {ExitCode.DONE, ExitCode.FINDINGS}
        assert not PRINTED_NAN.search(out + err)
        assert not LONG.search(out + err)
        assert rule is None or rule in out + err
    code, out, _ = run("evaluate", case, "--robustness", "--format", "json")
    result = json.loads(out, parse_constant=pytest.fail)
    assert code in {ExitCode.DONE, ExitCode.FINDINGS}
    told = {one["rule"] for one in result["findings"]}
    assert rule is None or rule in told
    assert (result["score"] is None) == (result["grade"] is None)


def test_weights_that_do_not_make_one_are_told_when_the_case_is_checked(tmp_path: Path, run: Run) -> None:
    scheme = copy.deepcopy(SCHEME)
    name = next(iter(part(scheme)["indicators"]))
    part(scheme)["indicators"][name]["weight"] -= 0.05
    case = written(tmp_path, scheme, figures())

    code, said, _ = run("check", case, "--lang", "en")
    refusal, _, told = run("evaluate", case)

    (line,) = (line for line in said.splitlines() if " S10 " in line)
    assert (code, refusal) == (1, 3)
    assert "0.95" in line
    assert "nothing is scored" in line
    assert "S10" in told
