"""The text of Word paragraphs is what Word shows on the page."""

from __future__ import annotations

import pytest

from extract.readers.docx import read_docx
from models import Document, Paragraph
from tests.extract.readers.word_files import R, p, r, tbl, tc, tr, word

DELETED = '<w:del w:id="1" w:author="a"><w:r><w:delText>旧</w:delText></w:r></w:del>'
BEGIN, SEPARATE, END = (f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>' for kind in ("begin", "separate", "end"))


def instruction(text: str) -> str:
    return f'<w:r><w:instrText xml:space="preserve">{text}</w:instrText></w:r>'


def mr(text: str) -> str:
    """A run of a formula."""
    return f"<m:r><m:t>{text}</m:t></m:r>"


def box(*paragraphs: str) -> str:
    """A text box as Word writes it: the same text in a new and in an old form."""
    text = f"<w:txbxContent>{''.join(paragraphs)}</w:txbxContent>"
    return (
        "<w:r><mc:AlternateContent>"
        f'<mc:Choice Requires="wps"><w:drawing><wps:txbx>{text}</wps:txbx></w:drawing></mc:Choice>'
        f"<mc:Fallback><w:pict><v:textbox>{text}</v:textbox></w:pict></mc:Fallback>"
        "</mc:AlternateContent></w:r>"
    )


def read(body: str, **parts: str) -> Document:
    return read_docx(word(body, **parts), "a.docx")


def texts(body: str, **parts: str) -> list[str]:
    return [b.text for b in read(body, **parts).blocks if isinstance(b, Paragraph)]


@pytest.mark.parametrize(
    ("inside", "text"),
    [
        (r("自评得") + r("6分"), "自评得6分"),
        ("<w:r><w:t>甲</w:t><w:tab/><w:t>乙</w:t></w:r>", "甲\t乙"),
        ("<w:r><w:t>甲</w:t><w:br/><w:t>乙</w:t><w:cr/><w:t>丙</w:t></w:r>", "甲\n乙\n丙"),
        ('<w:r><w:t>甲</w:t><w:br w:type="page"/><w:t>乙</w:t></w:r>', "甲\n乙"),
        ('<w:r><w:br w:type="page"/></w:r>' + r("乙"), "乙"),
        ("<w:r><w:t>3</w:t><w:noBreakHyphen/><w:t>2</w:t><w:softHyphen/><w:t>1</w:t></w:r>", "3-21"),
        ("<w:r><w:t>甲</w:t><w:lastRenderedPageBreak/><w:t>乙</w:t></w:r>", "甲乙"),
        ("<w:r><w:t> 甲 </w:t><w:t> 乙 </w:t></w:r>", "甲乙"),
        ('<w:r><w:t xml:space="preserve"> 甲\n 乙 </w:t></w:r>', "甲  乙"),
        ('<w:hyperlink r:id="rId9"><w:r><w:t>链接</w:t></w:r></w:hyperlink>', "链接"),
        (f"<w:smartTag><w:smartTag>{r('甲')}</w:smartTag>{r('乙')}</w:smartTag>", "甲乙"),
        (f"<w:sdt><w:sdtPr/><w:sdtContent>{r('控件')}</w:sdtContent></w:sdt>", "控件"),
        (f'<w:ins w:id="1">{r("新")}</w:ins>{r("文")}', "新文"),
        (f"<w:moveTo>{r('移来')}</w:moveTo>", "移来"),
        (DELETED + r("文"), "文"),
        (f"{r('文')}<w:moveFrom>{r('移走')}</w:moveFrom>", "文"),
        (f'<w:fldSimple w:instr=" PAGE ">{r("7")}</w:fldSimple>', "7"),
        (r("第") + BEGIN + instruction(" PAGE ") + SEPARATE + r("7") + END + r("页"), "第7页"),
        (BEGIN + r("指令里的字") + SEPARATE + r("结果") + END, "结果"),
        (BEGIN + instruction("IF") + BEGIN + SEPARATE + r("内") + END + SEPARATE + r("外") + END, "外"),
        (BEGIN + instruction("IF") + SEPARATE + BEGIN + SEPARATE + r("内") + END + r("外") + END, "内外"),
        (BEGIN + r("开了没关的域"), "开了没关的域"),
        (SEPARATE + r("甲") + END + r("乙"), "甲乙"),
        (BEGIN + instruction(r" eq \o\ac(○,7) ") + END + r("开展核查"), "⑦开展核查"),
        (BEGIN + instruction(r"eq \o\ac(") + instruction("○,21)") + END + r("建档"), "㉑建档"),
        (BEGIN + instruction(r"EQ \o\ac(○,秘)") + END, "（秘）"),
        ('<w:r><w:sym w:font="Wingdings" w:char="F0FE"/><w:t>是</w:t></w:r>', "☑是"),
        ('<w:r><w:sym w:font="Symbol" w:char="F0B3"/><w:t>95%</w:t></w:r>', "≥95%"),
        ('<w:r><w:sym w:font="宋体" w:char="2460"/></w:r>', "①"),
        ('<w:r><w:rPr><w:rFonts w:ascii="Wingdings 2"/></w:rPr><w:t>R是£否</w:t></w:r>', "☑是□否"),
        (f"<w:r><w:ruby><w:rt>{r('zì chá')}</w:rt><w:rubyBase>{r('自查')}</w:rubyBase></w:ruby></w:r>", "自查"),
        (r("甲") + '<w:commentRangeStart w:id="0"/>' + r("乙") + '<w:r><w:commentReference w:id="0"/></w:r>', "甲乙"),
        (r("可见") + r("不可见", "<w:vanish/>"), "可见"),
        (r("可见", '<w:vanish w:val="0"/>'), "可见"),
        (f"<m:oMath><m:f><m:num>{mr('a+b')}</m:num><m:den>{mr('c')}</m:den></m:f></m:oMath>", "(a+b)/c"),
        (
            f"<m:oMathPara><m:oMath><m:sSup><m:e>{mr('x')}</m:e><m:sup>{mr('2')}</m:sup></m:sSup></m:oMath></m:oMathPara>",
            "x^2",
        ),
        (f"<m:oMath><m:d><m:dPr/><m:e>{mr('a')}</m:e></m:d>{mr('×2')}</m:oMath>", "(a)×2"),
    ],
)
def test_inline(inside: str, text: str) -> None:
    assert texts(f"<w:p>{inside}</w:p>") == [text]


@pytest.mark.parametrize(
    ("data", "text"),
    [
        ("<w:checkBox><w:checked/></w:checkBox>", "☑合格"),
        ("<w:checkBox><w:default w:val='0'/></w:checkBox>", "□合格"),
        ("<w:checkBox><w:default w:val='1'/><w:checked w:val='0'/></w:checkBox>", "□合格"),
        ("<w:ddList><w:result w:val='1'/><w:listEntry w:val='优'/><w:listEntry w:val='良'/></w:ddList>", "良合格"),
        ("<w:ddList><w:result w:val='9'/><w:listEntry w:val='优'/></w:ddList>", "合格"),
    ],
)
def test_old_form_fields(data: str, text: str) -> None:
    mark = f'<w:r><w:fldChar w:fldCharType="begin"><w:ffData>{data}</w:ffData></w:fldChar></w:r>'
    document = read(f"<w:p>{mark}{instruction('FORMCHECKBOX')}{END}{r('合格')}</w:p>")
    assert [b.text for b in document.blocks if isinstance(b, Paragraph)] == [text]
    assert document.notes == ()


def test_a_field_over_several_paragraphs() -> None:
    contents = p(BEGIN, instruction("TOC"), SEPARATE, r("一、概况 1")) + p("二、结论 9") + p(END) + p("正文")
    assert texts(contents) == ["一、概况 1", "二、结论 9", "正文"]


def test_blocks_in_wrappers_stand_in_order() -> None:
    wrapped = f"<w:sdt><w:sdtContent>{p('二')}{tbl(tr('三'))}</w:sdtContent></w:sdt>"
    document = read(p("一") + wrapped + f"<w:customXml>{p('四')}</w:customXml>")
    assert [b.text if isinstance(b, Paragraph) else b.cells[0].text for b in document.blocks] == [
        "一",
        "二",
        "三",
        "四",
    ]
    assert [b.where.block for b in document.blocks] == [0, 1, 2, 3]


def test_empty_paragraphs_are_no_blocks() -> None:
    assert texts(p() + p(" 　 ") + p("甲") + p("<w:r><w:br/></w:r>")) == ["甲"]


def test_text_boxes_follow_their_paragraph_once() -> None:
    body = p("甲", box(p("框一"), p("框二", box(p("框中框")))), "乙") + p("丙")
    assert texts(body) == ["甲乙", "框一", "框二", "框中框", "丙"]


def test_a_text_box_in_a_cell_belongs_to_the_cell() -> None:
    table = read(tbl(tr(tc(p("甲", box(p("框"), tbl(tr("内"))))), "乙"))).blocks[0]
    assert table.kind == "table"
    assert [c.text for c in table.cells] == ["甲\n框", "乙"]
    assert table.cells[0].tables[0].cells[0].text == "内"


def test_an_alternative_without_text_gives_way() -> None:
    choice = '<mc:Choice Requires="x"><w:drawing/></mc:Choice>'
    fallback = (
        f"<mc:Fallback><w:pict><v:textbox><w:txbxContent>{p('旧')}</w:txbxContent></v:textbox></w:pict></mc:Fallback>"
    )
    body = f"<w:p><w:r><mc:AlternateContent>{choice}{fallback}</mc:AlternateContent></w:r></w:p>"
    assert texts(body) == ["旧"]


class TestTrackedChanges:
    def test_deletions_are_counted(self) -> None:
        document = read(p("甲", DELETED) + p(DELETED, "乙"))
        assert [(n.kind, n.message.en) for n in document.notes] == [("left_out", "tracked deletions left out: 2")]

    def test_moves_are_no_loss(self) -> None:
        document = read(f"<w:p><w:moveFrom>{r('甲')}</w:moveFrom></w:p><w:p><w:moveTo>{r('甲')}</w:moveTo></w:p>")
        assert [b.text for b in document.blocks if isinstance(b, Paragraph)] == ["甲"]
        assert document.notes == ()

    def test_a_deleted_mark_joins_two_paragraphs(self) -> None:
        gone = '<w:rPr><w:del w:id="1"/></w:rPr>'
        body = (
            p("甲", properties=gone) + p("乙", properties=gone) + p("丙", properties='<w:jc w:val="center"/>') + p("丁")
        )
        paragraphs = [b for b in read(body).blocks if isinstance(b, Paragraph)]
        assert [(b.text, b.centred) for b in paragraphs] == [("甲乙丙", True), ("丁", False)]

    def test_deleted_rows_and_cells(self) -> None:
        table = read(
            tbl(
                tr("甲", tc("乙", more="<w:cellDel w:id='3'/>"), "丙"),
                tr("丁", "戊", properties="<w:del w:id='4'/>"),
                tr("己", tc("庚", more="<w:cellDel w:id='3'/>"), "辛", properties="<w:ins w:id='4'/>"),
            )
        ).blocks[0]
        assert table.kind == "table"
        assert [(c.row, c.column, c.text) for c in table.cells] == [
            (0, 0, "甲"),
            (0, 1, "丙"),
            (1, 0, "己"),
            (1, 1, "辛"),
        ]

    def test_a_change_of_properties_changes_nothing(self) -> None:
        old = "<w:pPrChange><w:pPr><w:jc w:val='center'/><w:outlineLvl w:val='0'/></w:pPr></w:pPrChange>"
        paragraph = read(p("甲", properties=old)).blocks[0]
        assert isinstance(paragraph, Paragraph)
        assert (paragraph.centred, paragraph.heading_level) == (False, None)


class TestStyles:
    STYLES = (
        '<w:docDefaults><w:rPrDefault><w:rPr><w:sz w:val="21"/></w:rPr></w:rPrDefault></w:docDefaults>'
        '<w:style w:type="paragraph" w:default="1" w:styleId="a"><w:name w:val="Normal"/></w:style>'
        '<w:style w:type="paragraph" w:styleId="1"><w:name w:val="heading 1"/><w:basedOn w:val="a"/>'
        '<w:pPr><w:jc w:val="center"/><w:outlineLvl w:val="0"/></w:pPr><w:rPr><w:sz w:val="44"/></w:rPr></w:style>'
        '<w:style w:type="paragraph" w:styleId="mine"><w:name w:val="my title"/><w:basedOn w:val="1"/></w:style>'
        '<w:style w:type="paragraph" w:styleId="2"><w:name w:val="Heading 2"/></w:style>'
        '<w:style w:type="paragraph" w:styleId="3"><w:name w:val="标题 3"/></w:style>'
        '<w:style w:type="paragraph" w:styleId="loop"><w:basedOn w:val="pool"/></w:style>'
        '<w:style w:type="paragraph" w:styleId="pool"><w:basedOn w:val="loop"/></w:style>'
        '<w:style w:type="paragraph" w:styleId="secret"><w:rPr><w:vanish/></w:rPr></w:style>'
        '<w:style w:type="character" w:styleId="big"><w:rPr><w:sz w:val="52"/></w:rPr></w:style>'
    )

    @pytest.mark.parametrize(
        ("properties", "level", "centred", "size"),
        [
            ("", None, False, 10.5),
            ('<w:pStyle w:val="1"/>', 1, True, 22.0),
            ('<w:pStyle w:val="mine"/>', 1, True, 22.0),
            ('<w:pStyle w:val="mine"/><w:jc w:val="both"/>', 1, False, 22.0),
            ('<w:pStyle w:val="mine"/><w:outlineLvl w:val="9"/>', None, True, 22.0),
            ('<w:pStyle w:val="2"/>', 2, False, 10.5),
            ('<w:pStyle w:val="3"/>', 3, False, 10.5),
            ('<w:pStyle w:val="loop"/>', None, False, 10.5),
            ('<w:pStyle w:val="nowhere"/>', None, False, 10.5),
            ('<w:outlineLvl w:val="4"/><w:jc w:val="center"/>', 5, True, 10.5),
            ('<w:jc w:val="distribute"/>', None, False, 10.5),
        ],
    )
    def test_paragraphs(self, properties: str, level: int | None, centred: bool, size: float) -> None:
        block = read(p("标题", properties=properties), styles=self.STYLES).blocks[0]
        assert isinstance(block, Paragraph)
        assert (block.heading_level, block.centred, block.font_size) == (level, centred, size)

    def test_the_size_of_most_characters(self) -> None:
        runs = r("大", '<w:sz w:val="72"/>'), r("样式", '<w:rStyle w:val="big"/>'), r("正文三字")
        block = read(p(*runs), styles=self.STYLES).blocks[0]
        assert isinstance(block, Paragraph)
        assert block.font_size == 10.5
        assert read(p(*runs[:2]), styles=self.STYLES).blocks[0].font_size == 26.0  # type: ignore[union-attr]

    def test_without_styles(self) -> None:
        block = read(p("甲")).blocks[0]
        assert isinstance(block, Paragraph)
        assert (block.font_size, block.centred, block.heading_level) == (10.0, False, None)

    def test_hidden_by_style_unless_shown(self) -> None:
        body = p("藏", r("露", '<w:vanish w:val="0"/>'), properties='<w:pStyle w:val="secret"/>')
        document = read(body, styles=self.STYLES)
        assert [b.text for b in document.blocks if isinstance(b, Paragraph)] == ["露"]
        assert [n.message.en for n in document.notes] == ["runs of hidden text left out: 1"]


def test_footnotes_stand_at_the_end_in_order() -> None:
    body = p("甲", '<w:r><w:footnoteReference w:id="3"/></w:r>') + p("乙", '<w:r><w:footnoteReference w:id="2"/></w:r>')
    body += p("丙", '<w:r><w:endnoteReference w:id="1"/></w:r>')
    notes = (
        f'<w:footnote w:type="separator" w:id="-1">{p("线")}</w:footnote><w:footnote w:id="2">{p("注二")}</w:footnote>'
        f'<w:footnote w:id="3">{p("<w:r><w:footnoteRef/></w:r>", "注三")}</w:footnote>'
    )
    endnotes = f'<w:endnote w:id="1">{p("尾注")}</w:endnote><w:endnote w:id="8">{p("无人引用")}</w:endnote>'
    assert texts(body, footnotes=notes, endnotes=endnotes) == ["甲", "乙", "丙", "注三", "注二", "尾注"]


def test_headers_and_comments_are_not_body() -> None:
    body = p("正文", '<w:r><w:commentReference w:id="0"/></w:r>')
    assert texts(body, header1=p("页眉"), comments=f'<w:comment w:id="0">{p("批注")}</w:comment>') == ["正文"]


def test_what_was_not_understood_is_said() -> None:
    body = p(
        '<w:r><w:sym w:font="Webdings" w:char="F0AA"/></w:r>',
        '<w:r><w:sym w:font="Wingdings"/></w:r>',
        BEGIN,
        instruction(" LISTNUM "),
        END,
        BEGIN,
        instruction(' TC "目录项" '),
        END,
        '<w:r><w:object><o:OLEObject ProgID="Excel.Sheet.12"/></w:object></w:r>',
    )
    document = read(body + '<w:altChunk r:id="rId7"/>')
    assert [(n.kind, n.message.en) for n in document.notes] == [
        ("glyphs_without_meaning", "signs of symbol fonts without known meaning: 2"),
        ("not_read", "fields without a result not read: 1"),
        ("not_read", "embedded objects not read: 2"),
    ]
    assert all(n.message.zh for n in document.notes)


@pytest.mark.parametrize(
    ("drawing", "told"),
    [
        ('<w:drawing><x><extent cx="7000000" cy="9900000"/><blip/></x></w:drawing>', True),
        ('<w:drawing><x><extent cx="7000000" cy="4000000"/><blip/></x></w:drawing>', False),
        ('<w:drawing><x><extent cx="7000000" cy="9900000"/></x></w:drawing>', False),
        ('<w:pict><v:shape style="width:595pt;height:800.5pt"><v:imagedata/></v:shape></w:pict>', True),
        ('<w:pict><v:shape style="width:90pt;height:90pt"><v:imagedata/></v:shape></w:pict>', False),
        ('<w:pict><v:shape style="width:100%"><v:imagedata/></v:shape></w:pict>', False),
    ],
)
def test_pictures_as_large_as_a_page_are_told(drawing: str, told: bool) -> None:
    document = read(p("甲", f"<w:r>{drawing}</w:r>"))
    assert [n.message.en for n in document.notes] == ["pictures of half a page or more not read: 1"] * told


def test_the_strict_variant() -> None:
    data = word(p("正文", properties='<w:jc w:val="center"/>'), styles=TestStyles.STYLES)
    usual = read_docx(data, "a.docx")
    strict = word(
        "",
        extra={
            "word/document.xml": _strict(data, "word/document.xml"),
            "word/styles.xml": _strict(data, "word/styles.xml"),
            "_rels/.rels": _strict(data, "_rels/.rels"),
            "word/_rels/document.xml.rels": _strict(data, "word/_rels/document.xml.rels"),
        },
    )
    assert b"purl.oclc.org" in _strict(data, "word/document.xml")
    assert read_docx(strict, "a.docx").blocks == usual.blocks


def _strict(data: bytes, name: str) -> bytes:
    import io
    import zipfile

    content = zipfile.ZipFile(io.BytesIO(data)).read(name)
    main = b"http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    content = content.replace(main, b"http://purl.oclc.org/ooxml/wordprocessingml/main")
    return content.replace(R.encode(), b"http://purl.oclc.org/ooxml/officeDocument/relationships")
