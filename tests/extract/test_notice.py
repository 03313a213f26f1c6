"""Title, number, issuer, date, unit and period, as offices set them."""

from __future__ import annotations

from datetime import date

import pytest

from extract.notice import find_title, read_date, read_head
from models import Paragraph
from tests.extract.documents import document, line

TEXT = "为进一步规范全县社会救助工作，现就开展二〇二三年度绩效评价的有关事项通知如下，请认真组织落实。"


def test_a_notice() -> None:
    head = read_head(
        document(
            line("云溪县民政局文件", 40, True),
            line("云民发〔2023〕12号", 16, True),
            line("云溪县民政局关于开展2023年度\n社会救助绩效评价的通知", 22, True),
            "各乡镇人民政府：",
            TEXT,
            "一、评价内容",
            "按照《云溪县社会救助办法》（云政发〔2021〕3号）执行，具体内容和标准见附件，由各乡镇对照落实。",
            "附件：1.评价标准",
            "云溪县民政局",
            "2023年7月5日",
            "附件1",
            "云溪县救助站",
            "2020年1月1日",
        )
    )
    assert head.title == "云溪县民政局关于开展2023年度社会救助绩效评价的通知"
    assert head.document_number == "云民发〔2023〕12号"
    assert head.issuer == "云溪县民政局"
    assert head.issued_on == date(2023, 7, 5)
    assert head.period == "2023年度"


def test_a_report_with_a_cover() -> None:
    head = read_head(
        document(
            line("云溪县2022年度助餐补贴项目", 26, True),
            line("绩效评价报告", 26, True),
            "项 目 单 位：云溪县养老中心",
            "评 价 机 构：明川会计师事务所（普通合伙）",
            line("二〇二三年六月", 16, True),
            line("目 录", 18, True),
            "一、项目概况",
            "本项目由县财政安排专项资金，面向城乡低收入老年人提供助餐服务，资金按季度拨付到各助餐点。",
        )
    )
    assert head.title == "云溪县2022年度助餐补贴项目绩效评价报告"
    assert head.unit == "明川会计师事务所（普通合伙）"
    assert head.period == "2022年度"
    assert head.issued_on is None
    assert head.document_number is None


def test_joint_signature_and_lent_seal() -> None:
    head = read_head(
        document(
            line("关于开展绩效评价的通知", 22, True),
            TEXT,
            "云溪县民政局",
            "云溪县财政局",
            "云溪县人民政府办公室（代章）",
            "二〇二三年七月五日",
        )
    )
    assert head.issuer == "云溪县民政局、云溪县财政局"
    assert head.issued_on == date(2023, 7, 5)


def test_two_bodies_on_one_line() -> None:
    head = read_head(document(line("关于开展评价的通知", 22, True), TEXT, "云溪县民政局 云溪县财政局", "2023年7月5日"))
    assert head.issuer == "云溪县民政局、云溪县财政局"


@pytest.mark.parametrize("body", ["云溪县第三中学", "云溪县机关幼儿园", "云溪国有林场", "云溪县物业管理商会"])
def test_bodies_that_are_no_offices(body: str) -> None:
    assert read_head(document(line("2023年自评报告", 22, True), TEXT, body, "2023年7月5日")).unit == body


def test_numbers_that_are_only_cited_are_not_its_own() -> None:
    head = read_head(
        document(
            line("云溪县民政局自评报告", 22, True),
            "根据《通知》（云民发〔2023〕12号）要求，我局开展了自评，现报告如下。",
        )
    )
    assert head.document_number is None


@pytest.mark.parametrize(
    ("printed", "number"),
    [
        ("云民发〔2023〕12号", "云民发〔2023〕12号"),
        ("云民发 ［2023］ 12 号", "云民发［2023］12号"),
        ("云民发[2023]12号", "云民发[2023]12号"),
        ("云民发（2023）第12号", "云民发（2023）第12号"),
        ("云民发〔2023〕12号 签发人：甲", "云民发〔2023〕12号"),
        ("文号：云民发〔2023〕12号", "云民发〔2023〕12号"),
    ],
)
def test_document_numbers(printed: str, number: str) -> None:
    assert read_head(document(printed, line("关于开展评价的通知", 22, True), TEXT)).document_number == number


TITLES = {
    "one line": (["云溪县民政局关于开展评价的通知"], "云溪县民政局关于开展评价的通知"),
    "broken inside": (["云溪县民政局\n关于开展评价的通知"], "云溪县民政局关于开展评价的通知"),
    "two lines": (["云溪县民政局关于开展", "绩效评价的通知"], "云溪县民政局关于开展绩效评价的通知"),
    "the last word alone": (["关于印发《评价方案》的通", "知"], "关于印发《评价方案》的通知"),
    "three lines": (
        ["云溪县民政局", "关于印发《2023年度社会救助", "评价方案》的通知"],
        "云溪县民政局关于印发《2023年度社会救助评价方案》的通知",
    ),
    "a draft": (["关于开展评价的通知（征求意见稿）"], "关于开展评价的通知（征求意见稿）"),
    "a subtitle in brackets": (["养老机构等级评定细则", "（2023年版）"], "养老机构等级评定细则（2023年版）"),
    "a standard": (["评估指标及评分标准", "（行业协会商会类）"], "评估指标及评分标准（行业协会商会类）"),
    "indicators": (["云溪县示范创建评估指标"], "云溪县示范创建评估指标"),
    "a self-report": (["云溪县2022年度绩效自评报告"], "云溪县2022年度绩效自评报告"),
    "a scheme": (["2023年度综合评估方案"], "2023年度综合评估方案"),
}  # fmt: skip


@pytest.mark.parametrize("name", TITLES)
@pytest.mark.parametrize("centred", [True, False])
def test_titles(name: str, centred: bool) -> None:
    printed, title = TITLES[name]
    lines = [line("云溪县民政局文件", 36, True), line("云民发〔2023〕1号", 16)]
    lines += [line(part, 22, centred) for part in printed]
    lines += [line("各乡镇："), line(TEXT)]
    assert find_title(lines) == title


@pytest.mark.parametrize(
    "lines",
    [
        [line("各乡镇："), line(TEXT)],
        [line("附件1：评分办法", 22, True)],
        [line("一、工作报告", 16)],
        [line(TEXT), line("关于开展评价的通知", 22, True)],
        [line("云溪县民政局文件", 36, True)],
        [],
    ],
)
def test_no_title(lines: list[Paragraph]) -> None:
    assert find_title(lines) is None


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2022年8月10日", date(2022, 8, 10)),
        ("2022 年 8 月 10 日", date(2022, 8, 10)),
        ("２０２２年８月１０日", date(2022, 8, 10)),
        ("二〇二二年八月十日", date(2022, 8, 10)),
        ("二○二二年十二月三十一日", date(2022, 12, 31)),
        ("二O二二年八月二十一日", date(2022, 8, 21)),
        ("2022-08-10", date(2022, 8, 10)),
        ("（2022年8月10日印发）", date(2022, 8, 10)),
        ("2022年8月", None),
        ("2022年13月1日", None),
        ("2022年2月30日", None),
        ("自2022年8月10日起", None),
    ],
)
def test_dates(text: str, day: date | None) -> None:
    assert read_date(text) == day


@pytest.mark.parametrize(
    ("title", "period"),
    [
        ("云溪县2022年度绩效自评报告", "2022年度"),
        ("云溪县2022年绩效自评报告", "2022年"),
        ("云溪县2020-2022年绩效评价报告", "2020-2022年"),
        ("云溪县2020年至2022年绩效评价报告", "2020年至2022年"),
        ("云溪县2022年上半年工作报告", "2022年上半年"),
        ("云溪县绩效自评报告", None),
        ("云溪中学2023学年自评报告", "2023学年"),
        ("云溪中学2023-2024学年度自评报告", "2023-2024学年度"),
    ],
)
def test_periods(title: str, period: str | None) -> None:
    assert read_head(document(line(title, 22, True), TEXT)).period == period


def test_period_below_the_title() -> None:
    head = read_head(document(line("助餐补贴项目评价报告", 22, True), line("（2022年度）", 16, True), TEXT))
    assert head.period == "2022年度"


def test_unit_in_the_title() -> None:
    assert read_head(document(line("云溪县民政局2022年度部门整体支出自评报告", 22, True), TEXT)).unit == "云溪县民政局"


@pytest.mark.parametrize(
    "printed",
    [
        "来源单位:云溪县民政局\u2003发布时间:2021-01-08",
        "填报单位（盖章）：云溪县民政局          单位：万元",
        "填报单位：云溪县民政局 考评年度：2023年",
        "自评单位：云溪县民政局（盖章）",
    ],
)
def test_unit_on_a_line_with_other_fields(printed: str) -> None:
    head = read_head(document(line("绩效自评报告", 22, True), printed, TEXT))
    assert head.unit == "云溪县民政局"


def test_period_in_a_field() -> None:
    head = read_head(document(line("绩效自评表", 22, True), "填报单位：云溪县民政局 考评年度：2023年", TEXT))
    assert head.period == "2023年"


def test_an_empty_document() -> None:
    head = read_head(document())
    assert head.title is None and head.issuer is None and head.issued_on is None
