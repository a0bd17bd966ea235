"""The structure tree of a finished file, read back."""

from __future__ import annotations

from typing import Any

import pytest

from report.pdf.structure_reader import Node, open_file, structure
from reportgen.report.pdf import Rendered


@pytest.fixture(scope="module")
def tree(report: Rendered) -> Node:
    return structure(report.pdf)


@pytest.fixture(scope="module")
def hard(stress: Rendered) -> Node:
    return structure(stress.pdf)


def test_the_document_and_each_foreign_run_have_their_language(report: Rendered, tree: Node) -> None:
    assert open_file(report.pdf).Root.Lang == "zh-CN"
    assert [(node.role, str(node.entry.Lang)) for node in tree.walk() if "/Lang" in node.entry] == [
        ("P", "en"),
        ("Span", "en"),
    ]


def test_contents_are_a_table_of_contents_with_a_table_inside(tree: Node) -> None:
    (contents, nested) = tree.all("TOC")
    entry = "Reference(Link Span(NonStruct))"

    assert contents.outline() == f"TOC(TOCI({entry} TOC(TOCI({entry}))) TOCI({entry}))"
    assert nested.outline() == f"TOC(TOCI({entry}))"


def test_a_table_over_three_pages_is_one_table_with_one_head(report: Rendered, tree: Node) -> None:
    (table,) = tree.all("Table")

    assert len(report.pages) == 4
    assert [kid.role for kid in table.kids] == ["Caption", "THead", "TBody"]
    assert len(table.all("TR")) == 2 + 70


def test_every_head_cell_says_what_it_heads(tree: Node) -> None:
    scopes = [str(node.entry.A.Scope) for node in tree.all("TH")]

    assert scopes == ["/Column"] * 4 + ["/Row"] * 70


def test_a_cell_on_a_later_page_names_the_heads_that_were_kept(tree: Node) -> None:
    ids = {str(node.entry.ID) for node in tree.all("TH")}
    last = tree.all("TD")[-1]

    assert {str(key) for key in last.entry.A.Headers} < ids
    assert len(last.entry.A.Headers) == 3  # its row, and two heads above each other


def test_a_list_keeps_its_nested_list_where_it_stands(tree: Node) -> None:
    first = tree.all("L")[0]

    inner = "L(LI(Lbl LBody(L(LI(Lbl LBody)))) LI(Lbl LBody))"
    assert first.outline() == f"L(LI(Lbl LBody({inner})) LI(Lbl LBody))"
    assert [isinstance(kid, int) for kid in first.kids[0].kids[1].entry.K] == [True, False, True]


def test_a_term_is_the_label_of_its_explanations(tree: Node) -> None:
    assert tree.all("L")[3].outline() == "L(LI(Lbl LBody(P P)) LI(Lbl LBody))"


def test_text_around_a_block_is_read_around_it(tree: Node) -> None:
    around = next(node for node in tree.all("Div") if [kid.role for kid in node.kids] == ["P"])

    assert [isinstance(kid, int) for kid in around.entry.K] == [True, False, True]


def test_figures_say_what_they_show_and_where_they_are(report: Rendered, tree: Node) -> None:
    figures = tree.all("Figure")
    width, height = report.pages[0].size

    assert [str(node.entry.Alt) for node in figures] == ["柱状图：床位使用率由81%升至88%", "照片：住院楼1号门"]
    for node in figures:
        left, foot, right, top = (float(value) for value in node.entry.A.BBox)
        assert 0 < left < right < width
        assert 0 < foot < top < height


def test_a_link_is_one_element_with_its_own_words(report: Rendered, tree: Node) -> None:
    links = tree.all("Link")
    contents = [str(annotation.Contents) for annotation in annotations(report, "/Link")]

    assert all(not node.kids for node in links)
    assert "图一" in contents  # of <a>图<strong>一</strong></a>
    assert "说明" in contents


def test_a_link_keeps_its_pictures_and_foreign_words(hard: Node) -> None:
    link = next(node for node in hard.all("Link") if node.kids)

    assert link.outline() == "Link(Span Figure)"
    assert str(link.kids[0].entry.Lang) == "en"
    assert str(link.kids[1].entry.Alt) == "柱状图：使用率81%"


def test_a_note_is_read_at_its_call(tree: Node) -> None:
    (note,) = tree.all("Note")
    paragraph = next(node for node in tree.walk() if note in node.kids)

    assert [kid.role for kid in paragraph.kids] == ["Reference", "Note"]
    assert [kid.role for kid in note.kids] == ["Lbl", "Link"]
    assert "/ID" in note.entry


def test_a_note_printed_on_the_next_page_is_read_at_its_call(hard: Node) -> None:
    (note,) = hard.all("Note")
    call = next(node for node in hard.all("Reference"))

    assert any([call, note] == node.kids for node in hard.walk())
    assert note.entry.Pg.objgen != call.entry.Pg.objgen


def test_a_signature_is_a_tagged_empty_field(report: Rendered, tree: Node) -> None:
    (form,) = tree.all("Form")
    (field,) = open_file(report.pdf).Root.AcroForm.Fields

    assert (field.FT, str(field.T)) == ("/Sig", "director")
    assert str(field.TU) == "院长签名 / Signature of the director"
    assert "/V" not in field
    assert form.entry.K.Type == "/OBJR"


def test_every_link_and_field_left_on_a_page_belongs_to_the_text(stress: Rendered) -> None:
    parents = parent_tree(stress)
    left = annotations(stress)

    assert left
    assert all(parents[int(annotation.StructParent)].S in ("/Link", "/Form") for annotation in left)
    assert not any("example.org/head" in str(annotation.get("/A", "")) for annotation in left)


def test_fading_text_has_its_parent(hard: Node) -> None:
    faint = next(node for node in hard.all("Div") if node.outline() == "Div(P(Link) Figure)")

    assert [str(kid.Type) for kid in faint.kids[1].entry.K] == ["/MCR"]


def test_headings_become_bookmarks(report: Rendered) -> None:
    with open_file(report.pdf).open_outline() as outline:
        (top,) = outline.root

        assert top.title == "综合得分74.93分，评为“中”"
        assert [item.title for item in top.children] == ["目录", "一、经营结果", "分科收支", "二、名词", "签署"]


def test_attachments_are_listed_once_and_say_what_they_are(report: Rendered) -> None:
    files = [open_file(report.pdf).Root.AF[i] for i in range(3)]

    assert len(open_file(report.pdf).Root.AF) == 3
    assert [(str(file.UF), str(file.AFRelationship), str(file.EF.F.Subtype)) for file in files] == [
        ("2025.csv", "/Source", "/text/csv"),
        ("definitions.yaml", "/Supplement", "/application/yaml"),
        ("results.json", "/Data", "/application/json"),
    ]


def annotations(rendered: Rendered, subtype: str | None = None) -> list[Any]:
    found = [item for page in open_file(rendered.pdf).pages for item in page.get("/Annots", [])]
    return [item for item in found if subtype is None or item.Subtype == subtype]


def parent_tree(rendered: Rendered) -> dict[int, Any]:
    nums = list(open_file(rendered.pdf).Root.StructTreeRoot.ParentTree.Nums)
    return {int(key): value for key, value in zip(nums[::2], nums[1::2], strict=True)}
