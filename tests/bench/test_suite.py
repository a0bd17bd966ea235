"""Where the time of the tests goes is told by part."""

from __future__ import annotations

from bench import suite

SECONDS = {
    "tests/report/sections/test_card.py": 3.0,
    "tests/report/sections/test_cover.py": 0.4,
    "tests/report/test_words.py": 1.0,
    "tests/formula/test_parse.py": 20.0,
}


def test_parts_are_folders_and_those_of_reports_one_deeper_the_longest_first():
    assert suite.parts(SECONDS) == {
        "formula": {"parse": 20.0},
        "report/sections": {"card": 3.0, "cover": 0.4},
        "report": {"words": 1.0},
    }


def test_the_longest_files_are_named_and_the_whole_is_the_sum():
    lines = suite.table(SECONDS).splitlines()

    assert "| report/sections | 2 | 3 | card 3 |" in lines
    assert lines[-1] == "| all | 4 | 24 | |"
