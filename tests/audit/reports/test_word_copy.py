"""Word copies: one comment for each finding on the words it is about, and nothing else of the file changed."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cache
from pathlib import Path

import pypdf
import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from audit import audit
from audit.batch.reading import read_report_file
from audit.checks import Check, registered
from audit.cli import main
from audit.reports import Audited
from audit.reports.spots import primary
from audit.reports.word_copy import WordFile, render
from extract.readers.docx import anchors, read_docx
from models import AuditReport, Coverage, Evidence, Finding, Paragraph, SelfReport, Source, Summary, Where
from tests.audit.reports.office import NOTES, converted
from tests.conftest import ROOT
from tests.extract.readers.word_files import p, r, tbl, tc, tr, word

NOW = datetime(2026, 3, 1, 9, 30)
CORPORA = sorted((ROOT / "corpora").glob("*.docx"))
CHANGED = {"word/document.xml", "word/comments.xml", "word/_rels/document.xml.rels", "[Content_Types].xml"}


@dataclass(frozen=True)
class Comment:
    """A comment of a Word file."""

    author: str
    lines: list[str]
    words: str
    """What stands between its marks."""


def name_of(element: etree._Element) -> str:
    return etree.QName(element).localname if isinstance(element.tag, str) else ""


def value(element: etree._Element, name: str) -> str:
    found = [v for key, v in element.attrib.items() if etree.QName(key).localname == name]
    return str(found[0]) if found else ""


def members(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        assert package.testzip() is None
        return {info.filename: package.read(info) for info in package.infolist()}


def comments_of(data: bytes) -> dict[str, Comment]:
    """The comments by their number; every one has one start, one end and one reference, in this order."""
    parts = members(data)
    root = etree.fromstring(parts["word/document.xml"])
    open_now: dict[str, list[str]] = {}
    words: dict[str, str] = {}
    referred: list[str] = []
    for element in root.iter():
        name, number = name_of(element), value(element, "id") if isinstance(element.tag, str) else ""
        if name == "commentRangeStart":
            assert number not in open_now and number not in words
            open_now[number] = []
        elif name == "commentRangeEnd":
            words[number] = "".join(open_now.pop(number))
        elif name == "commentReference":
            assert number in words
            referred.append(number)
        elif name == "t":
            text = element.text or ""
            for said in open_now.values():
                said.append(text if value(element, "space") == "preserve" else text.strip())
    assert not open_now and sorted(referred) == sorted(words)
    found = {}
    for comment in etree.fromstring(parts["word/comments.xml"]):
        lines = ["".join(t.text or "" for t in line.iter() if name_of(t) == "t") for line in comment]
        found[value(comment, "id")] = Comment(value(comment, "author"), lines, words[value(comment, "id")])
    assert set(found) == set(words)
    return found


def tokens(data: bytes, new: Iterable[str]) -> list[object]:
    """The main part as a sequence in which it does not matter how text is divided into runs, without new comments."""
    ours, found = set(new), list[object]()

    def run(element: etree._Element) -> None:
        looks = [etree.tostring(part, method="c14n", with_tail=False) for part in element if name_of(part) == "rPr"]
        for part in element:
            if name_of(part) == "rPr" or (name_of(part) == "commentReference" and value(part, "id") in ours):
                continue
            if name_of(part) == "t":
                kept = value(part, "space") == "preserve"
                text = (part.text or "") if kept else (part.text or "").strip()
                found.extend((tuple(looks), sign) for sign in text)
            elif any(name_of(inner) == "r" for inner in part.iter()):
                walk(part)
            else:
                found.append((tuple(looks), etree.tostring(part, method="c14n", with_tail=False)))

    def walk(element: etree._Element) -> None:
        if name_of(element) in ("commentRangeStart", "commentRangeEnd") and value(element, "id") in ours:
            return
        if name_of(element) == "r":
            run(element)
            return
        found.append((element.tag, sorted(element.attrib.items()), (element.text or "").strip()))
        for part in element:
            walk(part)
        found.append(name_of(element))

    walk(etree.fromstring(members(data)["word/document.xml"]))
    return found


def bare(text: str) -> str:
    return "".join(text.split())


def copy_of(data: bytes, findings: Sequence[Finding], subject: SelfReport | None = None) -> bytes:
    """The copy with these findings."""
    anchored = anchors(data, "a.docx")
    report = AuditReport(
        report=anchored.document.source,
        findings=tuple(findings),
        summary=Summary(errors=0, warnings=0, notes=0, items=0),
        coverage=Coverage(),
    )
    audited = Audited(report, subject, document=anchored.document)
    return render(audited, WordFile(data, anchored.main_part, anchored.anchors), "zh", now=NOW)


def finding(number: int, *evidence: Evidence, message: str = "下级得分之和 3+2=5，本级写为 6") -> Finding:
    return Finding(
        id=f"F{number}", code="C203", severity="error", item="组织管理", message=message, evidence=tuple(evidence)
    )


def at(block: int, start: int, end: int, quote: str, row: int | None = None, column: int | None = None) -> Evidence:
    return Evidence(quote=quote, where=Where(block=block, start=start, end=end, row=row, column=column))


@cache
def audited_copy(path: Path) -> tuple[Audited, bytes]:
    data = path.read_bytes()
    subject, anchored = read_report_file(path), anchors(data, path.name)
    audited = Audited(audit(subject), subject, document=anchored.document)
    return audited, render(audited, WordFile(data, anchored.main_part, anchored.anchors), "zh", now=NOW)


def check_copy(path: Path) -> None:
    data = path.read_bytes()
    audited, copy = audited_copy(path)
    before, after = members(data), members(copy)
    assert {name for name in before if before[name] != after[name]} <= CHANGED
    assert set(after) - set(before) <= CHANGED
    assert read_docx(copy, "a.docx").blocks == read_docx(data, "a.docx").blocks
    findings = audited.report.findings
    if not findings:
        assert before == after or before["word/document.xml"] != after["word/document.xml"]
        return
    comments = comments_of(copy)
    assert list(comments) == [str(number) for number in range(len(findings))]
    assert tokens(copy, comments) == tokens(data, ())
    for comment, one in zip(comments.values(), findings, strict=True):
        assert comment.author == "zicha" and one.code in comment.lines[0]
        assert any(one.message in line for line in comment.lines)
        assert audited.document is not None
        spot = primary(audited.document, one)
        if spot is not None:
            wanted = bare(spot.holder.text[spot.start : spot.end])
            assert comment.words and wanted.endswith(bare(comment.words)), one.id


@pytest.mark.parametrize("path", CORPORA, ids=lambda path: path.stem)
def test_copies_of_the_corpora(path: Path) -> None:
    check_copy(path)


def test_copies_of_real_documents(shared_documents: Path) -> None:
    for path in sorted(shared_documents.glob("*/*.docx")):
        check_copy(path)


def test_every_finding_on_the_corpora_that_has_evidence_has_its_words() -> None:
    """No finding falls back to the title where the document holds what it is about."""
    lost = [
        f"{path.stem} {one.id} {one.code}"
        for path in CORPORA
        for one in audited_copy(path)[0].report.findings
        if one.evidence and primary(audited_copy(path)[0].document or pytest.fail(), one) is None
    ]
    assert not lost


SIGNS = st.text(alphabet="得分值1234 （）、一二三&<自评", min_size=1, max_size=6).filter(
    lambda text: text == text.strip()
)
WRAPPERS = ["{}", "{}", '<w:hyperlink w:anchor="a">{}</w:hyperlink>', "<w:ins>{}</w:ins>",
            "<w:sdt><w:sdtContent>{}</w:sdtContent></w:sdt>", "<w:smartTag>{}</w:smartTag>"]  # fmt: skip


@st.composite
def paragraphs(draw: st.DrawFn) -> tuple[str, str]:
    """A paragraph in raw XML, and its text: runs of all kinds in wrappers of all kinds."""
    inside, text = "", ""
    for words in draw(st.lists(SIGNS, min_size=1, max_size=5)):
        escaped = words.replace("&", "&amp;").replace("<", "&lt;")
        kind = draw(st.integers(0, 3))
        if kind == 0:
            run, said = f"<w:r><w:t>{escaped}</w:t></w:r>", words
        elif kind == 1:
            run, said = f"<w:r><w:rPr><w:b/></w:rPr><w:t>  {escaped}</w:t><w:tab/><w:t>尾</w:t></w:r>", f"{words}\t尾"
        elif kind == 2:
            run, said = f'<w:r><w:sym w:font="Wingdings" w:char="F0FC"/><w:t>{escaped}</w:t></w:r>', f"✓{words}"
        else:
            run, said = r(escaped), words
        inside += draw(st.sampled_from(WRAPPERS)).format(run)
        text += said
    return f"<w:p>{inside}</w:p>", text


@settings(max_examples=40, deadline=None)
@given(st.data())
def test_any_spans_of_any_runs(data: st.DataObject) -> None:
    xml, text = data.draw(paragraphs())
    file = word(xml + p("完"))
    spans = data.draw(
        st.lists(
            st.tuples(st.integers(0, len(text) - 1), st.integers(1, len(text))).filter(lambda s: s[0] < s[1]),
            min_size=1,
            max_size=4,
        )
    )
    spans = [(start, end) for start, end in spans if text[start:end].strip()]
    findings = [finding(n, at(0, start, end, text[start:end])) for n, (start, end) in enumerate(spans, start=1)]
    copy = copy_of(file, findings)
    assert read_docx(copy, "a.docx").blocks == read_docx(file, "a.docx").blocks
    if findings:
        words = [comment.words for comment in comments_of(copy).values()]
        shown = [text[start:end].replace("✓", "").replace("\t", "") for start, end in spans]
        assert words == shown
        assert tokens(copy, [str(n) for n in range(len(spans))]) == tokens(file, ())


def test_a_cell_of_a_table() -> None:
    file = word(tbl(tr("指标", "得分"), tr("组织", tc(p("应得6分") + p("实得", "5分")))))
    comments = comments_of(copy_of(file, [finding(1, at(0, 7, 9, "5分", 1, 1)), finding(2, at(0, 0, 0, "", 1, 0))]))
    assert [comment.words for comment in comments.values()] == ["5分", "组织"]


def check_of(code: str) -> Check:
    return next(one for one in registered() if one.code == code)


def test_an_empty_cell_is_marked_at_the_words_before_it() -> None:
    file = word(tbl(tr("指标", "得分", "备注"), tr("组织", "", "无")))
    empty = Evidence(quote="", where=Where(block=0, row=1, column=1))
    (comment,) = comments_of(copy_of(file, [finding(1, empty)])).values()
    assert comment.words == "组织"


def test_a_label_of_several_cells_is_marked_at_its_first() -> None:
    file = word(tbl(tr("编码", "指标"), tr("A1", "组织管理")))
    joined = Evidence(quote="A1 组织管理", where=Where(block=0, row=1))
    (comment,) = comments_of(copy_of(file, [finding(1, joined)])).values()
    assert comment.words == "A1"


def test_what_the_comment_says() -> None:
    file = word(p("组织管理（6分，自评得6分）") + p("得3分") + p("得2分"))
    evidence = [at(0, 0, 4, "组织管理"), at(1, 0, 3, "得3分"), at(2, 0, 3, "得2分")]
    (comment,) = comments_of(copy_of(file, [finding(1, *evidence)])).values()
    assert comment.lines == [
        f"错误 C203 {check_of('C203').title.zh}",
        "指标：组织管理",
        "下级得分之和 3+2=5，本级写为 6",
        "另见：",
        "· 第2段 “得3分”",
        "· 第3段 “得2分”",
    ]


def test_the_date_and_the_initials() -> None:
    copy = copy_of(word(p("得3分")), [finding(1, at(0, 0, 3, "得3分"))])
    (comment,) = etree.fromstring(members(copy)["word/comments.xml"])
    assert (value(comment, "date"), value(comment, "initials")) == ("2026-03-01T09:30:00Z", "zc")


def test_a_finding_without_a_place_stands_at_the_title() -> None:
    file = word(p("某镇自评报告") + p("正文"))
    anchored = anchors(file, "a.docx")
    subject = SelfReport(source=anchored.document.source, title="某镇自评报告", sheets=())
    (comment,) = comments_of(copy_of(file, [finding(1)], subject)).values()
    assert comment.words == "某镇自评报告"


def test_words_that_are_not_in_the_document_stand_at_the_title() -> None:
    """Evidence from a rubric has places too, but of another file."""
    file = word(p("某镇自评报告") + p("正文"))
    (comment,) = comments_of(copy_of(file, [finding(1, at(1, 0, 4, "标准十分"))])).values()
    assert comment.words == "某镇自评报告"
    assert comment.lines[-2:] == ["另见：", "· 第2段 “标准十分”"]


def test_a_file_without_text_takes_comments_too() -> None:
    copy = copy_of(word(p()), [finding(1)])
    assert [comment.words for comment in comments_of(copy).values()] == [""]


def test_a_label_without_a_span_is_found_in_its_paragraph() -> None:
    file = word(p("一、总体情况。二、组织管理（6分）做得较好。"))
    (comment,) = comments_of(
        copy_of(file, [finding(1, Evidence(quote="组织 管理(6分)", where=Where(block=0)))])
    ).values()
    assert comment.words == "组织管理（6分）"


def test_comments_that_the_file_has_stay_and_numbers_go_on() -> None:
    mark = '<w:commentRangeStart w:id="7"/>{}<w:commentRangeEnd w:id="7"/><w:r><w:commentReference w:id="7"/></w:r>'
    old = f'<w:comment w:id="7" w:author="某人">{p("请核实")}</w:comment>'
    file = word(f"<w:p>{mark.format(r('得3分'))}</w:p>", comments=old)
    copy = copy_of(file, [finding(1, at(0, 1, 2, "3"))])
    comments = comments_of(copy)
    assert [(number, c.author, c.words) for number, c in comments.items()] == [
        ("7", "某人", "得3分"), ("8", "zicha", "3"),
    ]  # fmt: skip
    changed = {name for name, content in members(file).items() if members(copy)[name] != content}
    assert changed == {"word/document.xml", "word/comments.xml"}


def test_words_in_a_text_box_are_marked_at_the_box() -> None:
    box = "<w:r><w:t>外</w:t><w:pict><w:txbxContent>" + p("框里得2分") + "</w:txbxContent></w:pict><w:t>面</w:t></w:r>"
    file = word(f"<w:p>{box}</w:p>")
    block = next(b.where.block for b in read_docx(file, "a").blocks if isinstance(b, Paragraph) and "框" in b.text)
    copy = copy_of(file, [finding(1, at(block or 0, 2, 5, "得2分"))])
    (comment,) = comments_of(copy).values()
    assert comment.words == "框里得2分"
    assert tokens(copy, ["0"]) == tokens(file, ())


def test_words_in_a_footnote_are_marked_at_its_sign() -> None:
    reference = '<w:r><w:footnoteReference w:id="2"/></w:r>'
    file = word(p("正文", reference), footnotes=f'<w:footnote w:id="2">{p("得2分")}</w:footnote>')
    copy = copy_of(file, [finding(1, at(1, 0, 3, "得2分"))])
    before, after = members(file), members(copy)
    assert before["word/footnotes.xml"] == after["word/footnotes.xml"]
    root = etree.fromstring(after["word/document.xml"])
    (start,) = [e for e in root.iter() if name_of(e) == "commentRangeStart"]
    following = start.getnext()
    assert following is not None and name_of(following[-1]) == "footnoteReference"


def test_a_deleted_text_beside_the_words_stays_deleted() -> None:
    deleted = "<w:del><w:r><w:delText>旧</w:delText></w:r></w:del>"
    file = word(f"<w:p>{r('得')}{deleted}{r('3分')}</w:p>")
    copy = copy_of(file, [finding(1, at(0, 0, 3, "得3分"))])
    assert [c.words for c in comments_of(copy).values()] == ["得3分"]
    assert tokens(copy, ["0"]) == tokens(file, ())


def test_the_strict_variant_gets_strict_comments() -> None:
    file = word(p("得3分"))
    parts = {
        name: content.replace(
            b"http://schemas.openxmlformats.org/wordprocessingml/2006/main",
            b"http://purl.oclc.org/ooxml/wordprocessingml/main",
        )
        for name, content in members(file).items()
    }
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as package:
        for name, content in parts.items():
            package.writestr(name, content)
    copy = copy_of(stream.getvalue(), [finding(1, at(0, 0, 3, "得3分"))])
    assert [c.words for c in comments_of(copy).values()] == ["得3分"]
    assert b"purl.oclc.org/ooxml/wordprocessingml" in members(copy)["word/comments.xml"]
    assert b"purl.oclc.org/ooxml/officeDocument/relationships/comments" in members(copy)["word/_rels/document.xml.rels"]


def test_hostile_words_stay_words() -> None:
    file = word(p("得3分"))
    message = "</w:t><w:r>\x07\x00\u202e]]>&amp;"
    (comment,) = comments_of(copy_of(file, [finding(1, at(0, 0, 3, "得3分"), message=message)])).values()
    assert comment.lines[2] == "</w:t><w:r>⟨U+0007⟩⟨U+0000⟩⟨U+202E⟩]]>&amp;"


def test_no_findings_no_comments() -> None:
    file = word(p("得3分"))
    assert set(members(copy_of(file, []))) == set(members(file))


def test_a_copy_needs_the_document() -> None:
    source = Source(name="a.docx", sha256="0" * 64, format="docx")
    report = AuditReport(
        report=source, findings=(), summary=Summary(errors=0, warnings=0, notes=0, items=0), coverage=Coverage()
    )
    with pytest.raises(ValueError, match="document"):
        render(Audited(report), WordFile(b"", "", {}), "zh")


def test_unchanged_members_keep_their_date_and_order() -> None:
    path = ROOT / "corpora" / "shiqiao-report.docx"
    before = zipfile.ZipFile(path).infolist()
    after = zipfile.ZipFile(io.BytesIO(audited_copy(path)[1])).infolist()
    assert [(i.filename, i.date_time) for i in after[: len(before)]] == [(i.filename, i.date_time) for i in before]


def test_the_english_comment_is_english() -> None:
    path = ROOT / "corpora" / "shiqiao-report.docx"
    data, subject = path.read_bytes(), read_report_file(path)
    anchored = anchors(data, path.name)
    audited = Audited(audit(subject, language="en"), subject, document=anchored.document)
    copy = render(audited, WordFile(data, anchored.main_part, anchored.anchors), "en", now=NOW)
    heads = [comment.lines[0].split(" ")[0] for comment in comments_of(copy).values()]
    assert set(heads) <= {"error", "warning", "note"}
    assert all("另见" not in line for comment in comments_of(copy).values() for line in comment.lines)


def test_libreoffice_opens_the_copies_and_shows_every_comment(tmp_path: Path) -> None:
    names = ["shiqiao-report", "jiakou-report", "lanzhu-evaluation"]
    copies = {name: audited_copy(ROOT / "corpora" / f"{name}.docx") for name in names}
    shown = converted({f"{name}.docx": copy for name, (_, copy) in copies.items()}, NOTES, tmp_path)
    for name, (audited, _) in copies.items():
        notes = [
            str(annotation.get_object().get("/Contents"))
            for page in pypdf.PdfReader(io.BytesIO(shown[name])).pages
            for annotation in page.get("/Annots", ())
            if annotation.get_object()["/Subtype"] == "/Text"
        ]
        assert len(notes) == len(audited.report.findings) > 0
        for one in audited.report.findings:
            assert any(one.message in note.replace("\r", "\n") for note in notes), one.message


def test_the_command_writes_beside_the_report(tmp_path: Path) -> None:
    report = tmp_path / "自评.docx"
    report.write_bytes((ROOT / "corpora" / "shiqiao-report.docx").read_bytes())
    done = CliRunner().invoke(main, [str(report), "--format", "docx", "--no-config"])
    assert done.exit_code == 1 and done.stdout == ""
    assert done.stderr == f"已写入 {tmp_path / '自评.zicha.docx'}\n"
    assert comments_of((tmp_path / "自评.zicha.docx").read_bytes())


@pytest.mark.parametrize("name", ["shiqiao-report.pdf", "shiqiao-report.json"])
def test_other_documents_have_no_word_copy(name: str, tmp_path: Path) -> None:
    report = ROOT / "corpora" / name
    if name.endswith(".json"):
        from models import dumps

        report = tmp_path / name
        report.write_text(dumps(read_report_file(ROOT / "corpora" / "shiqiao-report.docx")), encoding="utf-8")
    done = CliRunner().invoke(main, [str(report), "--format", "docx", "--no-config", "-o", str(tmp_path / "x.docx")])
    assert done.exit_code == 2 and "不是 Word 文件" in done.stderr and len(done.stderr.splitlines()) == 1
    assert not (tmp_path / "x.docx").exists()


def test_a_file_that_changed_meanwhile_is_not_commented() -> None:
    from audit.batch.copies import copied
    from models import UnreadableFile

    audited, _ = audited_copy(ROOT / "corpora" / "shiqiao-report.docx")
    other = replace(audited, path=str(ROOT / "corpora" / "liyuan-report.docx"))
    with pytest.raises(UnreadableFile) as caught:
        copied([other], "docx", "zh")
    assert "改动" in caught.value.reason.zh
