"""Web pages: their encoding, the document among navigation, paragraphs and tables as browsers show them."""

from __future__ import annotations

import codecs
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extract.readers import read_bytes
from extract.readers.html.looks import Look, Looks
from extract.readers.html.page import parse
from models import Document, Paragraph, Table, UnreadableFile

TEXT = "本年度对全镇救助工作进行了自查，资料齐全，发放及时，未发现问题。"
MORE = "下一步将继续规范审核流程，加强业务培训，按期报送数据；对发现的差错立即改正。"


def page(body: str, head: str = "") -> bytes:
    return f"<!DOCTYPE html><html><head>{head}</head><body>{body}</body></html>".encode()


def texts(document: Document) -> list[str | list[list[str]]]:
    """Paragraphs as their text, tables as rows of the texts of the cells that begin in them."""
    return [
        block.text
        if isinstance(block, Paragraph)
        else [[c.text for c in block.row_cells(r) if c.row == r] for r in range(block.rows)]
        for block in document.blocks
    ]


def read(body: str, head: str = "") -> list[str | list[list[str]]]:
    return texts(read_bytes(page(body, head), "a.html"))


def table(body: str) -> Table:
    (found,) = [b for b in read_bytes(page(body), "a.html").blocks if isinstance(b, Table)]
    return found


def shape(found: Table) -> list[tuple[int, int, int, int, str]]:
    return [(c.row, c.column, c.row_span, c.column_span, c.text) for c in found.cells]


META = '<meta http-equiv="Content-Type" content="text/html; charset={}">'


@pytest.mark.parametrize(
    ("encoding", "declared"),
    [
        ("utf-8", "utf-8"),
        ("utf-8", ""),
        ("utf-8", "gb2312"),
        ("gb18030", "gb2312"),
        ("gb18030", "gbk"),
        ("gb18030", ""),
        ("gb18030", "utf-8"),
        ("gb18030", "no-such-encoding"),
        ("gb18030", "utf-16"),
        ("gb18030", "base64"),
        ("big5", "big5"),
        ("utf-16", ""),
        ("utf-16", "utf-8"),
        ("utf-8-sig", "gbk"),
    ],
)
def test_encodings(encoding: str, declared: str) -> None:
    meta = META.format(declared) if declared else ""
    text = "自評報告" if encoding == "big5" else "自评报告，镕堃"
    data = f"<html><head>{meta}</head><body><p>{text}</p></body></html>".encode(encoding)
    document = read_bytes(data, "a.html")
    assert texts(document) == [text]
    assert document.source.format == "html"
    assert document.notes == ()


def test_utf_16_from_the_other_end() -> None:
    data = codecs.BOM_UTF16_BE + "<html><body><p>自评报告</p></body></html>".encode("utf-16-be")
    assert texts(read_bytes(data, "a.html")) == ["自评报告"]


def test_a_damaged_character_is_counted() -> None:
    data = page(f"<p>{TEXT}</p>").replace("救助".encode(), "救".encode() + b"\xff")
    document = read_bytes(data, "a.html")
    assert texts(document) == [TEXT.replace("助", "\ufffd")]
    assert [(n.kind, n.message.en) for n in document.notes] == [
        ("glyphs_without_meaning", "characters that could not be decoded: 1")
    ]


def test_a_web_archive() -> None:
    inner = "<html><body><p>自评报告=第一页</p></body></html>".encode("gb18030")
    quoted = "".join(f"={byte:02X}" for byte in inner)
    archive = (
        'From: <saved>\r\nMIME-Version: 1.0\r\nContent-Type: multipart/related; boundary="x"\r\n\r\n--x\r\n'
        'Content-Type: text/html; charset="gb2312"\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n'
        f"{quoted}\r\n--x\r\nContent-Type: image/png\r\n\r\n....\r\n--x--\r\n"
    )
    assert texts(read_bytes(archive.encode(), "a.mht")) == ["自评报告=第一页"]


def test_a_workbook_saved_as_a_page_is_called_xls() -> None:
    data = "<table border=1><tr><td>指标<td>分值<tr><td>甲<td>2</table>".encode("gb18030")
    assert texts(read_bytes(data, "评分表.xls")) == [[["指标", "分值"], ["甲", "2"]]]


NAVIGATION = (
    '<div class="top">云浦县人民政府</div><div class="nav"><ul>'
    + "".join(f'<li><a href="#">{name}</a></li>' for name in ("首页", "政务公开", "办事服务", "互动交流"))
    + '</ul></div><div class="pos">当前位置：<a href="#">首页</a> &gt; <a href="#">政务公开</a></div>'
)
FOOT = (
    '<div class="footer">主办单位：云浦县人民政府 承办单位：县政府办公室<br>备案号：某ICP备00000000号'
    ' 网站标识码：0000000000<a href="#">网站地图</a></div>'
)
ARTICLE = [TEXT, "一、组织领导（10分，自评得9分）", MORE, "云浦县民政局", "2023年1月5日"]
PARAGRAPHS = "".join(f"<p>{text}</p>" for text in ARTICLE)
TITLE = "云浦县2022年度自评报告"
HEAD = f"<title>{TITLE}_云浦县人民政府</title>"
INFO = "发布时间：2023-01-06 来源：云浦县民政局 字体：大 中 小"
RELATED = '<div>相关阅读<ul><li><a href="#">关于开展自评工作的通知</a></li><li><a href="#">救助标准</a></li></ul></div>'
TOOLS = '<div><a href="javascript:print()">【打印本页】</a><a href="javascript:close()">【关闭窗口】</a></div>'


@pytest.mark.parametrize(
    "body",
    [
        # boxes inside each other
        f'{NAVIGATION}<div><div id="a"><h1>{TITLE}</h1><div>{INFO}</div><div id="zoom">{PARAGRAPHS}</div>'
        f"{TOOLS}{RELATED}</div></div>{FOOT}",
        # the title in a box that is called as navigation is
        f'{NAVIGATION}<div><div class="article-header"><p>{TITLE}</p></div><div>{INFO}</div><div>{PARAGRAPHS}</div>'
        f"</div>{FOOT}",
        # the name of the site as a heading
        f"{NAVIGATION}<h1>云浦县人民政府</h1><div><div>{TITLE}</div><div>{INFO}</div>{PARAGRAPHS}</div>{FOOT}",
        # the elements of HTML 5
        f"<header><nav>{NAVIGATION}</nav></header><main><article><h1>{TITLE}</h1><p>{INFO}</p>{PARAGRAPHS}</article>"
        f"<aside>{RELATED}</aside></main><footer>{FOOT}</footer>",
        # layout tables
        f"<table width=1000><tr><td colspan=2>{NAVIGATION}</td></tr><tr><td width=200>{RELATED}</td><td><table>"
        f"<tr><td align=center><b>{TITLE}</b></td></tr><tr><td>{INFO}</td></tr><tr><td>{PARAGRAPHS}</td></tr></table>"
        f"</td></tr><tr><td colspan=2>{FOOT}</td></tr></table>",
        # everything on one level
        f"{NAVIGATION}<h2>{TITLE}</h2><div>{INFO}</div>{PARAGRAPHS}{TOOLS}{FOOT}",
        # fonts that are never closed
        f"{NAVIGATION}<font size=5>{TITLE}<br></font><div>{INFO}</div>"
        + PARAGRAPHS.replace("<p>", "<p><font><span>")
        + FOOT,
        # a form around the page, content in front of the title hidden
        f'<form><input type=hidden value="秘密">{NAVIGATION}<div style="display: none">隐藏的公告，不应读入。</div>'
        f"<h1>{TITLE}</h1><div>{INFO}</div><div>{PARAGRAPHS}</div><select><option>部门网站</option></select>{FOOT}</form>",
        # the page is closed in the middle
        f"{NAVIGATION}</body></html><h1>{TITLE}</h1><div>{INFO}</div><div>{PARAGRAPHS}</div>{FOOT}",
    ],
    ids=["boxes", "header", "site", "html5", "tables", "flat", "fonts", "form", "closed"],
)
def test_the_document_among_navigation(body: str) -> None:
    document = read_bytes(page(body, HEAD), "a.html")
    assert texts(document) == [TITLE, INFO, *ARTICLE]
    assert document.notes == ()
    assert [b.where.block for b in document.blocks] == list(range(len(document.blocks)))


def test_a_page_that_is_nothing_but_the_document() -> None:
    body = f"<h1>{TITLE}</h1>{PARAGRAPHS}<table border=1><tr><td>指标<td>分值<tr><td>甲<td>2</table>"
    assert read(body) == [TITLE, *ARTICLE, [["指标", "分值"], ["甲", "2"]]]


def test_a_page_with_nothing_but_a_table() -> None:
    body = f"{NAVIGATION}<div><table border=1><tr><td>指标<td>分值<tr><td>甲<td>2<tr><td>乙<td>3</table></div>{FOOT}"
    assert read(body) == [[["指标", "分值"], ["甲", "2"], ["乙", "3"]]]


def test_annexes_are_kept_although_they_are_links() -> None:
    body = f'{NAVIGATION}<div>{PARAGRAPHS}<p><a href="a.xlsx">附件1：评分表.xlsx</a></p></div>{TOOLS}{FOOT}'
    assert read(body) == [*ARTICLE, "附件1：评分表.xlsx"]


def test_a_short_notice_is_not_lost() -> None:
    body = f"{NAVIGATION}<div><div>{TITLE}</div><div>现将自评结果公布如下：自评得分95分。</div></div>{FOOT}"
    assert read(body, HEAD) == [TITLE, "现将自评结果公布如下：自评得分95分。"]


def test_a_title_that_the_document_repeats_stands_once() -> None:
    body = f'{NAVIGATION}<h1>{TITLE}</h1><div id="c"><p align=center>{TITLE}</p>{PARAGRAPHS}</div>{FOOT}'
    assert read(body, HEAD) == [TITLE, *ARTICLE]


def test_an_empty_page() -> None:
    assert read("") == []
    assert read("<script>document.write('一')</script>") == []


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("<p>第一段</p><p>第二段</p>", ["第一段", "第二段"]),
        ("<p>  前后\n  空格&nbsp;&nbsp;合并 </p>", ["前后 空格 合并"]),
        ("<div>甲<div>乙</div>丙</div>", ["甲", "乙", "丙"]),
        ("<p>甲<b>乙</b><span>丙</span>&lt;5%&#12289;&ldquo;丁&rdquo;</p>", ["甲乙丙<5%、“丁”"]),
        ("<p>满意率<5%，得2分", ["满意率<5%，得2分"]),
        ("　　第一段文字。<br>　　第二段文字。<br>　　第三段", ["第一段文字。", "第二段文字。", "第三段"]),
        ("第一段<br><br>第二段<br/>\n<br/>第三段", ["第一段", "第二段", "第三段"]),
        ("<p>第一段完。<br>1.第二段<br>（二）第三段</p>", ["第一段完。", "1.第二段", "（二）第三段"]),
        ("<p>长标题的前半<br>后半</p>", ["长标题的前半\n后半"]),
        ("<h1>关于开展评价<br>工作的通知</h1>", ["关于开展评价\n工作的通知"]),
        ("<p align=center>关于开展评价。<br>工作的通知</p>", ["关于开展评价。\n工作的通知"]),
        ("<pre>一行\n\n二行</pre>", ["一行", "二行"]),
        ("<ol><li>甲</li><li>乙</li></ol><ul><li>丙</li></ul>", ["1.甲", "2.乙", "丙"]),
        ("<ol start=3><li>甲</li><li value=7>乙</li><li>丙</li></ol>", ["3.甲", "7.乙", "8.丙"]),
        ('<ol style="list-style-type: cjk-ideographic"><li>甲</li></ol>', ["一、甲"]),
        ('<ol style="list-style: none"><li>甲</li></ol>', ["甲"]),
        ("<script>var a = '<p>乙</p>';</script><style>p {}</style><p>甲</p><noscript>丙</noscript>", ["甲"]),
        ("<!-- 乙 --><p>甲<!-- 丙 --></p><![if !x]><p>丁</p><![endif]>", ["甲", "丁"]),
        ("<p>甲<sup>2</sup></p><textarea>乙</textarea><button>丙</button>", ["甲2"]),
        ("<dl><dt>甲</dt><dd>乙</dd></dl><blockquote>丙</blockquote><hr>丁", ["甲", "乙", "丙", "丁"]),
        ("<o:p>甲</o:p><p>乙</p>", ["甲", "乙"]),
    ],
)
def test_paragraphs(body: str, expected: list[str]) -> None:
    assert read(body) == expected


@pytest.mark.parametrize(
    "hiding",
    [
        'style="display:none"',
        'style="DISPLAY : none !important"',
        'style="visibility: hidden"',
        "hidden",
        'class="x off"',
        'id="off"',
    ],
)
def test_hidden_parts_are_left_out_and_said_so(hiding: str) -> None:
    head = "<style>.off, #off { display: none } @media print { p { display: none } } .a p { display: none }</style>"
    document = read_bytes(page(f"<p>{TEXT}</p><div {hiding}>乙</div><p>{MORE}</p>", head), "a.html")
    assert texts(document) == [TEXT, MORE]
    assert [(n.kind, n.message.en) for n in document.notes] == [("left_out", "hidden parts left out: 1")]


def test_pictures_and_embedded_files_are_told() -> None:
    body = (
        f"<p>{TEXT}</p><img src='biao.jpg'><img src='icon_xls.gif'><img src='a.png' width=16 height=16>"
        f"<iframe src='a.pdf'></iframe><iframe src='ad.html'></iframe><p>{MORE}</p>"
    )
    document = read_bytes(page(body), "a.html")
    assert [n.message.en for n in document.notes] == ["pictures not read: 1", "embedded files not read: 1"]


def test_how_paragraphs_look() -> None:
    head = "<style>.t { text-align: center; font-size: 24px } p { font-size: 12pt }</style>"
    body = f'<h2 class="t">标题</h2><p>{TEXT}</p><center>副标题</center><p style="font-size:150%" align=right>甲</p>'
    blocks = [b for b in read_bytes(page(body, head), "a.html").blocks if isinstance(b, Paragraph)]
    assert [(b.heading_level, b.centred, b.font_size) for b in blocks] == [
        (2, True, 18.0),
        (None, False, 12.0),
        (None, True, None),
        (None, False, None),
    ]


def test_a_long_text_in_the_middle_is_no_title() -> None:
    (block,) = read_bytes(page(f"<div align=center>{TEXT * 3}</div>"), "a.html").blocks
    assert isinstance(block, Paragraph)
    assert not block.centred


def test_style_sheets_that_are_broken() -> None:
    root, _ = parse(page("<p class='a'>甲</p>", "<style>}} .a { text-align: center; @media {{ .b {</style>"), "a.html")
    looks = Looks(root)
    assert looks.of(next(root.iter("p")), Look()) in (Look(centred=True), Look())


SQUARE = [(0, 0, 1, 1, "甲"), (0, 1, 1, 1, "1"), (1, 0, 1, 1, "乙"), (1, 1, 1, 1, "2")]
SPANS = [
    (
        "<tr><td rowspan=2>甲<td>一<td>1<tr><td>二<td>2",
        [(0, 0, 2, 1, "甲"), (0, 1, 1, 1, "一"), (0, 2, 1, 1, "1"), (1, 1, 1, 1, "二"), (1, 2, 1, 1, "2")],
    ),
    # spans that leave the table below and to the right
    (
        "<tr><td rowspan=99>甲<td>一<td>1<tr><td>二<td colspan=99>2",
        [(0, 0, 2, 1, "甲"), (0, 1, 1, 1, "一"), (0, 2, 1, 1, "1"), (1, 1, 1, 1, "二"), (1, 2, 1, 1, "2")],
    ),
    # 0 means to the end of the group
    (
        "<tr><td rowspan=0>甲<td>1<tr><td>2<tr><td>3",
        [(0, 0, 3, 1, "甲"), (0, 1, 1, 1, "1"), (1, 1, 1, 1, "2"), (2, 1, 1, 1, "3")],
    ),
    # a span that would run into one from above
    (
        "<tr><td>甲<td rowspan=2>乙<td>丙<tr><td colspan=3>1<tr><td>一<td>二<td>三",
        [
            (0, 0, 1, 1, "甲"), (0, 1, 2, 1, "乙"), (0, 2, 1, 1, "丙"), (1, 0, 1, 1, "1"), (1, 2, 1, 1, ""),
            (2, 0, 1, 1, "一"), (2, 1, 1, 1, "二"), (2, 2, 1, 1, "三"),
        ],
    ),
    # columns in which nothing begins
    ("<tr><td colspan=2>甲<td>1<tr><td colspan=2>乙<td>2", SQUARE),
    # nonsense
    ("<tr><td colspan=x rowspan=-3>甲<td>1<tr><td colspan=''>乙<td>2", SQUARE),
    # short rows
    ("<tr><td>甲<td>1<tr><td>乙", [(0, 0, 1, 1, "甲"), (0, 1, 1, 1, "1"), (1, 0, 1, 1, "乙"), (1, 1, 1, 1, "")]),
]  # fmt: skip


@pytest.mark.parametrize(("rows", "expected"), SPANS)
def test_spans(rows: str, expected: list[tuple[int, int, int, int, str]]) -> None:
    assert shape(table(f"<table border=1>{rows}</table>")) == expected


def test_parts_of_a_table() -> None:
    found = table(
        "<table border=1><caption>表1 评分表</caption><tfoot><tr><td>合计<td>2</tfoot>"
        "<thead><tr><th>指标<th>分值</thead><tbody><tr><td>甲<td>2</tbody></table>"
    )
    assert [[c.text for c in found.row_cells(r)] for r in range(3)] == [["指标", "分值"], ["甲", "2"], ["合计", "2"]]
    assert found.header_rows == 1
    assert found.caption is not None
    assert found.caption.quote == "表1评分表"


def test_header_cells_without_a_head() -> None:
    assert table("<table><tr><th>指标<th>分值<tr><td>甲<td>2</table>").header_rows == 1
    assert table("<table border=1><tr><th>指标<th>分值<tr><th>甲<th>2</table>").header_rows == 0


def test_text_between_rows_stands_above_the_table() -> None:
    assert read("<table border=1><p>单位：分</p><tr><td>甲<td>2<tr><td>乙<td>3</table>") == [
        "单位：分",
        [["甲", "2"], ["乙", "3"]],
    ]


def test_cells_without_a_row() -> None:
    assert read("<table border=1><td>指标<td>分值<tr><td>甲<td>2</table>") == [[["指标", "分值"], ["甲", "2"]]]


def test_lines_of_a_cell() -> None:
    found = table("<table border=1><tr><td><p>1、甲</p><p> </p><p>2、乙<br>丙</p><td>x<tr><td>y<td>z</table>")
    assert found.cells[0].text == "1、甲\n2、乙\n丙"


def test_hidden_rows_and_cells() -> None:
    body = "<table border=1><tr><td>甲<td>1<tr style='display:none'><td>乙<td>2<tr><td>丙<td>3<td hidden>4</table>"
    document = read_bytes(page(body), "a.html")
    assert texts(document) == [[["甲", "1"], ["丙", "3"]]]
    assert [n.message.en for n in document.notes] == ["hidden parts left out: 2"]


def test_a_table_in_a_cell() -> None:
    inner = "<table border=1><tr><td>子<td>1<tr><td>丑<td>2</table>"
    found = table(f"<table border=1><tr><td>甲{'很长的文字' * 5}{inner}<td>2<tr><td>乙<td>3</table>")
    (nested,) = found.cells[0].tables
    assert [c.text for c in nested.cells] == ["子", "1", "丑", "2"]
    assert nested.where.nested == ((0, 0, 0),)
    assert {c.where.nested for c in nested.cells} == {((0, 0, 0),)}
    assert nested.where.block == found.where.block


@pytest.mark.parametrize(
    "body",
    [
        f"<table><tr><td>{TEXT}</td></tr></table>",
        f"<table border=1><tr><td></td><td>{TEXT}</td></tr></table>",
        f"<table role=presentation><tr><td>{TEXT}</td><td></td></tr></table>",
        f"<table><tr><td>{TEXT}</td></tr><tr><td></td></tr></table>",
        f"<table><tr><td><table><tr><td>{TEXT}</td></tr></table></td></tr></table>",
    ],
)
def test_tables_that_only_place_text(body: str) -> None:
    assert read(body) == [TEXT]


@given(
    st.lists(st.lists(st.tuples(st.integers(0, 4), st.integers(0, 4)), min_size=1, max_size=5), min_size=1, max_size=6)
)
def test_any_spans_give_a_whole_grid(spans: list[list[tuple[int, int]]]) -> None:
    rows = "".join(
        "<tr>" + "".join(f"<td rowspan={a} colspan={b}>x{r}-{c}</td>" for c, (a, b) in enumerate(row)) + "</tr>"
        for r, row in enumerate(spans)
    )
    document = read_bytes(page(f"<table border=1>{rows}</table>"), "a.html")
    tables = [b for b in document.blocks if isinstance(b, Table)]
    found = [c.text for t in tables for c in t.cells if c.text] or [t for t in texts(document) if isinstance(t, str)]
    assert sorted(found) == sorted(f"x{r}-{c}" for r, row in enumerate(spans) for c in range(len(row)))
    assert all(t.at(r, c) for t in tables for r in range(t.rows) for c in range(t.columns))


@given(
    st.lists(
        st.sampled_from(
            ["<table>", "<tr>", "<td>", "</td>", "</table>", "<p>", "</p>", TEXT, "1", "<br>", "<ol>", "<li>"]
        )
    )
)
def test_no_soup_is_fatal(tags: list[str]) -> None:
    document = read_bytes(("<html>" + "".join(tags)).encode(), "a.html")
    text = "".join(t if isinstance(t, str) else "".join(map("".join, t)) for t in texts(document))
    assert text.count("救助") == tags.count(TEXT)


def test_nesting_without_end() -> None:
    with pytest.raises(UnreadableFile, match="nested too deeply"):
        read_bytes(page("<div>" * 100_000 + "甲"), "a.html")


def test_deep_nesting_within_reason_is_read() -> None:
    assert read("<font><b>" * 300 + f"<p>{TEXT}</p>") == [TEXT]


@pytest.mark.parametrize(
    "body",
    [
        "<table border=1>" + "<tr><td rowspan=65534 colspan=1000>甲<td>1" * 3000 + "</table>",
        "<table border=1><tr><td colspan=100000>甲<td>乙<tr><td>丙<td rowspan=9999999>丁</table>",
        "<div>" * 1500 + "</span>" * 100_000 + "甲",
        "&#0;&#xD800;&#99999999;\x01甲" * 100,
        "<style>" + "a{" * 50_000 + "</style><p>甲</p>",
        "<p style='" + "a:b;" * 20_000 + "'>甲</p>" * 50,
        "<a href='http://192.0.2.1/'><img src='http://192.0.2.1/a.png'><link href='http://192.0.2.1/a.css'>甲</a>",
    ],
    ids=["spans", "span", "ends", "characters", "css", "style", "links"],
)
def test_hostile_pages_are_read_within_bounds(body: str) -> None:
    assert read_bytes(page(body), "a.html").source.format == "html"


def test_a_table_of_a_hundred_thousand_cells() -> None:
    body = "<table border=1>" + ("<tr>" + "<td>甲" * 20) * 5000 + "</table>"
    found = table(body)
    assert (found.rows, found.columns) == (5000, 20)


def test_a_table_larger_than_any_document(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("extract.readers.tabular.POSITIONS_LIMIT", 8)
    with pytest.raises(UnreadableFile, match="more than a document"):
        read("<table border=1>" + "<tr><td>甲<td>乙<td>丙" * 3 + "</table>")


def test_nothing_in_it() -> None:
    for data in (b"<html>", b"<html></html>", b"<html><frameset></frameset></html>"):
        assert read_bytes(data, "a.html").blocks == ()
    with pytest.raises(UnreadableFile, match="damaged"):
        read_bytes(b"<!DOCTYPE html>", "a.html")


def test_order_is_kept() -> None:
    body = "".join(f"<p>第{n}段，{TEXT}</p>" for n in range(50))
    found = [t for t in read(f"{NAVIGATION}{body}{FOOT}") if isinstance(t, str)]
    assert all(int(a[1 : a.index("段")]) + 1 == int(b[1 : b.index("段")]) for a, b in pairwise(found))
    assert len(found) == 50
