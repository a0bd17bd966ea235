"""Which submission is whose, which counts, what goes back; and what others may see of the hospitals that count."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest

from reportgen.batch.pool import Bounds
from reportgen.catalog import load_catalog
from reportgen.collect import judging, roster, tables
from reportgen.collect.inbox import Received
from reportgen.collect.judging import Collection, Due, Hospital, RosterStatus, Verified
from reportgen.collect.roster import Member
from reportgen.errors import Refused
from reportgen.model.finding import Finding
from reportgen.model.manifest import Manifest
from reportgen.model.place import Place

DUE = Due("agency", "2025", dt.date(2026, 1, 31), dt.date(2026, 2, 10))
HOLDS = Verified({"results": "holds"}, is_recomputed=True)


def manifest(entity: str = "a", **more: Any) -> Manifest:
    said: dict[str, Any] = {
        "program": "0.1.0", "report": "agency", "language": "zh", "entity": entity, "period": "2025", "scheme": "s",
        "number": "1", "state": "issued", "created": "2026", "embed": "all", "findings": {}, "looks": "0" * 64,
    }  # fmt: skip
    return Manifest.model_validate(said | more)


def paper(file: str, entity: str = "a", digest: str | None = None, day: str = "2026-01-20", **more: Any) -> Received:
    results = {
        "entity": {"id": entity, "name": {"zh": entity, "en": entity}},
        "indicators": [],
        "scheme": {"id": "s"},
    }
    return Received(
        file, file, Path(file), dt.date.fromisoformat(day), digest or file, manifest=manifest(entity, **more),
        results=results,
    )  # fmt: skip


def collected(
    papers: Sequence[Received],
    monkeypatch: pytest.MonkeyPatch,
    answers: Mapping[str, Verified] | None = None,
    members: Sequence[Member] = (Member("a", "甲院"), Member("b", "乙院")),
) -> Collection:
    def verified(asked: Sequence[Received], _: Bounds) -> list[tuple[str, Verified]]:
        return [(one.file, (answers or {}).get(one.file, HOLDS)) for one in asked]

    monkeypatch.setattr(judging, "_verified", verified)
    return judging.judged(members, papers, DUE, load_catalog(), Bounds(1, 1.0))


def rules(one: Hospital) -> list[str]:
    return [finding.rule for finding in one.findings]


def test_a_report_that_came_in_time_and_holds_is_received_and_the_other_hospital_is_missing(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    first, second = collected([paper("a.pdf")], monkeypatch).hospitals

    assert (first.status, first.late, rules(first)) == (RosterStatus.RECEIVED, 0, [])
    assert (second.status, rules(second)) == (RosterStatus.MISSING, ["G50"])


def test_nobody_is_missing_before_the_day() -> None:
    early = Due("agency", "2025", dt.date(2026, 1, 31), dt.date(2026, 1, 31))
    found = judging.judged([Member("a", "甲院")], [], early, load_catalog(), Bounds(1, 1.0))

    assert [(one.status, one.findings) for one in found.hospitals] == [(RosterStatus.AWAITED, ())]


@pytest.mark.parametrize(
    ("member", "late"),
    [
        pytest.param(Member("a", "甲院"), 3, id="by the day of the file"),
        pytest.param(Member("a", "甲院", received=dt.date(2026, 2, 1)), 1, id="by the register of the agency"),
        pytest.param(Member("a", "甲院", due=dt.date(2026, 2, 28)), 0, id="a later day for this hospital"),
    ],
)
def test_days_late_are_counted_and_a_late_report_counts(
    member: Member, late: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    (one,) = collected([paper("a.pdf", day="2026-02-03")], monkeypatch, members=[member]).hospitals

    assert (one.status, one.late, "G51" in rules(one)) == (RosterStatus.RECEIVED, late, bool(late))


def test_what_goes_back_is_not_among_the_received_that_came_late(monkeypatch: pytest.MonkeyPatch) -> None:
    papers = [paper("a.pdf", day="2026-02-03"), paper("b.pdf", "b", day="2026-02-03", state="draft")]
    found = collected(papers, monkeypatch)

    assert [one.late for one in found.hospitals] == [3, 3]
    assert (found.count(RosterStatus.RECEIVED), found.count(RosterStatus.RETURNED), found.late) == (1, 1, 1)


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({"period": "2024"}, "报告的期间是2024年，应报2025年"),
        ({"report": "board"}, "报告的种类是理事会报告，应报主管部门报送件"),
    ],
)
def test_kinds_and_periods_of_reports_are_told_in_words(
    more: dict[str, Any], said: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    (finding,) = collected([paper("a.pdf", **more)], monkeypatch).hospitals[0].findings

    assert load_catalog().messages.say(finding, "zh").message == said


@pytest.mark.parametrize(
    ("more", "rule"),
    [
        ({"period": "2024"}, "G55"),
        ({"report": "board"}, "G58"),
        ({"state": "draft"}, "G60"),
        ({"findings": {"error": 2}}, "G61"),
    ],
)
def test_of_another_year_of_another_kind_a_draft_or_with_errors_it_goes_back(
    more: dict[str, Any], rule: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    one = collected([paper("a.pdf", **more)], monkeypatch).hospitals[0]

    assert one.status is RosterStatus.RETURNED
    assert rule in rules(one)
    assert not one.results, "nothing of it is added to a table"


def test_what_does_not_hold_goes_back_with_each_check_that_fails(monkeypatch: pytest.MonkeyPatch) -> None:
    fault = Finding("T02", Place("a.pdf"), {"name": "results.json"})
    answer = Verified({"enclosed": "fails", "results": "holds"}, (fault,), is_recomputed=True)
    one = collected([paper("a.pdf")], monkeypatch, {"a.pdf": answer}).hospitals[0]

    assert (one.status, rules(one)) == (RosterStatus.RETURNED, ["G62", "T02"])


def test_the_gravest_reason_comes_first_though_the_day_is_seen_first(monkeypatch: pytest.MonkeyPatch) -> None:
    fault = Finding("T02", Place("a.pdf"), {"name": "results.json"})
    answer = Verified({"enclosed": "fails"}, (fault,), is_recomputed=True)
    one = collected([paper("a.pdf", day="2026-02-03")], monkeypatch, {"a.pdf": answer}).hospitals[0]

    assert rules(one) == ["G62", "T02", "G51"]


def test_without_its_sources_it_counts_and_that_it_was_not_recomputed_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    answer = Verified({"sources": "open"}, (Finding("T06", Place("a.pdf"), {"count": 1, "names": ("x",)}),))
    one = collected([paper("a.pdf")], monkeypatch, {"a.pdf": answer}).hospitals[0]

    assert (one.status, rules(one)) == (RosterStatus.RECEIVED, ["G64"])


def test_a_report_that_took_us_too_long_does_not_go_back(monkeypatch: pytest.MonkeyPatch) -> None:
    answer = Verified({"report": "open"}, (Finding("G27", Place("a.pdf"), {"seconds": 9}),))
    one = collected([paper("a.pdf")], monkeypatch, {"a.pdf": answer}).hospitals[0]

    assert (one.status, rules(one)) == (RosterStatus.RECEIVED, ["G27", "G64"])


def test_the_same_file_twice_counts_once(monkeypatch: pytest.MonkeyPatch) -> None:
    one = collected([paper("1.pdf", digest="x"), paper("2.pdf", digest="x")], monkeypatch).hospitals[0]

    assert (one.status, rules(one)) == (RosterStatus.RECEIVED, ["G53"])


def test_a_correction_takes_the_place_of_what_it_corrects(monkeypatch: pytest.MonkeyPatch) -> None:
    papers = [paper("new.pdf", number="2", corrects="1"), paper("old.pdf", number="1")]
    one = collected(papers, monkeypatch).hospitals[0]

    assert one.paper is not None
    assert (one.status, one.paper.file, rules(one)) == (RosterStatus.RECEIVED, "new.pdf", ["G54"])


def test_of_two_that_contradict_none_counts(monkeypatch: pytest.MonkeyPatch) -> None:
    one = collected([paper("1.pdf", number="1"), paper("2.pdf", number="2")], monkeypatch).hospitals[0]

    assert (one.status, rules(one)) == (RosterStatus.RETURNED, ["G59"])


def test_another_year_beside_the_right_one_is_only_a_note(monkeypatch: pytest.MonkeyPatch) -> None:
    one = collected([paper("old.pdf", period="2024"), paper("new.pdf")], monkeypatch).hospitals[0]

    assert one.paper is not None
    assert (one.status, one.paper.file) == (RosterStatus.RECEIVED, "new.pdf")


def test_what_came_from_nobody_of_the_roster_is_told_apart(monkeypatch: pytest.MonkeyPatch) -> None:
    damaged = Finding("J33", Place("?.pdf"), {"problem": "x"})
    nameless = Received("?.pdf", "?.pdf", Path("?.pdf"), dt.date(2026, 1, 1), problem=damaged)
    found = collected([paper("z.pdf", "z"), nameless], monkeypatch)

    assert [one.rule for one in found.strangers] == ["G52", "G56", "J33"]


def test_a_damaged_file_is_given_to_the_hospital_that_its_name_names(monkeypatch: pytest.MonkeyPatch) -> None:
    damaged = Finding("J33", Place("乙院报告.pdf"), {"problem": "x"})
    one = Received("乙院报告.pdf", "乙院报告.pdf", Path("x"), dt.date(2026, 1, 1), problem=damaged)
    second = collected([one], monkeypatch).hospitals[1]

    assert (second.status, rules(second)) == (RosterStatus.RETURNED, ["G56", "J33"])


def hospital(number: int, group: str, value: float | None, score: float = 80.0) -> Hospital:
    row = {"id": "current_ratio", "value": value, "weight": 0.5}
    name = f"h{number}"
    results = {"indicators": [row], "score": score, "score_printed": f"{score:.2f}", "grade": "good",
               "scheme": {"id": "s"}}  # fmt: skip
    one = Received(name, name, Path(name), dt.date(2026, 1, 1), name, manifest=manifest(name), results=results)
    values = (("2025", "current_assets", float(number)), ("2024", "current_assets", 1.0), ("2025", "beds_open", 9.0))
    verified = Verified({}, (), is_recomputed=True, values=values, currency="CNY", regime="2019")
    return Hospital(Member(name, name, group), RosterStatus.RECEIVED, one, verified=verified)


def shared(hospitals: Sequence[Hospital]) -> list[tables.Row]:
    return tables.sheets(Collection(DUE, tuple(hospitals), ()), load_catalog(), "en")["shared"][1:]


def test_others_see_quartiles_of_groups_of_five_and_nothing_of_smaller_ones() -> None:
    rows = shared(
        [*(hospital(n, "large", float(n)) for n in range(1, 6)), *(hospital(n, "small", 9.0) for n in (6, 7))]
    )

    assert [(row[0], row[2], row[4]) for row in rows] == [("large", 5, 3.0)]


def test_all_together_are_shown_where_no_small_group_can_be_told_from_them() -> None:
    hospitals = [hospital(n, "large" if n < 6 else "other", float(n)) for n in range(1, 11)]

    assert [(row[0], row[2]) for row in shared(hospitals)] == [("All", 10), ("large", 5), ("other", 5)]
    assert [(row[0], row[2]) for row in shared(hospitals[:9])] == [("large", 5)], "the four others would be the rest"


def test_a_value_that_is_missing_is_not_counted() -> None:
    rows = shared([hospital(n, "large", float(n) if n > 1 else None) for n in range(1, 6)])

    assert rows == [], "four values are too few"


def test_lines_are_added_up_within_a_currency_with_how_many_hospitals_have_them() -> None:
    found = Collection(DUE, (hospital(1, "x", 1.0), hospital(2, "x", 1.0)), ())
    rows = tables.sheets(found, load_catalog(), "en")["sums"]

    assert rows[1:] == [["current_assets", "Total current assets", "CNY", 3.0, 2, 2]]


def test_a_returned_hospital_is_in_no_result_and_in_no_sum() -> None:
    back = hospital(2, "x", 1.0)
    back = Hospital(back.member, RosterStatus.RETURNED, back.paper, verified=back.verified)
    made = tables.sheets(Collection(DUE, (hospital(1, "x", 1.0), back), ()), load_catalog(), "zh")

    assert [row[0] for row in made["results"][1:]] == ["h1"]
    assert [row[3] for row in made["sums"][1:]] == [1.0]
    assert [row[3] for row in made["status"][1:]] == ["已收", "退回"]


def test_cases_of_one_currency_make_the_case_of_the_group() -> None:
    found = Collection(DUE, (hospital(1, "x", 1.0), hospital(2, "x", 1.0)), ())
    files = tables.files(found, "group", None)

    assert set(files) == {"case.yaml", "mapping.yaml", "data/figures.csv"}
    assert tables.files(Collection(DUE, (hospital(1, "x", 1.0),), ()), "group", None) == {}


def test_a_roster_is_read_by_its_head_wherever_that_stands(tmp_path: Path) -> None:
    text = "某市卫生健康委员会,,\n单位编号,医院名称,级别,截止日期\n7,甲院,三级,2026/1/5\n,,,\n"
    (tmp_path / "roster.csv").write_text(text, encoding="gb18030")

    found = roster.read(tmp_path / "roster.csv", load_catalog())
    assert found == (Member("7", "甲院", "三级", dt.date(2026, 1, 5)),)


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("name\n甲院\n", ["G40"]),
        ("id,name\n", ["G42"]),
        ("id,due\na,soon\na,\n", ["G43", "G41"]),
    ],
)
def test_a_roster_that_cannot_be_used_is_refused_with_every_reason(text: str, wrong: list[str], tmp_path: Path) -> None:
    (tmp_path / "roster.csv").write_text(text, encoding="utf-8")
    with pytest.raises(Refused) as refused:
        roster.read(tmp_path / "roster.csv", load_catalog())

    assert [one.rule for one in refused.value.findings] == wrong
