"""What the screens show, and that each button does what a command does."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import CliRunner

from preview.conftest import CASES, ORIGIN, Session
from reportgen import lifecycle
from reportgen.cli.app import application
from reportgen.preview.printing import PrintOrder, work
from reportgen.preview.wording import file_id

BALANCE = "data/balance.csv"
RUN = CliRunner()


def ordered(session: Session) -> None:
    """The pages, laid out in this process."""
    session.bench._printed(work(PrintOrder(session.folder, "board", None, None, None, None, 1)))


def answer_of(session: Session, *words: str) -> str:
    return RUN.invoke(application(words[0]), [*words[:1], str(session.folder), *words[1:]]).output


def cell(page: str, at: str) -> str:
    found = re.search(rf'<td[^>]*id="c-{at}"[^>]*>.*?</td>', page)
    assert found
    return found[0]


def test_the_heading_is_the_answer(clinic: Session):
    heading = re.search(r"<h1>(.*?)</h1>", clinic.see("/"))
    status = json.loads(answer_of(clinic, "status", "--format", "json", "--date", "2026-11-05"))["hospitals"][0]

    assert heading
    assert heading[1].startswith("2025: ")
    assert (status["score_printed"] or "grade") in heading[1]


def test_the_overview_tells_what_the_commands_tell(clinic: Session):
    page = clinic.see("/")
    checked = json.loads(answer_of(clinic, "check", "--format", "json"))

    for piece in checked["lacking"]:
        assert piece["message"]["en"][:40] in page
    for finding in checked["findings"]:
        assert finding["rule"] in page
    assert "reportgen check case" in page


def test_both_languages_are_there_and_stay_chosen(clinic: Session):
    assert '<html lang="zh-CN">' in clinic.see("/?lang=zh")
    assert '<html lang="zh-CN">' in clinic.see("/map")
    assert "小河诊所" in clinic.see("/map")
    assert '<html lang="en">' in clinic.see("/map?lang=en")


def test_cells_show_what_they_became(clinic: Session):
    file = clinic.folder / BALANCE
    rows = file.read_text(encoding="utf-8").splitlines()
    assert "k-val" in cell(clinic.see("/sheet"), "D2")
    file.write_text("\n".join([*rows, "clinic,2025,无人认得的项目,12"]), encoding="utf-8")
    clinic.bench.refresh()

    page = clinic.see(f"/sheet/{file_id(BALANCE)}")
    assert "k-unk" in cell(page, f"C{len(rows) + 1}")
    assert "k-lost" in cell(page, f"D{len(rows) + 1}")
    assert "k-item" in cell(page, "C2")
    assert 'data-value="280,000.00" data-view="clinic · 2024 · the period"' in cell(page, "D2")
    assert "k-warn" not in cell(page, "D3")


def test_a_cell_with_a_finding_is_marked_and_what_it_counts_with(clinic: Session):
    file = clinic.folder / BALANCE
    file.write_text(file.read_text(encoding="utf-8").replace("2025,total_assets,1730000", "2025,total_assets,1730009"))
    clinic.bench.refresh()

    page = clinic.see(f"/sheet/{file_id(BALANCE)}")
    assert "k-warn" in cell(page, "D20")
    assert '<span class="vh"> error V' in cell(page, "D20")
    assert "k-also" in cell(page, "D25")
    assert 'data-cell="D20"' in page


def test_a_long_sheet_is_shown_in_parts(clinic: Session):
    file = clinic.folder / BALANCE
    text = file.read_text(encoding="utf-8")
    file.write_text(text + "\n" * 300 + "end,1,2\n", encoding="utf-8")
    clinic.bench.refresh()
    address = f"/sheet/{file_id(BALANCE)}"

    assert 'id="c-A201"' not in clinic.see(address)
    assert 'id="c-A201"' in clinic.see(f"{address}?from=201")
    assert 'id="c-A250"' in clinic.see(f"{address}?at=A250")
    for odd in ("?from=99999999", "?from=x", "?at=ZZZ99999999999999", "?at=%00", "?sheet=none"):
        clinic.see(address + odd)


def unknown(clinic: Session) -> tuple[str, str]:
    """The case with a name that nobody knows; the name and its id in forms."""
    file = clinic.folder / BALANCE
    file.write_text(
        file.read_text(encoding="utf-8").rstrip("\n") + "\nclinic,2025,货币资金余额数,12\n", encoding="utf-8"
    )
    clinic.bench.refresh()
    found = re.search(r'name="choice-([0-9a-f]{12})"', clinic.see("/map"))
    assert found
    return "货币资金余额数", found[1]


def test_a_name_is_written_only_after_its_text_was_shown(clinic: Session):
    label, key = unknown(clinic)
    mapping = clinic.folder / "mapping.yaml"
    shown = clinic.send("/map", **{f"choice-{key}": "other", f"item-{key}": "cash_and_bank", "step": "show"})

    assert shown.status_code == 200
    assert f"<ins>+   {label}: cash_and_bank" in shown.text or label in shown.text
    assert not mapping.exists()
    wrong = clinic.send("/map", **{f"choice-{key}": "other", f"item-{key}": "csah_and_bank", "step": "save"})
    assert "Nothing was written" in wrong.text
    assert not mapping.exists()

    assert (
        clinic.send("/map", **{f"choice-{key}": "other", f"item-{key}": "cash_and_bank", "step": "save"}).status_code
        == 303
    )
    assert f"{label}: cash_and_bank" in mapping.read_text(encoding="utf-8").replace('"', "")
    assert label not in clinic.see("/map")


def test_what_is_chosen_is_what_the_command_writes(clinic: Session, tmp_path: Path):
    label, key = unknown(clinic)
    other = tmp_path / "other"
    other.mkdir()
    shutil.copytree(clinic.folder, other / "case")
    choices = tmp_path / "choices.yaml"
    choices.write_text(f"names:\n  - name: {label}\n    choose: unread\n", encoding="utf-8")
    clinic.send("/map", **{f"choice-{key}": "unread", "step": "save"})
    RUN.invoke(application("map"), ["map", str(other / "case"), "--read", str(choices)])

    assert (clinic.folder / "mapping.yaml").read_bytes() == (other / "case" / "mapping.yaml").read_bytes()


def test_items_are_found_by_their_names(clinic: Session):
    found = clinic.client.get("/items", params={"q": "cash"}).json()

    assert "cash_and_bank" in {one["id"] for one in found}
    assert clinic.client.get("/items", params={"q": ""}).json() == []


@pytest.mark.slow
def test_a_number_of_a_page_leads_to_its_cells(clinic: Session):
    assert "There are no pages yet" in clinic.see("/page/1")
    ordered(clinic)
    page = clinic.see("/page/2")
    keys = dict.fromkeys(re.findall(r'href="(/page/2\?at=[^"]+)"', page))
    assert keys
    assert clinic.client.get("/page/1.png").content.startswith(b"\x89PNG")
    assert clinic.client.get("/report.pdf").content.startswith(b"%PDF")

    trees = [clinic.see(address.replace("&amp;", "&")) for address in keys]
    assert any(f'href="/sheet/{file_id(BALANCE)}?at=' in tree for tree in trees)
    assert any("reportgen explain case" in tree for tree in trees)
    assert clinic.client.get("/page/99", params={"at": "no such number"}).status_code == 200


def commentary(clinic: Session) -> tuple[str, str]:
    page = clinic.see("/page/1")
    found = re.search(
        r'action="/commentary/([0-9a-f]{12})".*?name="version" value="([0-9a-f]{64})".*?01\.zh\.md', page, re.DOTALL
    )
    assert found
    return found[1], found[2]


def test_commentary_is_saved_with_the_version_that_was_read(clinic: Session):
    identifier, version = commentary(clinic)
    file = clinic.folder / "commentary" / "2025" / "01.zh.md"
    saved = clinic.client.post(
        f"/commentary/{identifier}", data={"text": "资产负债率 {{ asset_liability_ratio }}\r\n", "version": version},
        headers={"origin": ORIGIN, "x-csrf": clinic.visit.csrf},
    )  # fmt: skip

    assert saved.status_code == 200
    assert file.read_text(encoding="utf-8") == "资产负债率 {{ asset_liability_ratio }}\n"
    assert [one["name"] for one in saved.json()["quotes"]] == ["asset_liability_ratio"]


def test_commentary_that_changed_elsewhere_is_not_overwritten(clinic: Session):
    identifier, version = commentary(clinic)
    file = clinic.folder / "commentary" / "2025" / "01.zh.md"
    file.write_text("elsewhere", encoding="utf-8")

    answer = clinic.send(f"/commentary/{identifier}", text="mine", version=version)
    assert answer.status_code == 409
    assert "mine" in answer.text
    assert file.read_text(encoding="utf-8") == "elsewhere"
    assert clinic.send("/commentary/000000000000", text="x", version=version).status_code == 404
    assert clinic.send(f"/commentary/{identifier}", text="x" * 60_000, version=version).status_code == 422


@pytest.mark.slow
def test_the_gates_are_those_of_the_commands(clinic: Session):
    assert "Still to approve" in clinic.see("/issue")
    refused = clinic.send("/sign-off", seen=clinic.seen(), role="director", by="丙")
    assert refused.status_code == 422
    assert not (clinic.folder / "issued").exists()
    assert clinic.send("/review", seen=clinic.seen(), role="preparer", decision="reject", by="甲").status_code == 422
    assert clinic.send("/review", seen=clinic.seen(), role="nobody", decision="approve").status_code == 422

    assert clinic.send("/review", seen=clinic.seen(), role="preparer", by="甲", decision="approve").status_code == 303
    assert clinic.send("/review", seen=clinic.seen(), role="director", by="甲", decision="approve").status_code == 303
    assert "J15" in clinic.see("/issue")  # one person in two roles
    assert clinic.send("/sign-off", seen=clinic.seen(), role="director", by="甲").status_code == 422


def test_nobody_approves_what_was_not_seen(clinic: Session):
    seen = clinic.seen()
    file = clinic.folder / BALANCE
    file.write_text(file.read_text(encoding="utf-8").replace("350000", "350001"), encoding="utf-8")

    for address in ("/review", "/sign-off"):
        answer = clinic.send(address, seen=seen, role="preparer", by="甲", decision="approve")
        assert answer.status_code == 409
        assert "something else than you saw" in answer.text
    assert not (clinic.folder / "journal.jsonl").exists()


def test_an_approval_of_what_has_changed_since_is_told_as_that(clinic: Session):
    clinic.send("/review", seen=clinic.seen(), role="preparer", by="甲", decision="approve")
    assert "has changed; to be approved again" not in clinic.see("/issue")
    file = clinic.folder / BALANCE
    file.write_text(file.read_text(encoding="utf-8").replace("350000", "350001"), encoding="utf-8")
    clinic.desk.bench.refresh()

    roles = clinic.see("/issue").partition('id="roles"')[2].partition("</section>")[0]

    assert "has changed; to be approved again" in roles
    assert "Approved" not in roles


@pytest.mark.slow
def test_a_report_is_reviewed_issued_and_verified(clinic: Session):
    clinic.send("/review", seen=clinic.seen(), role="preparer", by="甲", decision="approve")
    clinic.send("/review", seen=clinic.seen(), role="director", by="丙", decision="approve")
    issued = clinic.send("/sign-off", seen=clinic.seen(), role="director", by="丙")
    assert issued.status_code == 303, issued.text

    journal = lifecycle.read(clinic.folder)
    assert [str(entry.what) for entry in journal.entries] == ["review", "review", "issue"]
    number = journal.entries[-1].number
    assert number
    assert (clinic.folder / "issued" / f"{number}.pdf").is_file()
    assert f"Issued: {number}" in clinic.see("/issue")
    verified = clinic.send("/verify", follow=True)
    assert "Verified:" in verified.text
    assert 'class="answer fails"' not in verified.text
    assert "nothing differs" in clinic.send("/compare", follow=True, number=number).text.lower()

    file = clinic.folder / BALANCE
    file.write_text(file.read_text(encoding="utf-8").replace("350000", "450000"), encoding="utf-8")
    clinic.desk.bench.refresh()
    shown = clinic.see("/issue")
    assert 'id="compared"' not in shown  # it was of the case as it was then
    compared = clinic.send("/compare", follow=True, number=number).text
    assert f"{number}.pdf" in compared
    assert "450,000" in compared


def test_only_what_was_issued_is_compared(clinic: Session):
    assert clinic.send("/compare", number="../case.yaml").status_code == 404
    assert 'action="/compare"' not in clinic.see("/issue")


def test_workbooks_are_looked_at_before_they_are_put_into_the_case(clinic: Session):
    file = clinic.folder / BALANCE
    content = file.read_bytes()
    shown = clinic.client.post(
        "/files", data={"csrf": clinic.visit.csrf}, files=[("files", ("balance.csv", content + b"\n"))],
        headers={"origin": ORIGIN}, follow_redirects=True,
    )  # fmt: skip
    assert "figures read" in shown.text
    assert file.read_bytes() == content
    (identifier,) = clinic.desk.staging.files

    assert clinic.send("/files/accept", **{f"file-{identifier}": "replace"}).status_code == 303
    assert file.read_bytes() == content + b"\n"
    assert (clinic.folder / "replaced" / "balance.csv").read_bytes() == content
    assert not clinic.desk.staging.files


def test_a_case_of_several_hospitals_has_all_screens(session: Callable[[Path], Session]):
    alliance = session(CASES / "alliance").enter()

    for address in ("/", "/sheet", "/map", "/page/1", "/issue", "/files"):
        alliance.see(address)


def test_a_case_without_any_form_says_what_it_needs(
    session: Callable[[Path], Session], monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr("reportgen.pipeline.periods.complete", lambda *_: [])
    first = session(CASES / "clinic").enter()

    for address in ("/page/1", "/issue"):
        assert "C05" in first.see(address)
    assert "<h1>" in first.see("/")


def test_months_of_a_fiscal_year_are_called_by_the_calendar_in_every_thread(
    session: Callable[[Path], Session], tmp_path: Path
):
    case = tmp_path / "fiscal"
    (case / "data").mkdir(parents=True)
    named = "entity: {id: h, name: {zh: 甲, en: A}}\nregime: other\ncurrency: USD\nlanguages: en\nscheme: none\nfiscal_year_start: 7\n"
    (case / "case.yaml").write_text(named, encoding="utf-8")
    lines = "Net patient service revenue,5,6\nTotal operating revenue,6,7\nTotal operating expenses,5,5\n"
    text = f"Statement of Operations,,\n(in dollars),,\n,Oct 2025,YTD Oct 2025\n{lines}"
    (case / "data" / "a.csv").write_text(text, encoding="utf-8")
    opened = session(case).enter()

    page = opened.see("/?lang=en")

    assert "2025-10: " in page
    assert not re.search(r"2026-|April|Apr 2026", page)
