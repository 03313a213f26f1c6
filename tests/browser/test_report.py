"""The HTML report in a real browser, as its readers use it."""

from __future__ import annotations

import subprocess
from dataclasses import replace
from pathlib import Path

import pytest

from audit import audit
from audit.reports import Audited, render
from extract import extract_claims, read_document
from extract.readers.pdf.pictures import pictures_of
from models import Language, Rubric, SelfReport, Severity
from tests.audit.reports.hostile import WORDS, hostile
from tests.browser.chromium import Chromium, Tab

IN_VIEW = """(() => {
  const all = [...document.querySelectorAll('#paper .active')].map((e) => e.getClientRects()[0]);
  const paper = document.querySelector('#paper').getBoundingClientRect();
  const seen = (r) => r.top >= 0 && r.bottom <= innerHeight && r.left >= paper.left - 1 && r.right <= paper.right + 1;
  return all.filter((r) => r && seen(r)).length;
})()"""


@pytest.fixture(scope="session")
def pages(corpora: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """Addresses of reports on a Word file and on a PDF of the corpora, and on a hostile document."""
    folder = tmp_path_factory.mktemp("reports")
    notice = load_rubric(corpora / "qinghuai-notice.docx")
    made = {
        "word": render([of(corpora / "shiqiao-report.docx", notice)], "html", "zh"),
        "english": render([of(corpora / "shiqiao-report.docx", notice, "en")], "html", "en"),
        "pdf": render([of(corpora / "muyuan-selfreport.pdf", None)], "html", "zh"),
        "mixed": render([mixed(of(corpora / "shiqiao-report.docx", notice))], "html", "zh"),
        "hostile": render([hostile()], "html", "zh"),
    }
    for name, text in made.items():
        (folder / f"{name}.html").write_text(text, encoding="utf-8")
    return {name: (folder / f"{name}.html").as_uri() for name in made}


def mixed(audited: Audited) -> Audited:
    """The same findings, as if they were of several families and severities."""
    kinds: list[tuple[str, Severity]] = [("C203", "error"), ("X301", "error"), ("V404", "warning"), ("D702", "note")]
    findings = tuple(
        finding
        if finding.consequence_of is not None
        else finding.model_copy(update=dict(zip(("code", "severity"), kinds[number % len(kinds)], strict=True)))
        for number, finding in enumerate(audited.report.findings)
    )
    return replace(audited, report=audited.report.model_copy(update={"findings": findings}))


def load_rubric(path: Path) -> Rubric:
    from extract import extract_rubric

    return extract_rubric(read_document(path))


def of(path: Path, rubric: Rubric | None, language: Language = "zh") -> Audited:
    document = read_document(path)
    claims = extract_claims(document)
    assert isinstance(claims, SelfReport)
    pictures = pictures_of(path) if path.suffix == ".pdf" else None
    return Audited(audit(claims, rubric, language=language), claims, rubric, document, pictures, str(path))


def quiet(tab: Tab, address: str) -> None:
    """No error, no refusal, no request but the file itself."""
    assert tab.problems() == []
    assert tab.requests() == [address]


@pytest.mark.parametrize("name", ["word", "english", "pdf"])
def test_a_click_on_a_finding_brings_its_passage_into_view_and_marks_it(
    chromium: Chromium, pages: dict[str, str], name: str
) -> None:
    tab = chromium.open(pages[name])
    assert tab.value("document.querySelectorAll('#paper .active').length") == 0
    count = tab.value("document.querySelectorAll('.finding .jump').length")
    assert count >= 1
    for index in range(count):
        tab.click(".finding .jump", index)
        number = tab.value(f"document.querySelectorAll('.finding .jump')[{index}].dataset.jump")
        marked = tab.value("[...document.querySelectorAll('#paper .active')].map((e) => e.dataset.marks)")
        assert marked
        assert all(number in marks.split() for marks in marked)
        assert tab.value(IN_VIEW) >= 1
        assert tab.value(f"document.querySelector('[data-finding=\"{number}\"]').classList.contains('active')")
    quiet(tab, pages[name])


def test_every_place_of_a_finding_is_its_own_link(chromium: Chromium, pages: dict[str, str]) -> None:
    tab = chromium.open(pages["word"])
    links = tab.value(
        "[...document.querySelectorAll('.places a')].map((a) => [a.textContent, document.querySelector(a.hash)"
        ".closest('mark, .box')?.textContent ?? null])"
    )
    assert len(links) > 10
    for quote, passage in links:
        assert quote.strip("“”").rstrip("…") in passage or passage in quote


def test_the_way_back_from_a_passage(chromium: Chromium, pages: dict[str, str]) -> None:
    for name, mark in (("word", "#paper mark a"), ("pdf", "#paper a.box rect")):
        tab = chromium.open(pages[name])
        tab.click(mark)
        assert tab.value("document.querySelectorAll('.finding.active').length") == 1
        assert tab.value("document.activeElement.closest('.finding') !== null")
        quiet(tab, pages[name])


def test_the_keyboard_alone(chromium: Chromium, pages: dict[str, str]) -> None:
    tab = chromium.open(pages["word"])
    active = "document.querySelector('.finding.active')?.id ?? null"
    total = tab.value("document.querySelectorAll('.finding').length")
    tab.press("n")
    first = tab.value(active)
    assert first == tab.value("document.querySelector('.finding').id")
    assert tab.value("document.getElementById('position').textContent") == f"1 / {total}"
    assert tab.value(IN_VIEW) >= 1
    tab.press("n")
    second = tab.value(active)
    assert second not in {None, first}
    tab.press("p")
    tab.press("p")
    assert tab.value(active) == tab.value("[...document.querySelectorAll('.finding')].at(-1).id")
    tab.press("n")
    tab.press("Enter")
    assert tab.value("document.activeElement.closest('#paper') !== null")
    assert tab.value(IN_VIEW) >= 1
    tab.press("Escape")
    assert tab.value("document.activeElement.closest('.finding').id") == first
    quiet(tab, pages["word"])


def test_tab_reaches_every_link_and_filter(chromium: Chromium, pages: dict[str, str]) -> None:
    tab = chromium.open(pages["pdf"])
    wanted = tab.value(
        "[...document.querySelectorAll('a[href], input, button, summary')]"
        ".filter((e) => e.getClientRects().length).length"
    )
    reached = set()
    for _ in range(wanted + 5):
        tab.press("Tab")
        reached.add(tab.value("[...document.querySelectorAll('*')].indexOf(document.activeElement)"))
    assert len(reached) >= wanted


def test_filters(chromium: Chromium, pages: dict[str, str]) -> None:
    tab = chromium.open(pages["mixed"])
    shown = (
        "[...document.querySelectorAll('.finding')].filter((e) => e.getClientRects().length).map((e) => e.dataset.{0})"
    )
    families = set(tab.value(shown.format("family")))
    severities = set(tab.value(shown.format("severity")))
    assert len(families) > 2
    assert severities == {"error", "warning", "note"}
    for name, values in (("family", families), ("severity", severities)):
        for value in sorted(values):
            tab.click(f'input[name="{name}"][value="{value}"]')
            left = tab.value(shown.format(name))
            assert set(left) == values - {value}
            counted = tab.value("document.getElementById('shown').textContent")
            assert str(len(left)) in counted
            tab.press("n")
            assert tab.value(f"document.querySelector('.finding.active').dataset.{name}") != value
            tab.click(f'input[name="{name}"][value="{value}"]')
            assert set(tab.value(shown.format(name))) == values
    quiet(tab, pages["mixed"])


def test_marks_of_filtered_findings_go(chromium: Chromium, pages: dict[str, str]) -> None:
    tab = chromium.open(pages["mixed"])
    for value in tab.value("[...document.querySelectorAll('input[name=\"family\"]')].map((e) => e.value)"):
        tab.click(f'input[name="family"][value="{value}"]')
    assert tab.value("document.querySelectorAll('mark:not(.unmarked), .box:not(.unmarked)').length") == 0
    assert tab.value("document.getElementById('none-shown').hidden") is False


def test_all_rows_of_the_scorecard(chromium: Chromium, pages: dict[str, str]) -> None:
    tab = chromium.open(pages["word"])
    rows = "[...document.querySelectorAll('.card tbody tr')].filter((e) => e.getClientRects().length).length"
    before = tab.value(rows)
    tab.click("#all-rows")
    assert tab.value(rows) == tab.value("document.querySelectorAll('.card tbody tr').length") > before
    tab.click(".card .code")
    assert tab.value("document.querySelectorAll('.finding.active').length") == 1
    tab.click(".card tbody th a", 3)
    assert tab.value("document.activeElement.closest('#paper') !== null")


def test_a_hostile_document_runs_nothing(chromium: Chromium, pages: dict[str, str]) -> None:
    tab = chromium.open(pages["hostile"])
    assert "owned" not in tab.value("document.title").split("·")[0]
    assert tab.value("document.title").startswith("自查结果 · <script>")
    assert tab.value("document.scripts.length") == 1
    assert tab.value("document.querySelectorAll('img, iframe, object, embed, link, base, form').length") == 0
    handlers = (
        "[...document.querySelectorAll('*')].flatMap((e) => [...e.attributes])"
        ".filter((a) => /^on|^style$/i.test(a.name)).length"
    )
    assert tab.value(handlers) == 0
    hrefs = tab.value(
        "[...document.querySelectorAll('[href], [src]')].map((e) => e.getAttribute('href') ?? e.getAttribute('src'))"
    )
    assert all(href.startswith("#") for href in hrefs)
    words = tab.value("document.querySelector('#paper').textContent")
    assert all(part in words for part in (WORDS[0], WORDS[1], WORDS[2], WORDS[3], WORDS[6]))
    for control in "\u202e\u2066\u200f\x1b\x07\x9b":
        assert control not in tab.value("document.documentElement.textContent")
    for index in range(tab.value("document.querySelectorAll('a').length")):
        tab.value(f"document.querySelectorAll('a')[{index}].click()")
    assert "owned" not in tab.value("document.title").replace("document.title='owned'", "")
    quiet(tab, pages["hostile"])


def test_what_is_injected_is_refused(chromium: Chromium, pages: dict[str, str]) -> None:
    """Even with markup in the page, its own policy would let nothing run or load."""
    tab = chromium.open(pages["hostile"])
    tab.value(
        """(() => {
          const add = (name, fill) => { const e = document.createElement(name); fill(e); document.body.append(e); };
          add('script', (e) => { e.textContent = 'window.ran = 1'; });
          add('img', (e) => { e.src = 'http://127.0.0.1:9/x.png'; });
          add('div', (e) => { e.id = 'd'; e.setAttribute('style', 'color: red'); });
        })()"""
    )
    assert tab.value("typeof window.ran") == "undefined"
    assert tab.value("getComputedStyle(document.getElementById('d')).color") != "rgb(255, 0, 0)"
    tab.wait(lambda: len(tab.problems()) >= 3)
    refused = [event.get("blockedReason") for event in tab.events("Network.loadingFailed")]
    assert refused == ["csp"] * (len(tab.requests()) - 1)


@pytest.mark.parametrize("name", ["word", "pdf", "hostile"])
def test_phone_width(chromium: Chromium, pages: dict[str, str], name: str) -> None:
    tab = chromium.open(pages[name], 390, 844, mobile=True)
    assert tab.value("document.documentElement.scrollWidth") <= 390
    tab.click(".finding .jump")
    assert tab.value(IN_VIEW) >= 1
    tab.click("#back")
    top = tab.value("document.querySelector('.finding.active').getBoundingClientRect().top")
    assert 0 <= top < 844
    quiet(tab, pages[name])


def test_on_paper_findings_and_scorecard_without_the_document(
    chromium: Chromium, pages: dict[str, str], tmp_path: Path
) -> None:
    tab = chromium.open(pages["word"])
    tab.print(tmp_path / "printed.pdf")
    info = subprocess.run(["pdfinfo", tmp_path / "printed.pdf"], capture_output=True, text=True, check=True).stdout
    assert "A4" in info
    command = ["pdftotext", "-layout", tmp_path / "printed.pdf", "-"]
    text = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    assert "计分一览" in text
    assert all(code in text for code in ("C203", "C202", "C210", "C209"))
    assert text.count("扣分项") >= 1
    assert "上一个" not in text
    assert "入户" not in text.split("问题", 1)[0]
    assert len(text) < 6000


def test_what_a_screen_reader_hears(chromium: Chromium, pages: dict[str, str]) -> None:
    for name in ("word", "pdf"):
        tab = chromium.open(pages[name])
        nodes = tab.call("Accessibility.getFullAXTree")["nodes"]
        named = [
            (node["role"]["value"], node.get("name", {}).get("value", ""))
            for node in nodes
            if not node.get("ignored") and "role" in node
        ]
        roles = [role for role, _ in named]
        assert {"main", "table", "article", "heading", "link", "checkbox", "status"} - set(roles) <= {"checkbox"}
        assert all(
            text
            for role, text in named
            if role in {"link", "button", "checkbox", "image", "article", "figure"} and role != "figure"
        )
        assert any("C" in text for role, text in named if role == "link")
