"""Plain text and Markdown: paragraphs, and tables between bars, between tabs, between commas, with a cell a line."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extract import extract_claims, extract_rubric
from extract.readers import read_bytes
from models import Document, Item, Paragraph, UnreadableFile

LONG = "本年度对全镇救助工作进行了自查，资料齐全，发放及时，未发现问题，随后又组织人员逐户走访"


def texts(document: Document) -> list[str | list[list[str]]]:
    """Paragraphs as their text, tables as rows of the texts of their cells."""
    return [
        block.text
        if isinstance(block, Paragraph)
        else [[c.text for c in block.row_cells(r)] for r in range(block.rows)]
        for block in document.blocks
    ]


def read(text: str, name: str = "a.txt") -> list[str | list[list[str]]]:
    return texts(read_bytes(text.encode(), name))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16", "utf-16-be"])
def test_encodings(encoding: str) -> None:
    data = ("\ufeff" if encoding == "utf-16-be" else "") + f"自评报告\r\n{LONG}。\r\n"
    document = read_bytes(data.encode(encoding), "a.txt")
    assert texts(document) == ["自评报告", f"{LONG}。"]
    assert document.source.format == "txt"
    assert document.notes == ()


def test_a_damaged_character_is_counted() -> None:
    data = (f"{LONG}。\n" * 60).encode("utf-8") + b"\xff\n"
    document = read_bytes(data, "a.txt")
    assert [(n.kind, n.message.en) for n in document.notes] == [
        ("glyphs_without_meaning", "characters that could not be decoded: 1")
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("一\n\n二\n三\n", ["一", "二", "三"]),
        ("  前后  空格\t合并 ", ["前后 空格 合并"]),
        # cut by the end of a page, in the middle of a sentence
        (f"{LONG}了解\n\n情况，形成台账。", [f"{LONG}了解情况，形成台账。"]),
        ("依据《关于开展评价\n\n工作的通知》自查。", ["依据《关于开展评价工作的通知》自查。"]),
        ("成立了领导小组，\n\n由镇长任组长。", ["成立了领导小组，由镇长任组长。"]),
        # not cut: a sentence has ended, a heading or a number follows, a signature follows
        (f"{LONG}。\n\n情况良好。", [f"{LONG}。", "情况良好。"]),
        (f"{LONG}\n\n二、下一步工作。", [LONG, "二、下一步工作。"]),
        (f"{LONG}\n\n18. 2020年安排经费50万元。", [LONG, "18. 2020年安排经费50万元。"]),
        (f"{LONG}\n\n附件：1、评分表。", [LONG, "附件：1、评分表。"]),
        (f"{LONG}\n\n云浦县民政局", [LONG, "云浦县民政局"]),
        ("一、组织领导（10分）\n\n建立协调机制，运转有效。", ["一、组织领导（10分）", "建立协调机制，运转有效。"]),
        # what cannot stand alone
        ("结转资金减少500元。\n（得2分）\n其他", ["结转资金减少500元。（得2分）", "其他"]),
        ("- （一）制定方案。\n- （二）部署实施。", ["（一）制定方案。", "（二）部署实施。"]),
        ("- 5", ["- 5"]),
        ("2022 年____街道工作**自评报告", ["2022 年____街道工作**自评报告"]),
        ("# 不是标题", ["# 不是标题"]),
    ],
)
def test_paragraphs(text: str, expected: list[str]) -> None:
    assert read(text) == expected


@pytest.mark.parametrize("indent", ["", "　　", "    "])
def test_wrapped_lines_are_joined(indent: str) -> None:
    paragraph = "各乡镇对照评分标准逐项开展自查并如实填报" * 6 + "。"
    room = 30 - len(indent) // (1 if indent.startswith("　") else 2)
    wrapped = [indent + paragraph[:room], *(paragraph[i : i + 30] for i in range(room, len(paragraph), 30))]
    assert read("\n".join(["标题", *wrapped, *wrapped])) == ["标题", paragraph, paragraph]


def test_markdown() -> None:
    text = "# 自评报告\n\n## 一、概况\n\n正文**重点**与`代码`\\*号。\n\n---\n\n* 甲项\n* 乙项\n"
    document = read_bytes(text.encode(), "a.md")
    assert texts(document) == ["自评报告", "一、概况", "正文重点与`代码`*号。", "甲项", "乙项"]
    assert [b.heading_level for b in document.blocks if isinstance(b, Paragraph)] == [1, 2, None, None, None]
    assert document.source.format == "md"


GRID = [["指标", "分值", "评分标准"], ["甲", "2", "做到得2分"], ["乙", "3", ""]]


@pytest.mark.parametrize(
    "text",
    [
        "| 指标 | 分值 | 评分标准 |\n|---|:-:|--:|\n| 甲 | 2 | 做到得2分 |\n| 乙 | 3 | |",
        "指标 | 分值 | 评分标准\n--- | --- | ---\n甲 | 2 | 做到得2分\n乙 | 3 |",
        "|指标|分值|评分标准|\n|甲|2|做到得2分|\n|乙|3||",
        "指标\t分值\t评分标准\n甲\t2\t做到得2分\n乙\t3\t",
        "指标\t分值\t评分标准\t\t\n甲\t2\t做到得2分\n乙\t3",
        "指标\t分值\t评分标准\r\n甲\t2\t做到得2分\r\n乙\t3\r\n",
        "指标\t分值\t评分标准\n甲\t2\t<p>做到得2分</p>\n乙\t3\t<br>",
    ],
)
def test_tables_between_bars_and_tabs(text: str) -> None:
    assert read(f"前文\n{text}\n\n后文") == ["前文", GRID, "后文"]


def test_signs_inside_cells() -> None:
    assert read("| 甲 \\| 乙 | 一<br>二 |\n|--|--|\n| 丙 | 2 |") == [[["甲 | 乙", "一\n二"], ["丙", "2"]]]


def test_a_line_without_a_tab_goes_on_with_the_cell_above() -> None:
    assert read("指标\t标准\n甲\t1、做到\n2、记录\n乙\t3、上报\n后文") == [
        [["指标", "标准"], ["甲", "1、做到\n2、记录"], ["乙", "3、上报"]],
        "后文",
    ]


def test_header_rows_above_a_rule() -> None:
    (table,) = read_bytes("| 指标 | 分值 |\n|---|---|\n| 甲 | 2 |".encode(), "a.md").blocks
    assert table.kind == "table"
    assert table.header_rows == 1


def test_contents_with_page_numbers_are_no_table() -> None:
    text = "目录\n一、概况\t1\n二、自评\t3\n（一）组织\t3\n（二）资金\t12\n"
    assert read(text) == ["目录", "一、概况 1", "二、自评 3", "（一）组织 3", "（二）资金 12"]


def test_single_tabs_and_bars_are_no_table() -> None:
    assert read("单位：\t云浦县\n\n甲|乙\n\n结束") == ["单位： 云浦县", "甲|乙", "结束"]


def test_comma_separated() -> None:
    text = '云浦县评分表\n指标,分值,评分标准\n甲,2,"做到,得2分\n否则不得分"\n乙,3,\n'
    assert read(text, "a.csv") == [
        "云浦县评分表",
        [["指标", "分值", "评分标准"], ["甲", "2", "做到,得2分\n否则不得分"], ["乙", "3", ""]],
    ]


PIECES = """
| 指标体系 | 评价内容 | 分值 | 评分细则 |
|--|--|--|--|
| 管理(9分) | 组织保障 | 2 | 1、建立机制的，得1分。(1分) 2、纳入规划的，得1分。(1分) |
| | 资金发放 | 4 | 1、发放及时的，得2分。(2分) 2、台账齐全，内容与 |

| 指标体系 | 评价内容 | 分值 | 评分细则 |
|--|--|--|--|
| | | | 系统一致的，得2分。(2分) |
| | 公示情况 | 3 | 按规定公示的，得3分。(3分) |
| 加分项(5分) | 工作创新 | 5 | 视情加分。 |
"""


def names(items: tuple[Item, ...]) -> list[tuple[str, str, list[str]]]:
    return [(leaf.name, str(leaf.max_points), [c.text for c in leaf.criteria]) for i in items for leaf in i.leaves()]


@pytest.mark.parametrize("sign", ["|", "\t"])
def test_pieces_under_a_repeated_header_are_one_table(sign: str) -> None:
    text = PIECES
    if sign == "\t":
        kept = (line for line in PIECES.split("\n") if "--" not in line)
        text = "\n".join(line.strip("| ").replace(" | ", "\t").replace("| ", "\t") if line else "" for line in kept)
        text = text.replace("资金发放", "\t资金发放").replace("公示情况", "\t公示情况").replace("\t\t资金", "\t资金")
        text = (
            text.replace("\t\t公示", "\t公示").replace("系统一致", "\t\t\t系统一致").replace("\t\t\t\t\t系", "\t\t\t系")
        )
    document = read_bytes(f"云浦县评价标准\n{text}".encode(), "a.txt")
    tables = [b for b in document.blocks if b.kind == "table"]
    assert [(t.rows, t.columns) for t in tables] == [(5, 4)]
    rubric = extract_rubric(document)
    assert [(i.name, str(i.max_points)) for i in rubric.sheet.items] == [("管理", "9"), ("加分项", "5")]
    assert names(rubric.sheet.items) == [
        ("组织保障", "2", ["1、建立机制的，得1分。(1分)", "2、纳入规划的，得1分。(1分)"]),
        ("资金发放", "4", ["1、发放及时的，得2分。(2分)", "2、台账齐全，内容与系统一致的，得2分。(2分)"]),
        ("公示情况", "3", ["按规定公示的，得3分。(3分)"]),
        ("工作创新", "5", ["视情加分。"]),
    ]


def test_a_label_cut_by_the_end_of_a_page() -> None:
    head = "指标\t分值\t得分\t评分标准\n"
    text = (
        f"{head}甲指标\t4\t4\t做到得4分\n乙指标的\t4\t3\t按期完\n\n{head}名称\t\t\t成得4分\n丙指标\t2\t2\t做到得2分\n"
    )
    assert read(text) == [
        [
            ["指标", "分值", "得分", "评分标准"],
            ["甲指标", "4", "4", "做到得4分"],
            ["乙指标的名称", "4", "3", "按期完成得4分"],
            ["丙指标", "2", "2", "做到得2分"],
        ]
    ]


def test_different_tables_stay_apart() -> None:
    one, other = "指标\t分值\n甲\t2\n", "项目\t金额\n乙\t3\n"
    assert read(f"{one}\n{other}") == [[["指标", "分值"], ["甲", "2"]], [["项目", "金额"], ["乙", "3"]]]
    assert len(read(f"{one}\n表2\n\n{one}")) == 3


def test_rows_that_are_printed_lines_are_told() -> None:
    line = "对辖区内生活困难的家庭逐户走访并登记造册按月更新其经济状况与人员"
    rows = "".join(f"{n if i == 1 else ''}\t\t{line if i < 3 else '情况。'}\n" for n in (1, 2, 3) for i in range(4))
    document = read_bytes(f"序号\t项目\t评估标准\n{rows}".encode(), "a.txt")
    assert [n.kind for n in document.notes] == ["not_read"]
    assert "rows are printed lines" in document.notes[0].message.en


def test_sentences_of_printed_lines_are_joined() -> None:
    text = (
        "序号\t项目\t科室\t评估标准\n"
        "\t档案规范\t\t每季度抽查一次各村档案的完整程度和\n"
        "1\t管理\t\t归档是否及时，抽查结果按月通报给各\n"
        "\t\t\t单位。\n"
        "\t\t\t发现缺页漏页的，限期补齐并在下一次\n"
        "\t\t办公室\t检查中复核。\n"
        "2\t信息报送\t\t按月报送工作信息并且做到内容真实和\n"
        "\t\t\t准确。\n"
    )
    (found,) = read(text)
    assert found[1:] == [
        ["1", "档案规范管理", "", "每季度抽查一次各村档案的完整程度和归档是否及时，抽查结果按月通报给各单位。"],
        ["", "", "办公室", "发现缺页漏页的，限期补齐并在下一次检查中复核。"],
        ["2", "信息报送", "", "按月报送工作信息并且做到内容真实和准确。"],
    ]


def test_a_table_with_slipped_rows_is_no_table() -> None:
    text = (
        "一级指标\t权重\t二级指标\t分值\t得分\n"
        "投入\t20%\t立项\t10\t9\n"
        "\t\t预算\t10\t10\n"
        "\t\t产出\t80%\t数量\n"
        "质量\t40\t\t\t38\n"
        "\t\t40\t满意度\t\n"
    )
    document = read_bytes(text.encode(), "a.txt")
    assert [n.kind for n in document.notes] == ["not_read"]
    assert "slipped sideways" in document.notes[0].message.en
    assert texts(document)[1] == "投入 20% 立项 10 9"


@pytest.mark.parametrize("points", ["不计分", "/", "扣完为止", "10（含加分5分）", "—"])
def test_words_among_points_alone_slip_no_row(points: str) -> None:
    text = f"指标\t分值\t得分\n立项\t10\t9\n质量\t{points}\t\n2023年度\t5\t不适用\n"
    (found,) = read(text)
    assert isinstance(found, list)


HEADINGS = ["序号", "一级\n指标", "二级指标", "分值", "自评得分", "指标解释", "评分标准", "备注"]


def listing(rows: list[list[str | None]], between: str = "\n\n", headings: list[str] | None = None) -> str:
    cells = [*(headings or HEADINGS), *(cell for row in rows for cell in row if cell is not None)]
    return between.join(cells)


ROWS: list[list[str | None]] = [
    ["1", "投入（10分）", "目标合理", "4", "4", "目标是否合理。", "1.合理得2分；\n2.明确得2分。", " "],
    ["2", None, "资金到位", "6", "5", "资金是否到位。\n\n到位率按月计算。", "到位率100%得满分，每低1%扣0.5分。", " "],
    [
        "3",
        "产出（20分）",
        "完成数量",
        "2",
        "2",
        "1.数量是否完成；\n2.记录是否齐全。",
        "1.完成得1分；\n\n2.齐全得1分。",
        " ",
    ],
    ["4", None, "完成质量", "18", "18", "质量是否合格。", "合格得18分。", "抽查"],
]
EXPECTED = [
    ["1", "投入（10分）", "目标合理", "4", "4", "目标是否合理。", "1.合理得2分；\n2.明确得2分。", ""],
    ["2", "", "资金到位", "6", "5", "资金是否到位。\n到位率按月计算。", "到位率100%得满分，每低1%扣0.5分。", ""],
    [
        "3",
        "产出（20分）",
        "完成数量",
        "2",
        "2",
        "1.数量是否完成；\n2.记录是否齐全。",
        "1.完成得1分；\n2.齐全得1分。",
        "",
    ],
    ["4", "", "完成质量", "18", "18", "质量是否合格。", "合格得18分。", "抽查"],
]


def test_a_cell_a_line() -> None:
    total: list[list[str | None]] = [["合计", "30", "29"]]
    text = f"云浦县自评报告\n\n得分情况如下：\n\n{listing([*ROWS, *total])}\n\n云浦县民政局\n\n2023年1月5日\n"
    document = read_bytes(text.encode(), "a.txt")
    assert texts(document) == [
        "云浦县自评报告",
        "得分情况如下：",
        [HEADINGS, *EXPECTED, ["合计", "", "", "30", "29", "", "", ""]],
        "云浦县民政局",
        "2023年1月5日",
    ]
    assert document.notes == ()
    (sheet,) = extract_claims(document).sheets
    assert [(leaf.name, str(leaf.max_points), str(leaf.claimed)) for leaf in sheet.leaves()] == [
        ("目标合理", "4", "4"),
        ("资金到位", "6", "5"),
        ("完成数量", "2", "2"),
        ("完成质量", "18", "18"),
    ]
    assert sheet.total is not None
    assert (str(sheet.total.max_points), str(sheet.total.claimed)) == ("30", "29")


def test_a_header_repeated_among_the_cells() -> None:
    text = listing(ROWS[:2]) + "\n\n" + listing(ROWS[2:])
    assert read(text) == [[HEADINGS, *EXPECTED]]


def test_cells_on_lines_without_empty_ones_between() -> None:
    rows: list[list[str | None]] = [["1", "投入", "目标合理", "4", "4"], ["2", None, "资金到位", "6", "5"]]
    headings = ["序号", "一级指标", "二级指标", "分值", "自评得分"]
    assert read(listing(rows, "\n", headings)) == [
        [headings, ["1", "投入", "目标合理", "4", "4"], ["2", "", "资金到位", "6", "5"]]
    ]


def test_a_listing_without_running_numbers() -> None:
    rows: list[list[str | None]] = [["投入", "目标", "4", "合理得4分。"], [None, "资金", "6", "到位得6分。"]]
    headings = ["一级指标", "二级指标", "分值", "评分标准"]
    assert read(listing(rows, headings=headings)) == [
        [headings, ["投入", "目标", "4", "合理得4分。"], ["", "资金", "6", "到位得6分。"]]
    ]


def test_points_between_the_levels_of_a_listing() -> None:
    headings = ["一级指标", "权重", "二级指标", "分值", "评分标准", "责任股室"]
    rows: list[list[str | None]] = [
        ["事项管理", "25", "事项清单", "10", "更新及时得10分。", "审批股"],
        [None, None, "一次办理", "15", "做到得15分。", "审批股"],
        ["服务效能", "12", "按期办结", "12", "每低1%扣0.5分。", "督查股"],
    ]
    expected = [[cell or "" for cell in row] for row in rows]
    assert read(listing(rows, headings=headings)) == [[headings, *expected]]


def test_a_text_before_the_points_goes_on_below_a_merged_label() -> None:
    headings = ["考核项目", "考核要点", "分值", "考核标准", "考核方式"]
    rows: list[list[str | None]] = [
        ["责任落实", "领导责任", "6", "少一次扣0.5分。", "查阅纪要"],
        [None, "部门责任", "6", "未编制的不得分。", "查阅资料"],
        [None, "企业责任", "8", "一家不合格扣1分。", "现场抽查"],
    ]
    expected = [[cell or "" for cell in row] for row in rows]
    assert read("某县考核标准\n\n" + listing(rows, headings=headings)) == ["某县考核标准", [headings, *expected]]


def test_a_header_of_two_rows_between_tabs() -> None:
    text = "指标\t分值\t得分\t\t备注\n\t\t自评\t复评\t\n甲\t4\t4\t3\t\n乙\t6\t5\t5\t迟报\n"
    (table,) = read_bytes(text.encode(), "a.txt").blocks
    assert table.kind == "table"
    assert [(c.text, c.row_span, c.column_span) for c in table.cells if c.row < 2] == [
        ("指标", 2, 1), ("分值", 2, 1), ("得分", 1, 2), ("备注", 2, 1), ("自评", 1, 1), ("复评", 1, 1),
    ]  # fmt: skip


def test_lines_of_nothing_but_tabs() -> None:
    assert read("甲\n\t\n\t\t\n乙\n\t") == ["甲", "乙"]


@pytest.mark.parametrize(
    "rows",
    [
        [
            ["1", "投入", "目标合理", "四分左右", "4", "甲", "乙", " "],
            ["2", None, "资金到位", "6", "5", "甲", "乙", " "],
        ],
        [["本表由各乡镇填写。"], ["逐项打分。"]],
    ],
)
def test_what_fits_no_way_stays_text_and_is_told(rows: list[list[str | None]]) -> None:
    document = read_bytes(listing(rows).encode(), "a.txt")
    assert all(isinstance(block, Paragraph) for block in document.blocks)
    assert [(n.kind, n.where.block) for n in document.notes] == [("not_read", None)]
    assert "one cell a line" in document.notes[0].message.en


def test_rows_behind_one_that_fits_no_way_are_told() -> None:
    broken: list[list[str | None]] = [
        ["5", "效果", "群众满意", "约", "十"],
        ["6", None, "长效机制", "5", "5", "x", "y", " "],
    ]
    document = read_bytes(listing([*ROWS, *broken]).encode(), "a.txt")
    assert texts(document)[0] == [HEADINGS, *EXPECTED]
    assert len(document.notes) == 1


def test_headings_in_running_text_are_no_table() -> None:
    document = read_bytes("指标\n\n得分情况如下。\n\n分值，共10分。\n\n标准".encode(), "a.txt")
    assert document.notes == ()


CELL = st.text("目标资金管理完成质量", min_size=2, max_size=8)
LABELLED = st.lists(
    st.tuples(CELL, st.integers(1, 30), st.integers(0, 30), CELL.map(lambda t: t + "的，得满分。"), st.booleans()),
    min_size=3,
    max_size=12,
)


@given(LABELLED)
def test_a_listing_is_read_back(rows: list[tuple[str, int, int, str, bool]]) -> None:
    headings = ["序号", "一级指标", "二级指标", "分值", "得分", "评分标准"]
    cells: list[list[str | None]] = []
    expected = [headings]
    for number, (name, points, claimed, rule, begins) in enumerate(rows, start=1):
        group = f"第{number}组" if begins or number == 1 else None
        cells.append([str(number), group, name, str(points), str(claimed), rule])
        expected.append([str(number), group or "", name, str(points), str(claimed), rule])
    assert read(listing(cells, headings=headings)) == [expected]


@given(st.text("一二1. |\t\n-，。（）序号分值得分指标\u3000", max_size=200))
def test_no_text_is_fatal(text: str) -> None:
    found = read_bytes(("正文 " + text).encode(), "a.txt").blocks
    assert [b.where.block for b in found] == list(range(len(found)))


def test_many_lines_are_read_within_bounds() -> None:
    head = "序号\n\n指标\n\n分值\n\n得分\n\n"
    for body in ("1\n\n" * 3000, "指标\n\n分值\n\n得分\n\n" * 300, "x\n\n4\n\n" * 1000, "甲\t" * 5000 + "\n乙\t丙\n"):
        assert read_bytes((head + body).encode(), "a.txt").source.format == "txt"


def test_a_table_larger_than_any_document(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("extract.readers.tabular.POSITIONS_LIMIT", 8)
    with pytest.raises(UnreadableFile, match="more than a document"):
        read("甲\t乙\t丙\n" * 3)
