from __future__ import annotations

import re
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audit import audit
from audit.reports import Audited, render
from audit.reports.places import gathered, place, places_of
from audit.reports.terminal import Screen, fitted, width, wrap
from models import AuditReport, Coverage, Evidence, Language, Where, load, loads
from tests.audit.build import SOURCE, item, report, rubric, sheet
from tests.audit.reports.hostile import RIGHT_TO_LEFT, hostile

SLIP = report(
    sheet(
        item("管理", 60, 59, item("组织", 30, 29), item("档案", 30, 29)),
        item("成效", 40, 40, says=["+41"]),
        total=(100, 98),
    )
)


def test_text_groups_by_item_and_shows_what_follows() -> None:
    lines = render([audit(SLIP)], "text", "zh").splitlines()
    assert lines[0] == "自查 报告.docx"
    at = lines.index("管理")
    assert lines[at + 1] == "  错误 C203  59 ≠ 58"
    assert lines[at + 2].strip() == "下级自评得分之和 29+29=58，本级写为 59"
    hence = next(line for line in lines if "由此 C204" in line)
    assert hence.startswith("      ")
    assert "98" in hence
    assert lines.index("成效") > lines.index(hence)
    assert lines[-1] == "结果：错误 2，警告 0，提示 1。"
    assert any(line.startswith("核对：指标 4 项；总分值 100；自评总分 98；各部分合计 99") for line in lines)


def test_text_in_english_has_no_chinese_but_what_the_document_says() -> None:
    text = render([audit(SLIP, language="en")], "text", "en")
    assert "The parts claim 29+29=58, the item claims 59" in text
    assert "Result: 2 errors, 0 warnings, 1 note." in text
    assert "错误" not in text
    assert "由此" not in text


def test_nothing_found_is_said() -> None:
    text = render([audit(report(sheet(item("管理", 60, 59))))], "text", "zh")
    assert text.rstrip().endswith("没有发现问题。")


def test_coverage_and_rubric_are_shown() -> None:
    document = report(sheet(item("管理", 60, 59), item("成效", 40, 40))).model_copy(
        update={
            "source": SOURCE.model_copy(update={"pages": 17}),
            "coverage": Coverage(
                pages_unread=1,
                tables=3,
                score_tables=2,
                score_tables_understood=1,
                rows=25,
                rows_left_out=2,
                mentions=60,
                mentions_placed=59,
            ),
        }
    )
    text = render([audit(document, rubric(item("管理", 60), item("成效", 40)))], "text", "zh")
    assert "自查 报告.docx，对照 通知.pdf" in text
    assert "17页（1页没有文字）；表格3张，评分表2张，识别1张；评分表25行，未用2行；正文得分60处，归位59处" in "".join(
        text.split()
    )
    assert "评分标准 2 项，报告回应 2 项" in text


def test_places_are_said_as_readers_find_them() -> None:
    assert place(Where(page=3, block=7), "zh") == "第3页"
    assert place(Where(block=11), "zh") == "第12段"
    assert place(Where(page=3, block=7, row=3, column=1), "zh") == "第3页 表格第4行"
    assert place(Where(block=7, row=3), "en") == "block 8, row 4"
    assert place(Where(), "en") == ""


def test_places_of_the_rubric_are_named_as_such() -> None:
    found = audit(report(sheet(item("管理", 60, 59), item("成效", 40, 40))), rubric(item("管理", 50), item("成效", 40)))
    (finding,) = [finding for finding in found.findings if finding.code == "C209"]
    assert [part.quote for part in finding.evidence] == ["管理（60分）"]
    assert [part.quote for part in finding.rubric_evidence] == ["管理（50分）"]
    assert places_of(finding, "zh") == [("第1段", "“管理（60分）”"), ("评分标准 第1段", "“管理（50分）”")]
    assert "评分标准 第1段  “管理（50分）”" in render([found], "text", "zh")


def test_what_only_the_rubric_holds_comes_after_the_document() -> None:
    notice = rubric(item("档案", 10), item("管理", 50), item("成效", 40), item("队伍", 10), item("宣传", 10))
    document = report(sheet(item("管理", 50, 49), item("成效", 40, 41), item("队伍", 10, 9), item("宣传", 10, 8)))
    found = audit(document, notice).findings
    assert [(f.code, f.item) for f in found if not f.consequence_of][-1] == ("C208", "档案")
    assert found[-1].evidence == ()
    assert [part.quote for part in found[-1].rubric_evidence] == ["档案"]


def test_long_quotes_and_many_places_are_cut() -> None:
    many = [item(f"指标{n}", 5, 5, label=f"指标{n}" + "很" * 60) for n in range(12)]
    text = render([audit(report(sheet(item("管理", 60, 59, *many))))], "text", "zh")
    assert all(
        len(line) < 160 for line in text.splitlines() if "指标" in line and "“" in line and "核对" not in line
    ) or ("…" in text)


def test_json_of_one_and_of_several() -> None:
    one = audit(SLIP)
    text = render([one], "json", "zh")
    assert load(AuditReport, text) == one
    found = loads(text)
    assert found["kind"] == "audit"
    assert found["findings"][0]["stated"] == 59
    assert {"errors", "warnings", "notes", "items", "claimed_total", "computed_total", "max_total"} <= set(
        found["summary"]
    )
    assert isinstance(loads(render([one, one], "json", "zh")), list)
    assert isinstance(loads(render([one], "json", "zh", listed=True)), list)


def test_summary_of_a_rubric() -> None:
    summary = audit(rubric(item("管理", 60), item("成效", 40), item("加分", 5, kind="bonus"))).summary
    assert (summary.claimed_total, summary.computed_total, summary.max_total) == (None, None, Decimal(100))


def test_no_sheet_at_all_is_no_crash() -> None:
    result = audit(report())
    assert result.findings == ()
    assert result.summary.items == 0


def screen(columns: int, *, colour: bool = False) -> Screen:
    return Screen(columns, colour)


WIDE = report(
    sheet(
        *(
            item(f"第{n}项非常之长的指标名称，带着括号（第{n}类）", 30, 29, item("甲", 15, 15), item("乙", 15, 15))
            for n in range(3)
        ),
        total=(90, 90),
    )
)


@pytest.mark.parametrize("columns", [60, 80, 120])
@pytest.mark.parametrize("language", ["zh", "en"])
def test_no_line_is_wider_than_the_screen(columns: int, language: Language) -> None:
    audited = Audited(audit(WIDE, language=language), WIDE)
    text = render([audited], "text", language, screen=screen(columns))
    assert "≠ 30" in text
    assert max(width(line) for line in text.splitlines()) <= columns


def test_colours_only_where_they_are_wanted() -> None:
    audited = [Audited(audit(SLIP), SLIP)]
    plain, coloured = (render(audited, "text", "zh", screen=screen(80, colour=on)) for on in (False, True))
    assert "\x1b" not in plain
    assert "\x1b[1;31m错误\x1b[0m" in coloured
    assert re.sub(r"\x1b\[[0-9;]*m", "", coloured).replace(" ", "") == plain.replace(" ", "")


def test_the_scorecard_stands_above_the_findings() -> None:
    lines = render([Audited(audit(SLIP), SLIP)], "text", "zh").splitlines()
    assert lines[2] == "计分一览（正文）"
    assert lines[3].split() == ["指标", "分值", "核算", "自评", "核算", "问题"]
    assert [line.split() for line in lines[5:10]] == [
        ["管理", "60", "60", "59", "≠", "58", "C203"],
        ["组织", "30", "29"],
        ["档案", "30", "29"],
        ["成效", "40", "40", "≠", "41", "C202"],
        ["总分", "100", "100", "98", "≠", "99", "C204"],
    ]
    assert len({line.rindex("C20") for line in lines[5:10] if "C20" in line}) > 0


def test_a_long_scorecard_shows_what_matters() -> None:
    groups = [item(f"组{n}", 10, 10, *(item(f"项{n}{m}", 2, 2) for m in range(5))) for n in range(9)]
    groups.append(item("末组", 10, 9, *(item(f"末{m}", 2, 2) for m in range(5))))
    document = report(sheet(*groups, total=(100, 99)))
    audited = [Audited(audit(document), document)]
    short, full = render(audited, "text", "zh"), render(audited, "text", "zh", full=True)
    assert "（另有 50 项没有问题，--full 全部列出）" in short
    assert "项00" not in short
    assert "组0" in short
    assert "末组" in short
    assert "项00" in full
    assert "--full" not in full


def test_what_steers_a_terminal_is_shown_and_does_nothing() -> None:
    for form in ("text", "concise", "github"):
        text = render([hostile()], form, "zh")  # type: ignore[arg-type]
        assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\u200e\u200f]", text)
        assert "⟨U+202E⟩" in text
        assert "⟨U+001B⟩" in text
        assert RIGHT_TO_LEFT in text


def test_same_quotes_of_one_place_are_counted() -> None:
    words = [("得2分", 3), ("得2分", 9), ("得1分", 15), ("得 2\n分", 21)]
    evidence = [Evidence(quote=quote, where=Where(block=9, start=start, end=start + 3)) for quote, start in words]
    assert gathered([*evidence, Evidence(quote="", where=Where(block=10))], "zh") == [
        ("第10段", "“得2分”×2 “得1分” “得 2 分”"),
        ("第11段", ""),
    ]


@given(st.text(alphabet="甲乙，。）（“”ab12.= +⟨", max_size=200), st.integers(10, 60), st.integers(0, 6))
def test_wrapping_keeps_every_character_and_the_width(text: str, columns: int, hanging: int) -> None:
    lines = wrap(text, columns, hanging=hanging)
    assert re.sub(r"\s", "", "".join(lines)) == re.sub(r"\s", "", text)
    assert all(width(line) <= columns - (hanging if number else 0) for number, line in enumerate(lines))


@pytest.mark.parametrize(
    ("text", "columns", "lines"),
    [
        ("得分写为六，超过分值", 10, ["得分写为", "六，超过分", "值"]),
        ("自评得分（分值38）", 11, ["自评得分", "（分值38）"]),
        ("一二三100.25四", 9, ["一二三", "100.25四"]),
        ("the sum of the parts", 10, ["the sum of", "the parts"]),
        ("", 10, [""]),
    ],
)
def test_where_lines_break(text: str, columns: int, lines: list[str]) -> None:
    assert wrap(text, columns) == lines


def test_lines_that_break_after_a_sign() -> None:
    text = "核对：指标 6 项；总分值 100；一二三四五六七八九十一二三"
    assert wrap(text, 20, hanging=6, after="；") == [
        "核对：指标 6 项；",
        "总分值 100；一",
        "二三四五六七八",
        "九十一二三",
    ]
    assert wrap("；；a；", 20, after="；") == ["；；a；"]


def test_cut_and_filled_columns() -> None:
    assert fitted("指标", 6) == "指标  "
    assert fitted("12", 4, right=True) == "  12"
    assert fitted("很长的名称", 6) == "很长… "
    assert fitted("abcdef", 4) == "abc…"


def test_accepted_findings_are_told() -> None:
    found = audit(report(sheet(item("管理", 60, 59))))
    summary = found.summary.model_copy(update={"accepted": 2})
    text = render([found.model_copy(update={"summary": summary})], "text", "zh")
    assert text.endswith("结果：错误 0，警告 0，提示 0；基线已接受 2。\n")
