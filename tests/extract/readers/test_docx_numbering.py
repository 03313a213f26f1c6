"""Automatic numbers as Word shows them."""

from __future__ import annotations

import pytest

from extract.readers.docx import read_docx
from extract.readers.docx.counting import in_format
from models import Paragraph
from tests.extract.readers.word_files import abstract, level, num, numbered, p, tbl, tc, tr, word


def texts(body: str, numbering: str, styles: str = "") -> list[str]:
    document = read_docx(word(body, numbering=numbering, styles=styles), "a.docx")
    return [b.text for b in document.blocks if isinstance(b, Paragraph)]


@pytest.mark.parametrize(
    ("form", "numbers"),
    [
        ("decimal", {1: "1", 10: "10"}),
        ("decimalZero", {1: "01", 10: "10", 100: "100"}),
        ("decimalFullWidth", {1: "１", 12: "１２"}),
        ("decimalEnclosedCircle", {1: "①", 20: "⑳", 21: "㉑", 35: "㉟", 36: "㊱", 50: "㊿", 51: "51"}),
        ("decimalEnclosedCircleChinese", {3: "③"}),
        ("decimalEnclosedParen", {1: "⑴", 20: "⒇", 21: "21"}),
        ("decimalEnclosedFullstop", {1: "⒈", 20: "⒛"}),
        ("ideographEnclosedCircle", {1: "㊀", 10: "㊉", 11: "11"}),
        ("chineseCounting", {1: "一", 10: "十", 11: "十一", 20: "二十", 21: "二十一", 99: "九十九"}),
        (
            "chineseCountingThousand",
            {
                1: "一",
                10: "十",
                19: "十九",
                30: "三十",
                100: "一百",
                101: "一百零一",
                110: "一百一十",
                1001: "一千零一",
            },
        ),
        ("chineseCountingThousand", {1010: "一千零一十", 10_000: "一万", 10_203: "一万零二百零三", 12_000: "一万二千"}),
        ("japaneseCounting", {1: "一", 10: "十", 21: "二十一", 100: "百", 111: "百十一"}),
        ("ideographDigital", {1: "一", 10: "一〇", 21: "二一"}),
        ("taiwaneseCountingThousand", {12: "十二"}),
        ("chineseLegalSimplified", {1: "壹", 10: "壹拾", 21: "贰拾壹", 105: "壹佰零伍"}),
        ("ideographLegalTraditional", {2: "貳", 36: "參拾陸"}),
        ("ideographTraditional", {1: "甲", 10: "癸", 11: "11"}),
        ("ideographZodiac", {1: "子", 12: "亥"}),
        ("ideographZodiacTraditional", {1: "甲子", 60: "癸亥", 61: "61"}),
        ("upperLetter", {1: "A", 26: "Z", 27: "AA", 53: "AAA"}),
        ("lowerLetter", {2: "b", 28: "bb"}),
        ("upperRoman", {4: "IV", 9: "IX", 14: "XIV", 1994: "MCMXCIV", 4000: "4000"}),
        ("lowerRoman", {3: "iii"}),
        ("ordinal", {1: "1st", 2: "2nd", 3: "3rd", 11: "11th", 21: "21st"}),
        ("chicago", {1: "*", 5: "**"}),
        ("numberInDash", {1: "- 1 -"}),
        ("none", {1: ""}),
        ("formatOfTomorrow", {7: "7"}),
        ("upperLetter", {0: "0", -3: "-3"}),
        ("chineseCountingThousand", {0: "〇", -1: "-1", 10**8: "100000000"}),
    ],
)
def test_formats(form: str, numbers: dict[int, str]) -> None:
    assert {n: in_format(n, form) for n in numbers} == numbers


LEVELS = abstract(
    1,
    level(0, "japaneseCounting", "%1、"),
    level(1, "chineseCountingThousand", "（%2）"),
    level(2, "decimal", "%3.", behind="space"),
    level(3, "decimalEnclosedCircle", "%4"),
)


def test_levels_restart_below_a_higher_one() -> None:
    order = [0, 1, 1, 2, 2, 3, 1, 2, 3, 3, 0, 1, 2]
    body = "".join(numbered("甲", 1, depth) for depth in order)
    assert texts(body, LEVELS + num(1, 1)) == [
        "一、甲", "（一）甲", "（二）甲", "1. 甲", "2. 甲", "①甲", "（三）甲", "1. 甲", "①甲", "②甲",
        "二、甲", "（一）甲", "1. 甲",
    ]  # fmt: skip


def test_lists_of_one_kind_count_on_unless_told_to_start_anew() -> None:
    override = '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride>'
    body = "".join(numbered("", n) for n in (1, 1, 2, 3, 3, 1))
    numbers = texts(body, LEVELS + num(1, 1) + num(2, 1) + num(3, 1, override))
    assert numbers == ["一、", "二、", "三、", "一、", "二、", "三、"]


def test_lists_of_different_kinds_count_apart() -> None:
    other = abstract(2, level(0, "decimal", "%1."))
    body = "".join(numbered("", n) for n in (1, 2, 1, 2))
    assert texts(body, LEVELS + other + num(1, 1) + num(2, 2)) == ["一、", "1.", "二、", "2."]


def test_start_and_redefined_level() -> None:
    five = abstract(1, level(0, "decimal", "%1)", start=5))
    redefined = f'<w:lvlOverride w:ilvl="0">{level(0, "upperLetter", "[%1]")}</w:lvlOverride>'
    body = "".join(numbered("", n) for n in (1, 1, 2))
    assert texts(body, five + num(1, 1) + num(2, 1, redefined)) == ["5)", "6)", "[G]"]


def test_a_level_that_never_restarts_and_one_that_does_at_the_top_only() -> None:
    lists = abstract(
        1,
        level(0, "decimal", "%1."),
        level(1, "lowerLetter", "%2)", more='<w:lvlRestart w:val="0"/>'),
        level(2, "lowerRoman", "%3)", more='<w:lvlRestart w:val="1"/>'),
    )
    body = "".join(numbered("", 1, depth) for depth in (0, 1, 2, 1, 2, 0, 1, 2))
    assert texts(body, lists + num(1, 1)) == ["1.", "a)", "i)", "b)", "ii)", "2.", "c)", "i)"]


def test_legal_numbers_and_levels_not_yet_used() -> None:
    lists = abstract(1, level(0, "chineseCounting", "第%1章"), level(1, "decimal", "%1.%2", more="<w:isLgl/>"))
    body = "".join(numbered("", 1, depth) for depth in (1, 0, 1, 0, 1, 1))
    assert texts(body, lists + num(1, 1)) == ["1.1", "第一章", "1.1", "第二章", "2.1", "2.2"]


@pytest.mark.parametrize(("behind", "text"), [("nothing", "1.甲"), ("space", "1. 甲"), ("tab", "1.\t甲")])
def test_what_stands_behind_the_number(behind: str, text: str) -> None:
    assert texts(numbered("甲", 1), abstract(1, level(0, "decimal", "%1.", behind=behind)) + num(1, 1)) == [text]


def test_bullets() -> None:
    font = '<w:rPr><w:rFonts w:ascii="Wingdings"/></w:rPr>'
    wing = (
        f'<w:lvl w:ilvl="0"><w:numFmt w:val="bullet"/><w:suff w:val="space"/><w:lvlText w:val="\uf06c"/>{font}</w:lvl>'
    )
    unknown = '<w:lvl w:ilvl="0"><w:numFmt w:val="bullet"/><w:suff w:val="space"/><w:lvlText w:val="\uf001"/></w:lvl>'
    lists = (
        abstract(1, wing)
        + abstract(2, unknown)
        + abstract(3, level(0, "bullet", "※"))
        + "".join(num(n, n) for n in (1, 2, 3))
    )
    assert texts("".join(numbered("甲", n) for n in (1, 2, 3)), lists) == ["● 甲", "• 甲", "※甲"]


def test_no_number() -> None:
    hidden = level(0, "decimal", "%1.").replace("</w:lvl>", "<w:rPr><w:vanish/></w:rPr></w:lvl>")
    lists = LEVELS + abstract(2, level(0, "none", "")) + abstract(3, hidden) + num(1, 1) + num(2, 2) + num(3, 3)
    body = "".join(numbered("甲", n) for n in (0, 2, 3, 77)) + numbered("甲", 1, 7) + p("甲")
    assert texts(body, lists) == ["甲"] * 6


def test_a_hidden_paragraph_is_not_counted() -> None:
    place = '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr><w:rPr><w:vanish/></w:rPr>'
    hidden = p("<w:r><w:rPr><w:vanish/></w:rPr><w:t>藏</w:t></w:r>", properties=place)
    assert texts(numbered("甲", 1) + hidden + numbered("乙", 1), LEVELS + num(1, 1)) == ["一、甲", "二、乙"]


def test_numbers_of_cells_are_counted_in_reading_order_even_without_text() -> None:
    lists = abstract(1, level(0, "decimal", "%1")) + num(1, 1)
    table = tbl(tr(tc(numbered("", 1)), "甲"), tr(tc(numbered("", 1)), tc(numbered("乙", 1) + p("丙"))))
    block = read_docx(word(table, numbering=lists), "a.docx").blocks[0]
    assert block.kind == "table"
    assert [c.text for c in block.cells] == ["1", "甲", "2", "3乙\n丙"]


STYLES = (
    '<w:style w:type="paragraph" w:default="1" w:styleId="a"><w:name w:val="Normal"/></w:style>'
    '<w:style w:type="paragraph" w:styleId="1"><w:name w:val="heading 1"/><w:basedOn w:val="a"/>'
    '<w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
    '<w:style w:type="paragraph" w:styleId="2"><w:name w:val="heading 2"/><w:basedOn w:val="1"/></w:style>'
    '<w:style w:type="paragraph" w:styleId="3"><w:name w:val="third"/><w:basedOn w:val="1"/>'
    '<w:pPr><w:numPr><w:ilvl w:val="2"/></w:numPr></w:pPr></w:style>'
    '<w:style w:type="numbering" w:styleId="list"><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
)


def test_numbers_by_style() -> None:
    lists = abstract(
        1,
        level(0, "chineseCounting", "%1、", more='<w:pStyle w:val="1"/>'),
        level(1, "chineseCounting", "（%2）", more='<w:pStyle w:val="2"/>'),
        level(2, "decimal", "%3."),
    )
    styled = [("1", ""), ("2", ""), ("3", ""), ("2", ""), ("1", '<w:numPr><w:numId w:val="0"/></w:numPr>'), ("1", "")]
    body = "".join(p("甲", properties=f'<w:pStyle w:val="{s}"/>{more}') for s, more in styled)
    assert texts(body, lists + num(1, 1), STYLES) == ["一、甲", "（一）甲", "1.甲", "（二）甲", "甲", "二、甲"]


def test_numbers_by_list_style() -> None:
    link = abstract(2, more='<w:numStyleLink w:val="list"/>')
    loop = abstract(3, more='<w:numStyleLink w:val="nowhere"/>')
    body = numbered("甲", 1) + numbered("乙", 2) + numbered("丙", 3)
    assert texts(body, LEVELS + link + loop + num(1, 1) + num(2, 2) + num(3, 3), STYLES) == ["一、甲", "二、乙", "丙"]
