"""What a document says about itself: title, number, issuer, date; for a report its unit and period.

Only the head of a document and its signature are looked at, never what its text cites.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache

from extract.numerals import parse
from extract.text import fold, folded, tidy
from extract.vocabulary import vocabulary
from models import Document, Paragraph

_HEAD = 30
"""Blocks at the start of a document that its head can take up."""
_LONGEST_TITLE = 120
_LONGEST_LINE = 60
_LONGEST_BLOCK = 4
_YEAR = r"(?:(?:19|20)\d\d|二[〇零○O0][一二三四五六七八九〇零○O0]{2})"
_DAY = r"(?:\d{1,2}|[一二三四五六七八九十]{1,3})"
_DATE = re.compile(rf"[(\[]?({_YEAR})[年.\-/]({_DAY})[月.\-/]({_DAY})日?(?:印发)?[)\]]?")
_NUMBER = re.compile(r"[\u4e00-\u9fff]{1,20}[(\[](?:19|20)\d\d[)\]]第?\d{1,5}号")
_NUMBER_LINE = re.compile(rf"(?:文号|发文字号|编号)?:?({_NUMBER.pattern})(?:签发人.*)?")
_FULL_YEAR = r"(?:19|20)\d\d"
_PERIOD = re.compile(
    rf"{_FULL_YEAR}(?:年度?)?[-~至到]{_FULL_YEAR}(?:学年度?|年?度?)"
    rf"|{_FULL_YEAR}年?(?:上半年|下半年|第?[一二三四1-4]季度|\d{{1,2}}[-~至]\d{{1,2}}月)"
    rf"|{_FULL_YEAR}(?:学年度?|年度?)"
)
_PERIOD_FIELD = re.compile(rf"(?:年度|年份|期间|时段):({_PERIOD.pattern}|{_FULL_YEAR})")
_NOT_A_TITLE = re.compile(
    r"附件|附表|附:|目录|[一二三四五六七八九十]+、|\([一二三四五六七八九十]+\)|第[一二三四五六七八九十]+[章条部]|\d+[.、]|抄送|主送|编号|密级"
)
_SUFFIX = re.compile(r"(?:[(\[][^()\[\]]{1,15}[)\]])+$")
_LETTERHEAD = re.compile(r"(.{3,60})文件$")
_ANNEX = re.compile(r"附件\d*$|附件[一二三四五六七八九十\d]+(?:[:、]|$)")
_COLON_LINE = re.compile(r"([^:]{2,12}):(.{2,60})")


@dataclass(frozen=True, slots=True)
class Head:
    """What a document says about itself; ``None`` for what it does not say."""

    title: str | None = None
    document_number: str | None = None
    issuer: str | None = None
    """The body, or the bodies joined by 、, that signed or sent it."""
    issued_on: date | None = None
    unit: str | None = None
    """For a report: the body that reports."""
    period: str | None = None


def read_head(document: Document) -> Head:
    """The head of a document. The same for every format that the document comes in."""
    lines = [block for block in document.blocks if isinstance(block, Paragraph) and folded(block.text)]
    title = find_title(lines[:_HEAD])
    signature = _signature(lines)
    signed = "、".join(signature.bodies) or None
    return Head(
        title=title,
        document_number=_document_number(lines[:_HEAD]),
        issuer=signed or _letterhead(lines[:_HEAD]) or _issuer_in(title) or _bare_letterhead(lines[:_HEAD], title),
        issued_on=signature.day,
        unit=signed or _unit_line(lines[:_HEAD]) or _issuer_in(title),
        period=_period(title) or _period_line(lines[:_HEAD]),
    )


def find_title(lines: Sequence[Paragraph]) -> str | None:
    """The title in the lines of a head: the first that ends as titles do, with all lines that it runs over."""
    for part in _display_blocks(lines):
        text = "".join(folded(line.text) for line in part)
        if _can_be_title(text):
            return tidy("".join(line.text for line in part))
    return None


def _display_blocks(lines: Sequence[Paragraph]) -> list[list[Paragraph]]:
    """The lines above the running text, those of one make that follow each other together."""
    body = _body_size(lines)
    blocks: list[list[Paragraph]] = []
    for line in lines:
        if _is_sentence(folded(line.text)):
            break
        if blocks and len(blocks[-1]) < _LONGEST_BLOCK and _goes_on(blocks[-1][-1], line, body):
            blocks[-1].append(line)
        else:
            blocks.append([line])
    return blocks


def _goes_on(before: Paragraph, line: Paragraph, body: float | None) -> bool:
    alone = _stands_alone(folded(before.text)) or _stands_alone(folded(line.text))
    return not alone and _same_make(before, line, body)


def _same_make(before: Paragraph, line: Paragraph, body: float | None) -> bool:
    if before.font_size != line.font_size:
        return False
    larger = line.font_size is not None and body is not None and line.font_size > body
    return larger or (before.centred and line.centred)


def _body_size(lines: Sequence[Paragraph]) -> float | None:
    """The size that most characters of some lines have."""
    sizes: dict[float, int] = {}
    for line in lines:
        if line.font_size is not None:
            sizes[line.font_size] = sizes.get(line.font_size, 0) + len(line.text)
    return max(sizes, key=lambda size: sizes[size]) if sizes else None


def _stands_alone(text: str) -> bool:
    """Lines that are part of no title: letterhead, number, date, salutation, contents, fields of a cover."""
    return bool(
        _LETTERHEAD.fullmatch(text)
        or _NUMBER_LINE.fullmatch(text)
        or _NOT_A_TITLE.match(text)
        or read_date(text)
        or re.search(r"[:。;]", text)
    )


def read_date(text: str) -> date | None:
    """The day that a line is: 2022年8月10日, 二〇二二年八月十日, 2022-08-10; ``None`` where it is no whole date."""
    match = _DATE.fullmatch(folded(text))
    if match is None:
        return None
    year, month, day = match.groups()
    try:
        return date(_year(year), _small(month), _small(day))
    except ValueError:
        return None


def _year(text: str) -> int:
    digits = str.maketrans("〇零○O一二三四五六七八九", "0000123456789")
    return int(text.translate(digits))


def _small(text: str) -> int:
    value = parse(text)
    if value is None:
        raise ValueError(text)
    return int(value)


@cache
def _title_end() -> re.Pattern[str]:
    return re.compile(rf"(?:{'|'.join(vocabulary().notice.titles)})$")


def _ends_as_title(text: str) -> bool:
    return _title_end().search(_SUFFIX.sub("", text)) is not None


def _can_be_title(text: str) -> bool:
    if len(text) > _LONGEST_TITLE or _NOT_A_TITLE.match(text) or re.search(r"[。:;]", text):
        return False
    return _ends_as_title(text)


def _is_sentence(text: str) -> bool:
    """Running text: where it begins, the head of a document ends."""
    return text.endswith("。") and len(text) > 25


def _document_number(lines: Sequence[Paragraph]) -> str | None:
    for line in lines:
        plain = fold(line.text)
        match = _NUMBER_LINE.fullmatch(plain.text)
        if match is not None:
            return tidy(plain.quote(*match.span(1)))
        if _is_sentence(plain.text):
            return None
    return None


def _letterhead(lines: Sequence[Paragraph]) -> str | None:
    for line in lines:
        match = _LETTERHEAD.fullmatch(folded(line.text))
        if match is not None and _is_public_body(match.group(1)):
            return tidy(line.text)[: -len("文件")]
        if _is_sentence(folded(line.text)):
            return None
    return None


def _bare_letterhead(lines: Sequence[Paragraph], title: str | None) -> str | None:
    """A body's name alone above the title."""
    for line in lines:
        text = tidy(line.text)
        if text == title or _is_sentence(folded(text)):
            return None
        if _is_public_body(folded(text)):
            return text
    return None


def _issuer_in(title: str | None) -> str | None:
    """The body that a title begins with: ××局关于…的通知, ××局2023年度…自评报告."""
    if title is None:
        return None
    body = re.split(r"关于|(?:19|20)\d\d年", title, maxsplit=1)[0]
    return body if body != title and _is_public_body(folded(body)) else None


@dataclass(frozen=True, slots=True)
class _Signature:
    bodies: tuple[str, ...] = ()
    day: date | None = None


def _signature(lines: Sequence[Paragraph]) -> _Signature:
    """Bodies and date at the end of the main text: the last whole date on a line of its own before the annexes."""
    main = lines[: _first_annex(lines)]
    for index in range(len(main) - 1, -1, -1):
        day = read_date(main[index].text)
        if day is None:
            continue
        bodies: list[str] = []
        for line in reversed(main[max(0, index - 4) : index]):
            names = [name for name in re.split(r"[\s、]+", line.text.strip()) if name]
            if len(folded(line.text)) > _LONGEST_LINE or not all(_is_public_body(folded(name)) for name in names):
                break
            bodies[:0] = [tidy(name) for name in names if not _lends_seal(name)]
        if bodies or index > len(main) // 2:
            return _Signature(tuple(bodies), day)
    return _Signature()


def _first_annex(lines: Sequence[Paragraph]) -> int:
    """Where the annexes begin; the number of lines where there are none."""
    for index, line in enumerate(lines):
        if index > 3 and _ANNEX.match(folded(line.text)) and _after_text(lines, index):
            return index
    return len(lines)


def _after_text(lines: Sequence[Paragraph], index: int) -> bool:
    """Whether an annex heading stands below the signature or alone on its line, and not in the list of annexes."""
    return _ANNEX.fullmatch(folded(lines[index].text)) is not None or read_date(lines[index - 1].text) is not None


def _lends_seal(name: str) -> bool:
    return any(folded(name).endswith(f"({seal})") for seal in vocabulary().notice.seals)


@cache
def _body_end() -> re.Pattern[str]:
    notice = vocabulary().notice
    return re.compile(rf"[\u4e00-\u9fff()、]{{2,40}}(?:{'|'.join(notice.bodies)})(?:\([^()]{{1,8}}\))?")


def _is_public_body(text: str) -> bool:
    return _body_end().fullmatch(text) is not None and not _ends_as_title(text)


def _unit_line(lines: Sequence[Paragraph]) -> str | None:
    """The body named by a line of the cover: 填报单位：…"""
    found: dict[str, str] = {}
    for line in lines:
        plain = fold(line.text)
        match = _COLON_LINE.match(plain.text)
        key = _BRACKETED.sub("", match.group(1)) if match is not None else ""
        if match is None or key not in vocabulary().notice.units or key in found:
            continue
        start, end = match.span(2)
        value = _NEXT_FIELD.split(plain.quote(start, end).strip())[0]
        if value:
            found[key] = tidy(_BRACKETED_END.sub("", value))
    return next((found[key] for key in vocabulary().notice.units if key in found), None)


_NEXT_FIELD = re.compile(r"[\t\u2002-\u200a\u3000]|\s{2,}|\s+(?=\S{2,12}[:：])")
"""What stands between two fields of one line of a form."""
_BRACKETED = re.compile(r"\([^()]*\)")
_BRACKETED_END = re.compile(r"[(（](?:盖章|公章|章)[)）]$")


def _period(title: str | None) -> str | None:
    if title is None:
        return None
    plain = fold(title)
    match = _PERIOD.search(plain.text)
    return tidy(plain.quote(*match.span())) if match else None


def _period_line(lines: Sequence[Paragraph]) -> str | None:
    """（2022年度） on a line of its own below the title, or a field 考评年度：2023年."""
    for line in lines:
        plain = fold(line.text)
        if _is_sentence(plain.text):
            return None
        if _BRACKETED.fullmatch(plain.text) and _PERIOD.fullmatch(plain.text[1:-1]):
            return tidy(line.text)[1:-1]
        field = _PERIOD_FIELD.search(plain.text)
        if field is not None:
            return tidy(plain.quote(*field.span(1)))
    return None
