"""The HTML report as a file: what is in it, and that nothing of a document becomes more than text."""

from __future__ import annotations

import base64
import hashlib
import re
from dataclasses import dataclass, replace
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import html as parser

from audit import audit
from audit.reports import Audited, render
from audit.reports.html.marks import Mark, Spots, marks_of, stands_there
from audit.reports.html.paper import page_views
from audit.reports.safe import visible
from models import AuditReport as Report
from models import (
    Box,
    Cell,
    Contributor,
    Document,
    Evidence,
    Finding,
    Language,
    Paragraph,
    Source,
    Summary,
    Table,
    Where,
)
from models import Coverage as Read
from tests.audit.build import item, report, sheet
from tests.audit.reports.hostile import WORDS, hostile

SOURCE = Source(name="报告.docx", sha256="0" * 64, format="docx")
INNER = Table(rows=1, columns=1, cells=(Cell(row=0, column=0, text="内层得3分", where=Where()),), where=Where())
BLOCKS: tuple[Paragraph | Table, ...] = (
    Paragraph(text="（一）组织领导（6分）做得好（得2分）（得 3 分）", where=Where(block=0)),
    Table(
        rows=2,
        columns=3,
        cells=(
            Cell(row=0, column=0, row_span=2, text="组织\n领导", where=Where(block=1, row=0, column=0)),
            Cell(row=0, column=1, text="6", where=Where(block=1, row=0, column=1)),
            Cell(row=1, column=1, text="", where=Where(block=1, row=1, column=1), tables=(INNER,)),
        ),
        where=Where(block=1),
        caption=Evidence(quote="表1 得分", where=Where(block=1)),
    ),
)
DOCUMENT = Document(source=SOURCE, blocks=BLOCKS)


def finding(*evidence: tuple[str, Where], **changes: object) -> Finding:
    found = Finding(
        id="F1",
        code="C202",
        severity="error",
        item="组织领导",
        message="文中各处得分之和 2+3=5，自评得分写为 6",
        stated=Decimal(6),
        computed=Decimal(5),
        contributors=(Contributor(name="甲", points=Decimal(2)), Contributor(name="乙", points=None)),
        evidence=tuple(Evidence(quote=quote, where=where) for quote, where in evidence),
    )
    return found.model_copy(update=changes)


def page(*findings: Finding, document: Document | None = DOCUMENT, language: Language = "zh") -> parser.HtmlElement:
    summary = Summary(errors=len(findings), warnings=0, notes=0, items=1)
    made = Report(report=SOURCE, findings=findings, summary=summary, coverage=Read())
    return parser.document_fromstring(render([Audited(made, document=document)], "html", language))


def marked(tree: parser.HtmlElement) -> list[tuple[str, str]]:
    return [(mark.get("data-marks").strip(), mark.text_content()) for mark in tree.iter("mark")]


def test_spans_are_marked_and_linked_both_ways() -> None:
    spans = [("得2分", Where(block=0, start=15, end=18)), ("得3分", Where(block=0, start=20, end=25))]
    tree = page(finding(*spans))
    assert marked(tree) == [("1", "得2分"), ("1", "得 3 分")]
    links = [link.get("href") for link in tree.cssselect(".places a")]
    assert links == ["#m1-1", "#m1-2"]
    for link, mark in zip(links, tree.iter("mark"), strict=True):
        assert mark.cssselect(f'[id="{link[1:]}"]')
        assert mark.cssselect('a[href="#f1"]')
    assert tree.get_element_by_id("f1").cssselect('.jump[href="#m1-1"]')
    assert tree.cssselect("#paper p")[0].text_content() == BLOCKS[0].text  # type: ignore[union-attr]


def test_overlapping_marks_keep_the_text_and_all_targets() -> None:
    one = finding(("组织领导（6分）", Where(block=0, start=3, end=11)))
    two = finding(("（6分）做得好", Where(block=0, start=7, end=14)), id="F2", severity="note")
    tree = page(one, two)
    assert marked(tree) == [("1", "组织领导"), ("1 2", "（6分）"), ("2", "做得好")]
    ids = [element.get("id") for element in tree.iter() if element.get("id")]
    assert len(ids) == len(set(ids))
    assert {"m1-1", "m2-1"} <= set(ids)


def test_cells_rows_tables_and_nested_tables_are_marked() -> None:
    evidence = [
        ("组织 领导", Where(block=1, row=1, column=0)),
        ("内层得3分", Where(block=1, nested=((1, 1, 0),), row=0, column=0, start=2, end=5)),
        ("6", Where(block=1, row=0)),
        ("表1 得分", Where(block=1)),
    ]
    tree = page(finding(*evidence))
    assert marked(tree) == [("1 1", "组织\n领导"), ("1", "6"), ("1", "得3分")]
    assert tree.cssselect("div.scroll.marked[data-marks]")
    assert len(tree.cssselect(".places a")) == 4
    assert all(tree.get_element_by_id(link.get("href")[1:]) is not None for link in tree.cssselect(".places a"))
    assert [(cell.get("rowspan"), cell.text_content()) for cell in tree.cssselect("#paper .text > div > table td")][
        :2
    ] == [("2", "组织\n领导"), (None, "6")]


def test_what_the_document_does_not_hold_there_is_no_link() -> None:
    tree = page(
        finding(("组织领导（6分）", Where(block=0)), ("标准另有规定", Where(block=0)), ("别处", Where(block=9)))
    )
    links = tree.cssselect(".places a")
    assert [link.text_content() for link in links] == ["“组织领导（6分）”"]
    assert tree.cssselect(".places")[0].text_content().count("不在本文件中") == 2


@pytest.mark.parametrize(
    ("quote", "where", "found"),
    [
        ("（得 ２ 分）", Where(block=0), True),
        ("", Where(block=0), True),
        ("组织领导6", Where(block=1, row=0), True),
        ("组织领导", Where(block=1, row=7), False),
        ("组织领导", Where(block=1, nested=((0, 1, 0),), row=0, column=0), False),
        ("任何话", Where(page=3), True),
        ("任何话", Where(), False),
    ],
)
def test_where_a_quote_stands(quote: str, where: Where, found: bool) -> None:
    assert stands_there(Evidence(quote=quote, where=where), DOCUMENT) is found


def test_without_a_document_findings_stand_alone() -> None:
    tree = page(finding(("得2分", Where(block=0))), document=None)
    assert tree.get("lang") == "zh-CN"
    assert not tree.cssselect("#paper, .bar, .places a")
    assert "不在本文件中" not in tree.cssselect(".places")[0].text_content()


def test_consequences_stand_under_their_root() -> None:
    root, other = (
        finding(("得2分", Where(block=0))),
        finding(id="F2", code="C203", severity="note", consequence_of="F1"),
    )
    tree = page(root, other)
    assert len(tree.cssselect("article.finding")) == 1
    assert [part.get("id") for part in tree.cssselect("article.finding .consequence")] == ["f2"]
    assert [part.text_content().split() for part in tree.cssselect(".counts li")] == [["1", "错误"], ["1", "由此产生"]]


def test_the_policy_allows_only_what_is_in_the_file() -> None:
    text = render([hostile()], "html", "zh")
    tree = parser.document_fromstring(text)
    policy = tree.cssselect("meta[http-equiv='Content-Security-Policy']")[0].get("content")
    rules = dict(rule.strip().split(" ", 1) for rule in policy.split(";"))
    assert rules["default-src"] == rules["base-uri"] == rules["form-action"] == "'none'"
    assert rules["img-src"] == "data:"
    for name, kind in (("style", "style-src"), ("script", "script-src")):
        (content,) = re.findall(f"<{name}>(.*?)</{name}>", text, re.DOTALL)
        digest = base64.b64encode(hashlib.sha256(content.encode()).digest()).decode()
        assert rules[kind] == f"'sha256-{digest}'"
    assert "unsafe" not in policy
    assert not re.search(r"(?:src|href)\s*=\s*[\"']?(?:https?:)?//|url\(|@import", text)


def test_hostile_words_are_text_and_nothing_else() -> None:
    text = render([hostile()], "html", "zh")
    tree = parser.document_fromstring(text)
    assert len(tree.cssselect("script")) == 1
    assert not tree.cssselect("img, iframe, object, embed, base, form, svg")
    assert not [name for element in tree.iter() for name in element.attrib if name.startswith("on") or name == "style"]
    shown = tree.cssselect("#paper")[0].text_content()
    for words in (*WORDS[:4], WORDS[6]):
        assert " ".join(words.split()) in " ".join(shown.split())
    assert "⟨U+202E⟩" in shown
    assert not re.search("[\u202a-\u202e\u2066-\u2069\x1b\x07]", text)


@settings(max_examples=40, deadline=None)
@given(st.text(max_size=60))
def test_any_text_comes_out_as_text(words: str) -> None:
    safe = words.encode("utf-8", "replace").decode()
    block = Paragraph(text=safe, where=Where(block=0))
    tree = page(
        finding((safe, Where(block=0)), item=safe, message=safe),
        document=Document(source=SOURCE, blocks=(block,)),
    )
    assert len(tree.cssselect("script")) == 1
    assert len(tree.cssselect("article")) == 1
    shown = tree.cssselect("#paper")[0].text_content()
    assert re.sub(r"\s", "", visible(safe)) == re.sub(r"\s", "", shown)


def test_no_message_mixes_the_languages() -> None:
    slip = report(sheet(item("a", 60, 59, item("b", 30, 29), item("c", 30, 29)), item("d", 40, 40), total=(100, 98)))
    tree = parser.document_fromstring(render([Audited(audit(slip, language="en"), slip)], "html", "en"))
    tree.cssselect("script")[0].drop_tree()
    tree.cssselect("style")[0].drop_tree()
    said = re.findall("[\u4e00-\u9fff]+", tree.text_content().replace("自评得", "").replace("总分", ""))
    assert set(said) <= {"自查", "分", "报告"}


@dataclass(frozen=True)
class Drawn:
    data: bytes
    media_type: str = "image/webp"
    width: float = 600
    height: float = 800


def mark(number: int, bbox: Box | None) -> Mark:
    return Mark(f"m{number}-1", number, "error", "C202 甲", Where(page=number, bbox=bbox))


def test_pages_with_findings_are_larger_and_boxes_stay_on_the_page() -> None:
    asked: dict[int, int] = {}

    def draw(number: int, pixels: int) -> Drawn | None:
        asked[number] = pixels
        return None if number == 4 else Drawn(b"picture")

    views = page_views([mark(2, (10, 20, 110, 40)), mark(3, None), mark(4, (0, 0, 5, 5))], 5, draw)
    assert [view.number for view in views] == [1, 2, 3, 4, 5]
    assert asked[2] == asked[3] > asked[1] == asked[5]
    (box,) = views[1].boxes
    assert (box.x, box.y, box.width, box.height) == (8.5, 18.5, 103, 23)
    (whole,) = views[2].boxes
    assert (whole.x, whole.y, whole.width, whole.height) == (0, 0, 600, 800)
    assert (views[3].picture, views[3].drawn, len(views[3].boxes)) == (None, True, 1)
    assert views[0].picture == "data:image/webp;base64,cGljdHVyZQ=="


def test_a_large_file_leaves_out_pages_without_findings() -> None:
    def draw(number: int, pixels: int) -> Drawn:
        return Drawn(b"x" * 4_000_000)

    views = page_views([mark(9, None)], 9, draw)
    assert views[8].picture is not None
    assert [view.picture is not None for view in views[:3]] == [True, False, False]
    assert not views[5].drawn


def test_pages_in_the_file() -> None:
    source = SOURCE.model_copy(update={"format": "pdf", "pages": 2})
    where = Where(page=2, bbox=(72, 90, 200, 110), block=0)
    document = Document(source=source, blocks=(Paragraph(text="得2分", where=where),))
    summary = Summary(errors=1, warnings=0, notes=0, items=1)
    made = Report(report=source, findings=(finding(("得2分", where)),), summary=summary, coverage=Read())
    audited = Audited(made, document=document, pictures=lambda number, pixels: Drawn(b"x") if number == 2 else None)
    tree = parser.document_fromstring(render([audited], "html", "zh"))
    assert [figure.get("id") for figure in tree.cssselect("figure")] == ["p1", "p2"]
    assert "本页无法绘制" in tree.get_element_by_id("p1").text_content()
    (svg,) = tree.cssselect("#p2 svg")
    assert svg.get("viewbox") == "0 0 600 800"
    assert tree.get_element_by_id("m1-1").get("href") == "#f1"
    unread = parser.document_fromstring(render([replace(audited, pictures=None)], "html", "zh"))
    assert marked(unread) == [("1", "得2分")]


def test_segments_of_an_empty_cell() -> None:
    empty = Document(source=SOURCE, blocks=(Paragraph(text="", where=Where(block=0)),))
    spots = Spots(marks_of([finding(("", Where(block=0)))], empty).values(), empty)
    (segment,) = spots.segments((0,), "")
    assert [one.anchor for one in segment.begins] == ["m1-1"]


def test_several_reports_are_no_page() -> None:
    with pytest.raises(ValueError, match="one report"):
        render([hostile(), hostile()], "html", "zh")
