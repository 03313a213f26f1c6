"""Tables that a page break cut: what is joined, what is dropped, and what must stay apart."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from extract.stitch import Area, stitch
from extract.text import tidy
from models import Block, Cell, Line, Paragraph, Table, Where

TOP, BOTTOM = 70.0, 770.0
AREAS = {page: Area(TOP, BOTTOM) for page in range(1, 9)}
XS = (80.0, 160.0, 220.0, 260.0, 520.0)
HEADER = ["一级指标", "指标", "分值", "评分细则"]
EM = 10.0
Row = Sequence[str | None]


def part(
    page: int, rows: Sequence[Row], *, top: float = TOP, bottom: float | None = None, xs: Sequence[float] = XS
) -> Table:
    """The part of a table on a page, rows of equal height.

    ``None`` goes on with the cell above; ``|`` in a text ends a printed line.
    """
    height = 40.0 if bottom is None else (bottom - top) / len(rows)
    cells: list[Cell] = []
    for r, row in enumerate(rows):
        for c, text in enumerate(row):
            if text is None:
                continue
            span = next((n for n, later in enumerate(rows[r + 1 :], start=1) if later[c] is not None), len(rows) - r)
            box = (xs[c], top + r * height, xs[c + 1], top + (r + span) * height)
            cells.append(cell(page, r, c, span, text, box))
    end = top + len(rows) * height
    return Table(
        rows=len(rows),
        columns=len(xs) - 1,
        cells=tuple(cells),
        where=Where(page=page, bbox=(xs[0], top, xs[-1], end)),
    )


def cell(page: int, row: int, column: int, span: int, text: str, box: tuple[float, float, float, float]) -> Cell:
    lines, at = [], 0
    for number, line in enumerate(text.split("|") if text else []):
        y = box[1] + 3 + number * 1.4 * EM
        lines.append(
            Line(start=at, end=at + len(line), page=page, bbox=(box[0] + 5, y, box[0] + 5 + EM * len(line), y + EM))
        )
        at += len(line)
    return Cell(
        row=row, column=column, row_span=span, text=text.replace("|", ""),
        where=Where(page=page, bbox=box), lines=tuple(lines),
    )  # fmt: skip


def grid(table: Table) -> list[list[str]]:
    rows = [["?"] * table.columns for _ in range(table.rows)]
    for found in table.cells:
        for row in range(found.row, found.row + found.row_span):
            for column in range(found.column, found.column + found.column_span):
                rows[row][column] = "^"
        rows[found.row][found.column] = tidy(found.text)
    return rows


def joined(*blocks: Block) -> list[Table]:
    return [b for b in stitch(blocks, AREAS) if isinstance(b, Table)]


def one(*blocks: Block) -> list[list[str]]:
    found = joined(*blocks)
    assert len(found) == 1
    return grid(found[0])


FIRST = [HEADER, ["工作保障", "组织领导", "5", "有方案得五分。"], [None, "人员配备", "5", "有专人得五分。"]]
FULL_LINE = "建立联席会议制度并且定期召开会议研究解决问题得"
"""As many characters as the last column holds in a line."""


def test_repeated_header_goes_and_rows_follow() -> None:
    second = [HEADER, ["资金管理", "专款专用", "10", "全部合规得十分。"]]
    assert one(part(1, FIRST, bottom=BOTTOM), part(2, second)) == [
        HEADER,
        ["工作保障", "组织领导", "5", "有方案得五分。"],
        ["^", "人员配备", "5", "有专人得五分。"],
        ["资金管理", "专款专用", "10", "全部合规得十分。"],
    ]


def test_two_header_rows_go() -> None:
    header = [["指标", "指标", "得分", "说明"], [None, "名称", "自评", "理由"]]
    first = [*header, ["甲", "乙", "5", "好。"]]
    second = [*header, ["丙", "丁", "6", "好。"]]
    assert len(one(part(1, first, bottom=BOTTOM), part(2, second))) == 4


def test_without_repeated_header_rows_follow_all_the_same() -> None:
    second = [["资金管理", "专款专用", "10", "全部合规得十分。"]]
    assert len(one(part(1, FIRST, bottom=BOTTOM), part(2, second))) == 4


def test_a_cut_row_is_put_together_without_a_seam() -> None:
    first = [*FIRST[:2], [None, "人员配备", "5", f"{FULL_LINE}|{FULL_LINE}"]]
    second = [HEADER, ["", "", "", "二分，否则不得分。"], ["资金管理", "专款专用", "10", "全部合规得十分。"]]
    assert one(part(1, first, bottom=BOTTOM), part(2, second))[2:] == [
        ["^", "人员配备", "5", f"{FULL_LINE}{FULL_LINE}二分，否则不得分。"],
        ["资金管理", "专款专用", "10", "全部合规得十分。"],
    ]


def test_a_row_cut_between_two_criteria_begins_a_line() -> None:
    first = [*FIRST[:2], [None, "人员配备", "5", "1.有专人得二分。"]]
    second = [["", "", "", "2.有考核得三分。"], ["资金管理", "专款专用", "10", "全部合规得十分。"]]
    table = joined(part(1, first, bottom=BOTTOM), part(2, second))[0]
    found = table.at(2, 3)
    assert found is not None
    assert found.text == "1.有专人得二分。\n2.有考核得三分。"
    assert [(line.page, found.text[line.start : line.end]) for line in found.lines] == [
        (1, "1.有专人得二分。"),
        (2, "2.有考核得三分。"),
    ]


def test_scores_that_a_page_break_parts_stay_lines() -> None:
    first = [*FIRST[:2], [None, "人员配备", "2分\n1分", f"1.有专人得二分。2.有场所得一分。3.{FULL_LINE}"]]
    second = [["", "", "0.5分", "零点五分。"], ["资金管理", "专款专用", "10", "全部合规得十分。"]]
    found = joined(part(1, first, bottom=BOTTOM), part(2, second))[0].at(2, 2)
    assert found is not None
    assert found.text == "2分\n1分\n0.5分"


def test_a_new_row_under_a_merged_label() -> None:
    second = [["", "资料管理", "3", "归档齐全得三分。"], ["资金管理", "专款专用", "10", "全部合规得十分。"]]
    assert one(part(1, FIRST, bottom=BOTTOM), part(2, second))[3:] == [
        ["^", "资料管理", "3", "归档齐全得三分。"],
        ["资金管理", "专款专用", "10", "全部合规得十分。"],
    ]


def test_a_label_of_one_row_goes_on_over_several() -> None:
    first = [*FIRST, ["工作成效", "满意程度", "5", "达到九成得五分。"]]
    second = [["", "知晓程度", "5", "达到八成得五分。"], [None, "投诉处理", "5", "全部办结得五分。"]]
    assert one(part(1, first, bottom=BOTTOM), part(2, second))[3:] == [
        ["工作成效", "满意程度", "5", "达到九成得五分。"],
        ["^", "知晓程度", "5", "达到八成得五分。"],
        ["^", "投诉处理", "5", "全部办结得五分。"],
    ]


def test_the_row_after_the_break_is_new_where_numbers_follow_numbers() -> None:
    first = [HEADER, ["水质", "断面达标", "10", "不达标扣二分。"]]
    second = [["", "", "5", "2.水质提升得五分。"], ["岸线", "清理", "10", "全部清理得十分。"]]
    found = one(part(1, first, bottom=BOTTOM), part(2, second))
    assert found[1:3] == [["水质", "断面达标", "10", "不达标扣二分。"], ["^", "^", "5", "2.水质提升得五分。"]]


def test_text_of_a_merged_cell_on_the_second_page_only() -> None:
    first = [HEADER, ["", "组织领导", "5", "有方案得五分。"], [None, "人员配备", "5", "有专人得五分。"]]
    second = [["工作保障", "资料管理", "3", "归档齐全得三分。"], [None, "经费", "3", "足额得三分。"]]
    assert one(part(1, first, bottom=BOTTOM), part(2, second))[1:] == [
        ["工作保障", "组织领导", "5", "有方案得五分。"],
        ["^", "人员配备", "5", "有专人得五分。"],
        ["^", "资料管理", "3", "归档齐全得三分。"],
        ["^", "经费", "3", "足额得三分。"],
    ]
    table = joined(part(1, first, bottom=BOTTOM), part(2, second))[0]
    found = table.at(1, 0)
    assert found is not None
    assert found.where.page == 2


@pytest.mark.parametrize(
    ("upper", "lower"), [("产出指标", "（30分）"), ("B 过程（20", "分）"), ("A2绩效目标", "(8分)")]
)
def test_a_label_that_is_cut_itself(upper: str, lower: str) -> None:
    first = [HEADER, [upper, "完成数量", "5", "全部完成得五分。"]]
    second = [[lower, "完成质量", "5", "全部合格得五分。"], [None, "完成时效", "5", "按时完成得五分。"]]
    found = one(part(1, first, bottom=BOTTOM), part(2, second))
    assert found[1][0] == tidy(upper + lower)
    assert [row[0] for row in found[2:]] == ["^", "^"]


def test_empty_cells_to_be_filled_in_stay_cells() -> None:
    xs = (80.0, 160.0, 220.0, 300.0)
    first = [["指标", "分值", "自评得分"], ["甲", "5", ""], ["乙", "5", ""]]
    second = [["丙", "5", ""], ["丁", "5", ""]]
    assert one(part(1, first, bottom=BOTTOM, xs=xs), part(2, second, xs=xs))[2:] == [
        ["乙", "5", ""], ["丙", "5", ""], ["丁", "5", ""],
    ]  # fmt: skip


def test_a_remark_is_not_spread_over_the_next_row() -> None:
    xs = (80.0, 160.0, 220.0, 300.0)
    first = [["指标", "分值", "备注"], ["甲", "5", ""], ["乙", "5", "见附件"]]
    second = [["丙", "5", ""], ["丁", "5", ""]]
    assert one(part(1, first, bottom=BOTTOM, xs=xs), part(2, second, xs=xs))[2:4] == [
        ["乙", "5", "见附件"],
        ["丙", "5", ""],
    ]


def test_three_pages() -> None:
    long = f"{FULL_LINE}|{FULL_LINE}"
    parts = [
        part(1, [HEADER, ["工作保障", "组织领导", "5", long]], bottom=BOTTOM),
        part(2, [HEADER, ["", "", "", long]], bottom=BOTTOM),
        part(3, [HEADER, ["", "", "", "五分。"], ["资金管理", "专款专用", "10", "全部合规得十分。"]]),
    ]
    found = one(*parts)
    assert found[1] == ["工作保障", "组织领导", "5", FULL_LINE * 4 + "五分。"]
    assert len(found) == 3


def test_a_border_that_only_one_page_shows() -> None:
    wide = (80.0, 160.0, 520.0)
    first = part(1, [["项目名称", "某镇救助"], ["主管部门", "某局"]], bottom=BOTTOM, xs=wide)
    second = part(
        2, [["指标", "分值", "得分", "说明"], ["甲", "5", "5", "好。"]], xs=(80.0, 160.0, 220.0, 260.0, 520.0)
    )
    table = joined(first, second)[0]
    assert (table.rows, table.columns) == (4, 4)
    assert [c.column_span for c in table.row_cells(0)] == [1, 3]


def test_pages_with_other_margins() -> None:
    shifted = tuple(x + 25 for x in XS)
    second = part(2, [HEADER, ["资金管理", "专款专用", "10", "合规得十分。"]], xs=shifted)
    assert len(one(part(1, FIRST, bottom=BOTTOM), second)) == 4


def stay_apart(*blocks: Block) -> None:
    assert len(joined(*blocks)) == len([b for b in blocks if isinstance(b, Table)])


def test_a_paragraph_between_parts_tables() -> None:
    text = Paragraph(text="表2 其他指标", where=Where(page=2))
    stay_apart(part(1, FIRST, bottom=BOTTOM), text, part(2, FIRST))


def test_tables_of_one_page_or_of_distant_pages_stay_apart() -> None:
    stay_apart(part(1, FIRST, bottom=BOTTOM), part(1, FIRST))
    stay_apart(part(1, FIRST, bottom=BOTTOM), part(3, FIRST))


def test_a_table_that_ends_with_room_to_spare_is_finished() -> None:
    stay_apart(part(1, FIRST, bottom=400), part(2, FIRST))


def test_other_columns_are_another_table() -> None:
    stay_apart(part(1, FIRST, bottom=BOTTOM), part(2, [["甲", "乙"], ["1", "2"]], xs=(80.0, 300.0, 400.0)))


def test_a_table_with_its_own_header_is_another_one() -> None:
    first = [["镇街", "人数", "金额", "备注"], ["甲镇", "12", "3.5", "无"], ["乙镇", "8", "2.1", "无"]]
    second = [["项目", "预算", "执行", "备注"], ["低保", "20", "19", "无"], ["临时", "10", "9", "无"]]
    stay_apart(part(1, first, bottom=BOTTOM), part(2, second))


def test_blocks_without_tables_and_nothing_at_all() -> None:
    text = Paragraph(text="正文。", where=Where(page=1))
    assert stitch([], {}) == []
    assert stitch([text], {}) == [text]


def test_a_row_without_a_border_below_goes_on() -> None:
    xs = (80.0, 300.0, 520.0)
    first = part(1, [["意见", "答复"], ["1.补充摘要。", "1.已补充。"]], bottom=BOTTOM, xs=xs)
    second = part(2, [["2.核对数字。", "2.已核对。"], ["3.删去附件。", "3.已删去。"]], xs=xs)
    assert len(grid(joined(first, second)[0])) == 4
    found = [b for b in stitch([first, second], AREAS, {first.where}) if isinstance(b, Table)]
    assert [row[0] for row in grid(found[0])] == ["意见", "1.补充摘要。2.核对数字。", "3.删去附件。"]


def test_numbers_below_each_other_are_two_rows_whatever_the_borders_say() -> None:
    first = part(1, [HEADER, ["水质", "断面达标", "10", "不达标扣二分。"]], bottom=BOTTOM)
    second = part(2, [["", "", "5", "2.水质提升得五分。"], ["岸线", "清理", "10", "全部清理得十分。"]])
    found = [b for b in stitch([first, second], AREAS, {first.where}) if isinstance(b, Table)]
    assert len(grid(found[0])) == 4


def test_whole_labels_of_narrow_cells_are_two_rows() -> None:
    xs = (80.0, 140.0, 520.0)
    first = part(1, [["指标解释", "考察发放情况。"], ["指标权重", "权重三分。"]], bottom=BOTTOM, xs=xs)
    second = part(2, [["评价标准", "全部发放得满分。"], ["数据来源", "访谈。"]], xs=xs)
    assert [row[0] for row in one(first, second)] == ["指标解释", "指标权重", "评价标准", "数据来源"]


def test_the_last_character_of_a_narrow_label() -> None:
    xs = (80.0, 142.0, 300.0, 520.0)
    first = part(1, [["名称", "甲", "乙"], ["项目绩效目", "数量", "一百人以上。"]], bottom=BOTTOM, xs=xs)
    second = part(2, [["标", "质量", "全部合格。"], [None, "时效", "年底以前。"]], xs=xs)
    assert [row[0] for row in one(first, second)] == ["名称", "项目绩效目标", "^", "^"]


def test_a_label_that_counts_anew_begins_a_row() -> None:
    first = part(1, [HEADER, ["二、安全(11分)", "（二）巡查(1分)", "", "少一次扣一分。"]], bottom=BOTTOM)
    second = part(2, [["三、服务(9分)", "（一）窗口(9分)", "", "投诉一次扣一分。"]])
    assert len(one(first, second)) == 3
