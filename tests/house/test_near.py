"""The inner loop: what a change can reach is found over imports, the nearest is run, and what is left out is told."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from house.scripts import script

near = script("near")
Importers = dict[str, list[str]]
SECTION = "reportgen/report/sections/ageing.py"


@pytest.fixture(scope="module")
def importers() -> dict[str, list[str]]:
    found: dict[str, list[str]] = near.importers()
    return found


@pytest.fixture(scope="module")
def tests():
    return near.Tests(near.PROJECT / "tests")


def distances(tests: Any, importers: Importers, *paths: str) -> dict[str, int]:
    changes = [near.meaning(path) for path in paths]
    change = near.Change(
        *(frozenset().union(*(getattr(one, name) for one in changes)) for name in ("modules", "tests", "sections"))
    )
    found: dict[str, int] = tests.distances(change, near.reach(change.modules, importers))
    return found


def test_the_way_over_imports_is_counted():
    importers = {"deep": ["middle"], "middle": ["top", "deep"], "top": []}

    assert near.reach(["deep"], importers) == {"deep": 0, "middle": 1, "top": 2}
    assert near.reach(["top"], importers) == {"top": 0}


@pytest.mark.slow
def test_a_section_s_own_tests_come_first_and_those_that_print_it_next(tests: Any, importers: Importers):
    found = distances(tests, importers, SECTION)

    assert found["tests/report/sections/test_ageing.py"] == 0
    assert found["tests/report/sections/test_subjects.py"] == 1  # it names the section
    assert found["tests/report/lint/test_samples.py"] > 1  # it renders whole reports
    assert "tests/formula/test_parse.py" not in found


@pytest.mark.slow
@pytest.mark.parametrize("looks", ["templates/sections/ageing.html", "styles/sections/ageing.css"])
def test_a_template_and_a_style_reach_what_their_section_reaches(tests: Any, importers: Importers, looks: str):
    assert distances(tests, importers, looks).items() >= {("tests/report/sections/test_ageing.py", 0)}


@pytest.mark.slow
def test_a_kernel_reaches_reports_too_and_its_own_tests_are_nearer(tests: Any, importers: Importers):
    found = distances(tests, importers, "reportgen/formula/parse.py")

    assert found["tests/formula/test_parse.py"] == 0
    assert found["tests/report/sections/test_ageing.py"] > 1


def test_where_no_test_is_named_after_a_module_those_of_its_package_are_nearest(tests: Any, importers: Importers):
    found = distances(tests, importers, "reportgen/compute/cells.py")

    assert found["tests/compute/test_edge_rules.py"] == 1
    assert found["tests/analysis/business/test_goods.py"] > 1


def test_a_helper_of_tests_reaches_the_tests_that_use_it(tests: Any, importers: Importers):
    found = distances(tests, importers, "tests/report/structure_of_nothing.py", "tests/shell.py")

    assert found["tests/cli/test_contract.py"] == 1
    assert "tests/formula/test_parse.py" not in found


@pytest.mark.slow
def test_a_conftest_reaches_the_tests_of_its_folder(tests: Any, importers: Importers):
    found = distances(tests, importers, "tests/verify/conftest.py")

    assert {name for name in found if name.startswith("tests/verify/")} >= {"tests/verify/test_signed_reports.py"}
    assert "tests/intake/test_quarters.py" not in found


@pytest.mark.slow
@pytest.mark.parametrize(
    ("path", "reached"),
    [
        ("docs/cli.md", "tests/docs/test_guides.py"),
        ("README.md", "tests/docs/test_readme.py"),
        ("requirements.lock", "tests/setup/test_setup.py"),
        ("scripts/near.py", "tests/house/test_near.py"),
        ("reportgen/catalog/indicators/solvency.yaml", "tests/indicators/test_formulas.py"),
        ("tests/formula/test_parse.py", "tests/formula/test_parse.py"),
    ],
)
def test_what_is_no_code_has_tests_about_it(tests: Any, importers: Importers, path: str, reached: str):
    assert distances(tests, importers, path)[reached] == 0


def test_what_a_change_is_about_runs_whatever_it_takes_and_the_rest_as_far_as_the_time_goes():
    found = near.plan(
        {"own": 0, "far": 3, "near": 1, "quick": 1, "untimed": 4}, {"own": 500, "far": 1, "near": 30, "quick": 2}, 600
    )
    tight = near.plan({"own": 0, "near": 1, "quick": 1}, {"own": 5, "near": 30, "quick": 2}, near.START + 5)

    assert list(found.chosen) == ["own", "quick", "near", "far", "untimed"]
    assert not found.left_out
    assert list(tight.chosen) == ["own", "quick"]
    assert tight.left_out == {"near": 1}


def test_what_is_left_out_is_named_by_folder():
    assert near.folded(["tests/a/test_y.py", "tests/b/test_z.py", "tests/a/test_x.py"]) == [
        "tests/a: x y",
        "tests/b: z",
    ]


def test_every_file_of_tests_is_known(tests: Any):
    assert {path.name for path in tests.files} >= {Path(__file__).name, "test_kept.py"}
