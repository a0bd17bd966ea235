"""The tests of the tests: what a mutant is, and that survivors which are explained are there to be explained."""

from __future__ import annotations

import ast
import importlib
import sys
from collections.abc import Iterator

import pytest
import yaml

import kept
from house.scripts import script

mutations = script("mutations")
MANNERS = ({}, {"sentences": True}, {"bounds": True})


def explained() -> dict[str, str]:
    found: dict[str, str] = yaml.safe_load((kept.PROJECT / "scripts" / "survivors.yaml").read_text(encoding="utf-8"))
    return found


def offered(file: str) -> Iterator[str]:
    """The names of all mutants of a module."""
    tree = ast.parse((kept.PROJECT / file).read_text(encoding="utf-8"))
    for manner in MANNERS:
        for _, what, _ in mutations.changes(tree, **manner):
            yield f"{file}: {' '.join(what.split())}"


def test_an_explained_survivor_is_a_mutant_of_a_module_as_it_stands():
    known = explained()
    files = {name.partition(": ")[0] for name in known}

    assert {*known} - {name for file in files for name in offered(file)} == set()
    assert all(len(why) > 20 for why in known.values())


@pytest.mark.parametrize(
    ("code", "found"),
    [
        ("a < b", ["a <= b"]),
        ("a if b else c", ["c if b else a"]),
        ("a and b", ["a or b"]),
        ("not a", ["not not a"]),
        ("a + b", ["a - b"]),
        ("-a", ["+a"]),
        ("max(a)", ["min(a)"]),
        ("a[0]", ["a[1]"]),
        ("'a' + b", []),
    ],
)
def test_each_change_is_one_operator_branch_or_bound(code: str, found: list[str]):
    assert changed(code) == found


def test_a_named_number_is_moved_a_little_to_both_sides():
    assert changed("LIMIT: Final = 0.5", bounds=True) == ["LIMIT: Final = 0.505", "LIMIT: Final = 0.495"]
    assert changed("MONTHS: Final = 3", bounds=True) == ["MONTHS: Final = 4", "MONTHS: Final = 2"]
    assert changed("CELLS: Final = 500", bounds=True) == ["CELLS: Final = 505", "CELLS: Final = 495"]
    assert changed("STORE: Final = 1 << 14", bounds=True) == []


def test_of_two_sentences_each_is_said_in_the_place_of_the_other():
    said = """def f(x):
    return say('a.rose') if x else say('a.fell')"""

    assert said.replace("rose", "-").replace("fell", "rose").replace("-", "fell") in changed(said, sentences=True)


def changed(code: str, **manner: bool) -> list[str]:
    """Some code, once with each change that it offers."""
    found = []
    for number in range(len([*mutations.changes(ast.parse(code), **manner)])):
        tree = ast.parse(code)
        [*mutations.changes(tree, **manner)][number][2]()
        found.append(ast.unparse(tree))
    return found


@pytest.mark.parametrize(
    ("moved", "is_length"),
    [
        ("NAME_MM: 43 becomes 44", True),
        ("HEADS: 14.0 becomes 14.14", True),
        ("PERCENT: 100.0 becomes 101.0", False),
        ("HEAVY: 0.15 becomes 0.1515", False),
        ("MOST: 6 becomes 7", False),
        ("LARGE: 10000000000.0 becomes 9900000000.0", False),
    ],
)
def test_a_hundredth_of_a_length_on_a_page_is_no_mutant(moved: str, *, is_length: bool):
    assert bool(mutations.LENGTHS.match(moved)) is is_length


@pytest.mark.parametrize(
    ("file", "moved", "is_unseen"),
    [
        ("intake/case/folder.py", "MAX_BYTES: 300000000 becomes 303000000", True),
        ("intake/grid/heads.py", "SEARCHED: 40 becomes 41", False),
        ("scoring/relative.py", "NOISE: 1e-09 becomes 1.01e-09", True),
        ("scoring/weights.py", "SHIFT: 0.0001 becomes 0.000101", False),
        ("analysis/books.py", "CENT: 0.01 becomes 0.0101", True),
        ("checks/outside.py", "SHARE: 0.005 becomes 0.00505", False),
        ("report/charts/columns.py", "BESIDE: 0.75 becomes 0.7575", True),
        ("report/sections/margins.py", "WIDTHS: 12.5 becomes 12.625", True),
        ("report/sections/margins.py", "DRAWN: 10 becomes 11", False),
    ],
)
def test_guards_noise_and_places_on_pages_are_no_mutants(file: str, moved: str, *, is_unseen: bool):
    assert mutations.is_unseen(f"reportgen/{file}", moved) is is_unseen


@pytest.mark.parametrize(
    ("file", "name", "is_late"),
    [
        ("checks/history.py", "FAR", True),
        ("formula/say.py", "ATOM", True),
        ("analysis/draws.py", "COUNT", False),  # the default of a class
        ("business/contracts.py", "SOON", True),
    ],
)
def test_a_number_is_moved_in_place_where_only_bodies_of_functions_look_it_up(
    monkeypatch: pytest.MonkeyPatch, file: str, name: str, *, is_late: bool
):
    monkeypatch.syspath_prepend(kept.PROJECT / "scripts")
    path = f"reportgen/analysis/{file}" if file.startswith("business") else f"reportgen/{file}"

    assert script("moved").is_late(mutations.Mutant("bounds", path, 1, f"{name}: 1 becomes 2", 0)) is is_late


@pytest.mark.slow
def test_a_number_that_is_moved_in_place_is_moved_wherever_it_was_taken(monkeypatch: pytest.MonkeyPatch):
    """In a child: a number that stayed moved here would mislead every test after this one."""
    monkeypatch.syspath_prepend(kept.PROJECT / "scripts")
    (mutant, *_) = [one for one in mutations.offered("bounds") if one.what.startswith("NO_ROW")]
    home = "reportgen.compute.calendar"
    modules = [
        importlib.import_module(name) for name in (home, "reportgen.compute.figures", "reportgen.checks.whole_sheets")
    ]

    def moved() -> list[int]:
        script("moved").move(mutant)
        return [vars(module)["NO_ROW"] for module in modules]

    found = script("mutants").child(moved, 60)

    assert found == [-2, -2, -2]
    assert [vars(module)["NO_ROW"] for module in modules] == [-1, -1, -1]


@pytest.mark.slow
def test_a_module_that_nobody_has_read_yet_is_mutated_all_the_same(monkeypatch: pytest.MonkeyPatch):
    """Sections are read by name when a report wants them: a mutant of one that came later would never be tried."""
    monkeypatch.syspath_prepend(kept.PROJECT / "scripts")
    name = "reportgen.report.sections.cash"
    file = name.replace(".", "/") + ".py"
    mutant = next(
        one
        for one in mutations.offered("sentences")
        if one.file == file and one.what.startswith("name == 'debts' with")
    )
    mutants = script("mutants")

    def is_changed() -> bool:
        before = importlib.import_module(name)._without.__code__.co_code
        del sys.modules[name]
        mutants.exchange(mutant)
        return bool(sys.modules[name]._without.__code__.co_code != before)

    assert mutants.child(is_changed, 60) is True


def test_a_bound_is_tried_against_lines_of_its_module_and_of_those_that_take_it(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.syspath_prepend(kept.PROJECT / "scripts")
    reached = script("reached")
    taken = {"reportgen/compute/calendar.py", "reportgen/checks/whole_sheets.py"}

    assert taken <= {*reached.uses("SLOTS", "reportgen/compute/calendar.py")}
    assert {*reached.uses("WORTH_ASKING", "reportgen/checks/history.py")} == {"reportgen/checks/history.py"}


@pytest.mark.parametrize(
    ("test", "module", "far"),
    [
        ("tests/checks/test_history.py", "checks/history.py", 0),  # named after it
        ("tests/checks/test_whole_sheets.py", "checks/whole_sheets.py", 0),
        ("tests/checks/test_many_hospitals.py", "checks/whole_sheets.py", 1),  # of its package
        ("tests/compute/test_derivation.py", "formula/finance.py", 1),  # which holds formulas by another door
        ("tests/intake/test_dashes.py", "checks/whole_sheets.py", 2),
        ("tests/report/sections/test_liquidity.py", "report/desk/brief/cash_page.py", 0),
        ("tests/report/sections/test_verdict.py", "report/sections/verdict/__init__.py", 0),
    ],
)
def test_a_line_that_everybody_runs_is_tried_first_where_it_is_specified(
    monkeypatch: pytest.MonkeyPatch, test: str, module: str, far: int
):
    monkeypatch.syspath_prepend(kept.PROJECT / "scripts")

    assert script("reached").distance(test, f"reportgen/{module}") == far


def test_tests_of_another_package_that_name_a_finding_are_tried_where_they_are_quick_or_no_other_runs_the_line(
    monkeypatch: pytest.MonkeyPatch,
):
    monkeypatch.syspath_prepend(kept.PROJECT / "scripts")
    reached = script("reached")
    form = "tests/appraisal/test_form.py"

    def tried(seconds: float, most: float) -> bool:
        return form in reached.telling("reportgen/checks/filings.py", {form: seconds}, most)

    assert tried(seconds=2.0, most=reached.QUICK)
    assert not tried(seconds=9.0, most=reached.QUICK)
    assert tried(seconds=9.0, most=reached.FURTHER)


@pytest.mark.parametrize(("seconds", "is_near"), [({}, True), ({"{file}": 8.0}, True), ({"{file}": 8.1}, False)])
def test_tests_of_a_section_are_near_to_its_sentences_unless_they_are_known_to_be_long(
    monkeypatch: pytest.MonkeyPatch, seconds: dict[str, float], *, is_near: bool
):
    monkeypatch.syspath_prepend(kept.PROJECT / "scripts")
    reached, file = script("reached"), "tests/report/sections/test_cash_outlook.py"
    timed = {name.format(file=file): one for name, one in seconds.items()}

    assert (file in reached.candidates("sentences", ["reportgen/report/sections/cash.py"], timed, 5.0)) is is_near


def test_a_mutant_that_no_test_reaches_survives_at_once(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.syspath_prepend(kept.PROJECT / "scripts")
    mutant = mutations.Mutant("bounds", "reportgen/checks/history.py", 1, "FAR: 8.0 becomes 8.08", 0)

    found = script("mutants").afresh(mutant, [])

    assert (found.killed, found.tests, found.seconds) == (False, (), 0.0)
