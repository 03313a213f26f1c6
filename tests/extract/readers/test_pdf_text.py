"""Running text of PDF pages: lines into paragraphs, page furniture, glyphs."""

from __future__ import annotations

import pytest

from extract.readers.pdf import read_pdf
from extract.text import tidy
from models import Document, Paragraph
from tests.extract.readers.tiny_pdf import TinyPage, tiny_pdf

LEFT, RIGHT = 90, 505
EM = 12
FULL = 34
"""Characters of 12 points from margin to margin, with half a character to spare."""
LOREM = "全镇共有三个村民小组和两处集中安置点其中多数住户已经搬入新居并且领到了当年的补助款项后续工作仍在推进之中" * 3


def read(*pages: TinyPage) -> Document:
    return read_pdf(tiny_pdf(*pages), "样本.pdf")


def texts(document: Document) -> list[str]:
    return [tidy(b.text) for b in document.blocks if isinstance(b, Paragraph)]


def prose(length: int, start: int = 0) -> str:
    return LOREM[start : start + length]


def body(page: TinyPage, top: float, lines: list[tuple[int, str]], step: float = 20) -> TinyPage:
    """Lines with their indents in characters."""
    for number, (indent, line) in enumerate(lines):
        page.text(LEFT + indent * EM, top + number * step, line, EM)
    return page


def filler(page: TinyPage, top: float = 100) -> TinyPage:
    """A paragraph of six lines that shows where the margins are."""
    return body(page, top, [(2, prose(FULL - 2)), *[(0, prose(FULL, n)) for n in range(4)], (0, "止于此处。")])


def test_wrapped_lines_are_one_paragraph() -> None:
    found = texts(read(filler(TinyPage())))
    assert found == [prose(FULL - 2) + "".join(prose(FULL, n) for n in range(4)) + "止于此处。"]


def test_a_short_line_ends_a_paragraph_and_an_indent_begins_one() -> None:
    page = filler(TinyPage())
    body(page, 300, [(2, "一、工作情况"), (2, prose(FULL - 2)), (0, "共三项。"), (2, "二、存在问题")])
    assert texts(read(page))[1:] == ["一、工作情况", prose(FULL - 2) + "共三项。", "二、存在问题"]


def test_a_full_line_before_an_indented_one_ends_its_paragraph() -> None:
    page = filler(TinyPage())
    body(page, 300, [(2, prose(FULL - 2)), (0, prose(FULL - 1, 3) + "。"), (2, prose(FULL - 2, 5)), (0, "完毕。")])
    assert len(texts(read(page))) == 3


def test_full_first_lines_that_follow_each_other_are_paragraphs_of_their_own() -> None:
    page = filler(TinyPage())
    body(page, 300, [(2, prose(FULL - 3) + "。"), (2, "1." + prose(FULL - 4, 2) + "。"), (2, "2.完毕。")])
    assert len(texts(read(page))) == 4


def test_a_wider_gap_parts_paragraphs() -> None:
    page = filler(TinyPage())
    body(page, 300, [(0, prose(FULL))])
    body(page, 335, [(0, prose(FULL, 7))])
    assert texts(read(page))[1:] == [prose(FULL), prose(FULL, 7)]


def test_a_paragraph_goes_on_over_a_page_break_and_knows_both_pages() -> None:
    one = filler(TinyPage())
    body(one, 700, [(2, prose(FULL - 2, 4))])
    document = read(one, body(TinyPage(), 100, [(0, "到此为止。"), (2, "另起一段。")]))
    assert texts(document)[1:] == [prose(FULL - 2, 4) + "到此为止。", "另起一段。"]
    paragraph = document.blocks[1]
    assert isinstance(paragraph, Paragraph)
    assert [line.page for line in paragraph.lines] == [1, 2]
    place = paragraph.locate(FULL, FULL + 2)
    assert (place.page, place.block) == (2, 1)
    assert place.bbox is not None
    assert place.bbox[0] == pytest.approx(LEFT + 2 * EM, abs=0.5)


def test_a_page_left_before_its_end_ends_the_paragraph() -> None:
    one = filler(TinyPage(), 600)
    two = filler(TinyPage(), 100)
    body(two, 300, [(0, prose(FULL, 2))])
    three = body(TinyPage(), 100, [(0, "附则说明"), (2, "以下为正文。")])
    assert texts(read(one, two, three))[-3:] == [prose(FULL, 2), "附则说明", "以下为正文。"]


def test_an_attachment_begins_a_paragraph() -> None:
    page = filler(TinyPage())
    body(page, 300, [(2, prose(FULL - 2)), (0, prose(FULL - 1, 3) + "。"), (0, "附件：1.评分表")])
    assert texts(read(page))[-1] == "附件：1.评分表"


def test_every_line_knows_its_characters() -> None:
    document = read(filler(TinyPage()))
    paragraph = document.blocks[0]
    assert isinstance(paragraph, Paragraph)
    assert [paragraph.text[line.start : line.end] for line in paragraph.lines][-1] == "止于此处。"
    assert paragraph.lines[0].bbox[0] == pytest.approx(LEFT + 2 * EM, abs=0.1)


def test_titles_of_several_lines_are_one_centred_paragraph() -> None:
    page = TinyPage()
    for number, line in enumerate(["青山县二〇二三年度", "绩效自评报告"]):
        page.text((595 - 22 * len(line)) / 2, 60 + 30 * number, line, 22)
    document = read(filler(page, 160))
    first = document.blocks[0]
    assert isinstance(first, Paragraph)
    assert (tidy(first.text), first.centred, first.font_size) == ("青山县二〇二三年度绩效自评报告", True, 22.0)
    assert texts(document)[1].startswith(prose(5))


def test_centred_lines_stand_alone() -> None:
    page = filler(TinyPage())
    page.text((595 - 4 * EM) / 2, 300, "二〇二三", EM)
    body(page, 320, [(2, "以下为正文。")])
    blocks = read(page).blocks
    assert [(b.text, b.centred) for b in blocks[1:] if isinstance(b, Paragraph)] == [
        ("二〇二三", True),
        ("以下为正文。", False),
    ]


def test_contents_lines_stay_apart_and_lose_their_dots() -> None:
    page = filler(TinyPage())
    for number, title in enumerate(["一、概况", "二、问题", "三、建议"]):
        page.text(LEFT, 300 + 20 * number, title + "." * 62 + f"{number + 1}", EM)
    assert texts(read(page))[1:] == ["一、概况1", "二、问题2", "三、建议3"]


@pytest.mark.parametrize(
    "form",
    ["— {} —", "-{}-", "第{}页", "第 {} 页 共 3 页", "{}/3", "{}", "· {} ·", "Page {} of 3", "— {0} —        — {0} —"],
)
@pytest.mark.parametrize("baseline", [800, 40])
def test_page_numbers_go(form: str, baseline: float) -> None:
    pages = [filler(TinyPage()).text(280, baseline, form.format(n)) for n in (1, 2, 3)]
    assert all(len(text) > 100 for text in texts(read(*pages)))


def test_running_heads_go_and_headings_stay() -> None:
    pages = [filler(TinyPage().text(200, 50, "青山县绩效自评报告")) for _ in range(4)]
    pages[1].text(LEFT, 80, "附件")
    found = texts(read(*pages))
    assert "青山县绩效自评报告" not in found
    assert found.count("附件") == 1


def test_a_number_in_the_text_is_no_page_number() -> None:
    one, two = filler(TinyPage()), filler(TinyPage())
    one.text(280, 500, "7")
    two.text(280, 790, "2023")
    assert {"7", "2023"} <= set(texts(read(one, two)))


def test_fake_bold_is_read_once() -> None:
    page = filler(TinyPage())
    for shift in (0, 0.3, 0.6):
        page.text(LEFT + shift, 300, "组织领导", EM)
    assert texts(read(page))[1] == "组织领导"


def test_fake_bold_of_a_whole_line_drawn_character_by_character() -> None:
    page = filler(TinyPage())
    for number, character in enumerate("高高兴兴工作"):
        for shift in (0, 0.4):
            page.text(LEFT + number * EM + shift, 300, character, EM)
    assert texts(read(page))[1] == "高高兴兴工作"


def test_fake_bold_of_a_part_of_a_line() -> None:
    page = filler(TinyPage())
    page.text(LEFT, 300, "组织领导有力", EM).text(LEFT + 0.4, 300, "组织领导", EM)
    assert texts(read(page))[1] == "组织领导有力"


def test_repeated_characters_are_no_fake_bold() -> None:
    page = filler(TinyPage())
    page.text(LEFT, 300, "高高兴兴做好1100件事", EM)
    assert texts(read(page))[1] == "高高兴兴做好1100件事"


def test_a_raised_mark_stays_in_its_line() -> None:
    page = filler(TinyPage())
    page.text(LEFT, 300, "共三处", EM).text(LEFT + 36, 296, "②", 7).text(LEFT + 43, 300, "均已完成", EM)
    assert texts(read(page))[1] == "共三处②均已完成"


def test_radicals_are_the_characters_they_look_like() -> None:
    page = filler(TinyPage())
    page.text(LEFT, 300, "⼯作⽇报⺠政", EM)
    assert texts(read(page))[1] == "工作日报民政"


def test_other_compatibility_characters_stay_as_printed() -> None:
    page = filler(TinyPage())
    page.text(LEFT, 300, "①２．５％（５分）", EM)
    assert texts(read(page))[1] == "①２．５％（５分）"


def test_blanks_between_latin_words_and_none_inside_numbers() -> None:
    page = filler(TinyPage())
    page.text(LEFT, 300, "COVID 19 防控", EM)
    page.text(LEFT, 330, "得 ", EM).text(LEFT + 20, 330, "12", EM).text(LEFT + 32.1, 330, ".5", EM)
    assert texts(read(page))[1:] == ["COVID 19防控", "得12.5"]


@pytest.mark.parametrize("rotate", [90, 180, 270])
def test_rotated_pages_are_read_as_they_are_seen(rotate: int) -> None:
    matrix = {90: "0 1 -1 0", 180: "-1 0 0 -1", 270: "0 -1 1 0"}[rotate]
    page = TinyPage(rotate=rotate)
    for x, y, text in [(100, 100, "一、概况"), (100, 130, "二、问题")]:
        place = {90: (y, page.height - x), 180: (page.width - x, page.height - y), 270: (page.width - y, x)}[rotate]
        page.text(place[0], place[1], text, 12, matrix=matrix)
    document = read(page)
    assert texts(document) == ["一、概况", "二、问题"]
    first = document.blocks[0]
    assert first.where.bbox is not None
    assert first.where.bbox[0] == pytest.approx(100, abs=1)
    assert first.where.bbox[3] == pytest.approx(101.4, abs=2)


def test_places_are_counted_from_the_crop_box() -> None:
    page = filler(TinyPage(crop=(50, 42, 545, 800)))
    box = read(page).blocks[0].where.bbox
    assert box is not None
    assert box[:2] == (pytest.approx(LEFT - 50, abs=0.1), pytest.approx(100 - 42 - 0.88 * EM, abs=0.1))


def test_what_lies_outside_of_the_page_is_left_out_with_a_note() -> None:
    page = filler(TinyPage())
    page.text(700, 300, "页外", EM)
    document = read(page)
    assert "页外" not in "".join(texts(document))
    assert [note.kind for note in document.notes] == ["left_out"]


def test_a_watermark_at_an_angle_is_left_out_with_a_note() -> None:
    page = filler(TinyPage())
    page.text(150, 500, "机密样张", 60, matrix="0.7071 0.7071 -0.7071 0.7071")
    document = read(page)
    assert len(texts(document)) == 1
    assert [note.kind for note in document.notes] == ["left_out"]


def test_glyphs_without_meaning_are_reported_with_their_share() -> None:
    page = filler(TinyPage())
    page.text(LEFT, 300, "".join(chr(0xE000 + n) for n in range(30)), EM)
    notes = read(page).notes
    assert [note.kind for note in notes] == ["glyphs_without_meaning"]
    assert "%" in notes[0].message.en


def test_pages_without_text_are_reported_and_blank_ones_are_not() -> None:
    picture = TinyPage().box(100, 100, 500, 700, colour="0.5 0.5 0.5")
    document = read(filler(TinyPage()), picture, TinyPage())
    assert [(note.kind, note.where.page) for note in document.notes] == [("page_without_text", 2)]
    assert "2" in document.notes[0].message.zh
