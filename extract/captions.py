"""Which line names a table: 表3-2 …, 附表1 …, or the title that stands over it.

A caption stands above its table, sometimes with lines of its own kind between: the unit of the amounts (单位：万元),
the year in brackets, the head of a form (项目名称：…). A numbered caption wins over a plain title. Below the table a
caption is only looked for where none stands above, and where no other table could claim it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from extract.text import fold, tidy
from models import Block, Evidence, Paragraph, Table

NUMBERED = re.compile(
    r"(?:附件?|基础|续)?(?:表格?|底稿)(?:\d+(?:[-.]\d+)*|[a-z]\d+|[一二三四五六七八九十]+)(?![-.\d]*[,。;])",
    re.IGNORECASE,
)
"""表1, 表3-2, 附表一, 续表2.1, 基础表1-1 at the start of a folded line."""
TITLE = re.compile(
    r"(?:表|底稿|清单|指标体系|目录|(?:评分|评价|评估|考核|考评|测评|验收|计分|打分)(?:标准|细则|办法|指标))"
    r"(?:\([^()]{1,20}\)|[a-z]?\d*(?:-\d+)*):?\Z",
    re.IGNORECASE,
)
"""How the title of a table ends: …情况表, …一览表（2023年度）, …评价底稿, …依据表a11:."""
UNIT = re.compile(r"\(?(?:(?:金额|计量|数量)?单位|币种)[:(]")
BRACKETED = re.compile(r"[(\[][^()\[\]]{1,20}[)\]]\Z")
FORM_LINE = re.compile(r"[^:,。;]{1,12}:[^,。;]{0,40}\Z")
"""项目名称：…, 填报单位（盖章）：…: the head of a form between its title and its table."""
SENTENCE = re.compile(r"[。;!?]|,.*,|[,:]\Z")

_LOOK_BACK = 6
_LONGEST = 60


def attach_captions(blocks: Iterable[Block]) -> tuple[Block, ...]:
    """The same blocks, tables with the caption that names them where one stands next to them.

    Captions stay paragraphs of the document. A table that has a caption already keeps it.
    """
    found = tuple(blocks)
    return tuple(
        block.altered(caption=caption)
        if isinstance(block, Table) and block.caption is None and (caption := _caption(found, index)) is not None
        else block
        for index, block in enumerate(found)
    )


def is_numbered_caption(text: str) -> bool:
    """Whether a line is a numbered caption of a table (表3-2 …), and not a sentence that speaks of one."""
    line = _head(text)
    return len(line) <= _LONGEST and bool(NUMBERED.match(line)) and not SENTENCE.search(line)


def _head(text: str) -> str:
    """A text folded; one that is too long for any caption as it stands, since only its length matters."""
    return text if len(text) > 3 * _LONGEST else fold(text).text


def _caption(blocks: Sequence[Block], index: int) -> Evidence | None:
    paragraph = _above(blocks, index) or _below(blocks, index)
    if paragraph is None:
        return None
    return Evidence(quote=tidy(paragraph.text), where=paragraph.where)


def _above(blocks: Sequence[Block], index: int) -> Paragraph | None:
    title: Paragraph | None = None
    for block in reversed(blocks[max(0, index - _LOOK_BACK) : index]):
        if not isinstance(block, Paragraph):
            break
        line = _head(block.text)
        if is_numbered_caption(block.text):
            return block
        if title is None and _is_title(block, line):
            title = block
        elif not _may_stand_between(block, line):
            break
    return title


def _below(blocks: Sequence[Block], index: int) -> Paragraph | None:
    following = [b for b in blocks[index + 1 : index + 5] if isinstance(b, Table) or _head(b.text)]
    if not following:
        return None
    first = following[0]
    if not isinstance(first, Paragraph) or not is_numbered_caption(first.text):
        return None
    for block in following[1:]:
        if isinstance(block, Table):
            return None
        if not _may_stand_between(block, _head(block.text)):
            break
    return first


def _is_title(paragraph: Paragraph, line: str) -> bool:
    if not line or len(line) > _LONGEST or UNIT.match(line) or BRACKETED.match(line):
        return False
    if TITLE.search(line) and not re.search(r"[。;!?]", line):
        return True
    return paragraph.centred and not SENTENCE.search(line)


def _may_stand_between(paragraph: Paragraph, line: str) -> bool:
    """Lines that belong to the table's head: empty ones, units, the year, further centred titles, form heads."""
    return (
        not line
        or bool(UNIT.match(line) or BRACKETED.match(line) or FORM_LINE.match(line))
        or (paragraph.centred and len(line) <= _LONGEST and not SENTENCE.search(line))
    )
