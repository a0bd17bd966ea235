"""What a case may say of its letters."""

from __future__ import annotations

import pytest
from pydantic import ValidationError

from reportgen.model.case_parts import Letter, Submission


@pytest.mark.parametrize("number", ["仁医财〔2026〕18号", "某发〔2025〕1号"])
def test_a_document_number_is_written_as_the_standard_wants(number: str):
    assert Letter(number=number).number == number


@pytest.mark.parametrize(
    "number", ["仁医财[2026]18号", "仁医财〔2026〕018号", "仁医财〔26〕18号", "仁医财〔2026〕第18号", "〔2026〕1号"]
)
def test_another_way_to_write_it_is_refused(number: str):
    with pytest.raises(ValidationError):
        Letter(number=number)


def test_letters_are_named_by_their_period():
    assert Submission(letters={"2026-10": Letter(), "2025": Letter(), "2025-Q3": Letter()})
    with pytest.raises(ValidationError):
        Submission(letters={"October": Letter()})


def test_the_number_of_a_copy_has_six_digits():
    assert Letter(copy_number="000001").copy_number == "000001"
    with pytest.raises(ValidationError):
        Letter(copy_number="1")
