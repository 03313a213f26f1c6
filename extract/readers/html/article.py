"""The document in a web page: what stands between navigation, toolbars and the foot of the site.

Nothing is known of the site, only how pages are made: links belong to navigation, sentences and tables to the document,
the title is what the page itself is called, and a line with a date may follow it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from extract.readers.html.flow import Box, Piece
from extract.text import folded
from models import Paragraph, Table

_SENTENCE = re.compile(r"[。；;]|，.*，|,.*,")
_SITE = re.compile(
    r"版权所有|copyright|©|icp备|备案号?|网站标识码|公网安备|主办(?:单位)?:|承办(?:单位)?:|技术支持|浏览器|分辨率|网站地图"
    r"|访问量|联系我们|隐私声明|邮政编码|邮编:|政务新媒体|无障碍"
)
_CONTROL = re.compile(
    r"打印(?:本[页文])?|关闭(?:窗口|本页)?|字(?:体|号)(?:大小)?:|分享(?:到|至)?|[上下]一[篇条页]|当前位置|您(?:现)?在的?位置|扫一扫"
    r"|返回(?:顶部|首页|列表)|加入收藏|相关(?:阅读|链接|新闻|文章|信息|稿件|附件)|责任编辑|浏览(?:次数|量)|阅读次数|点击(?:数|次数|率)|上一篇|下一篇"
)
_NAVIGATION = re.compile(
    r"(?:^|[\s_-])(?:nav\w*|menu\w*|foot\w*|bottom|top\w*|header|logo|crumb\w*|breadcrumb\w*|side(?:bar)?|share\w*|print\w*|tool(?:bar|s)?"
    r"|copyright|relat\w*|recommend\w*|login|search\w*|banner|position|location|weizhi|pag(?:er|ination)\w*|prev|next)(?:$|[\s_-])"
)
_DATE = re.compile(r"(?:19|20)\d\d[-年/.]\d{1,2}[-月/.]\d{1,2}")
_ANNEX = re.compile(r"附[件表]|《")
_TAGS = ("nav", "footer", "aside", "menu")
_SHORT = 60
_SHORTEST_TITLE = 6
_FEW_LINKS = 3


@dataclass(frozen=True, slots=True)
class Names:
    """What a page calls itself, folded: its title element, and titles that it names for programs."""

    titles: tuple[str, ...]


def article(pieces: Sequence[Piece], top: Box, names: Names) -> list[int]:
    """The indexes of the pieces that belong to the document."""
    title = _title(pieces, names)
    navigation = _navigation(pieces, top, title)
    if not navigation and sum(piece.linked > 0 for piece in pieces) < _FEW_LINKS:
        return list(range(len(pieces)))  # a document that was saved as a page, without a site around it
    core = _core(pieces, top, navigation)
    start = core.start if title is None or title >= core.end else min(title, core.start)
    kept = [i for i in range(start, core.end) if i == title or not _is_chrome(pieces[i], i in navigation)]
    if title is not None and title < core.start:
        kept = [i for i in kept if i != title or not _repeated(pieces, title, kept)]
    return kept


def _core(pieces: Sequence[Piece], top: Box, navigation: set[int]) -> Box:
    """The innermost box outside of which there is nothing of the document."""
    box = top
    while box.inner:
        inner = max(box.inner, key=lambda b: _weight(pieces, b))
        before = range(box.start, inner.start)
        after = range(inner.end, box.end)
        if _weight(pieces, inner) == 0 or inner.tag in ("p", "li", "ul", "ol", "h1", "h2", "h3"):
            break
        if not all(_is_around(pieces[i], i in navigation, before=True) for i in before):
            break
        if not all(_is_around(pieces[i], i in navigation, before=False) for i in after):
            break
        box = inner
    return box


def _weight(pieces: Sequence[Piece], box: Box) -> int:
    """Characters in a box that are no links; those of sentences and tables count more."""
    return sum(_piece_weight(piece) for piece in pieces[box.start : box.end])


def _piece_weight(piece: Piece) -> int:
    own = piece.length - piece.linked
    return own * (3 if _has_sentence(piece) else 1)


def _has_sentence(piece: Piece) -> bool:
    return isinstance(piece.block, Table) or (piece.length > 15 and bool(_SENTENCE.search(piece.block.text)))


def _navigation(pieces: Sequence[Piece], top: Box, title: int | None) -> set[int]:
    """The pieces in boxes that go by the names of navigation, unless they hold the title or much of the page."""
    whole = _weight(pieces, top)
    found: set[int] = set()
    boxes = [top]
    while boxes:
        box = boxes.pop()
        boxes += box.inner
        places = range(box.start, box.end)
        if not (box.tag in _TAGS or _NAVIGATION.search(box.names)) or found.issuperset(places):
            continue
        bare = not any(_has_sentence(pieces[i]) for i in places)
        if (title is None or title not in places) and (bare or 5 * _weight(pieces, box) < whole):
            found.update(places)
    return found


def _is_around(piece: Piece, navigation: bool, *, before: bool) -> bool:
    """Whether a piece outside a box is none of the document: navigation, the name of the site, its foot."""
    if isinstance(piece.block, Table):
        return 2 * piece.linked > piece.length or navigation
    text = folded(piece.block.text)
    if _is_chrome(piece, navigation) or (_SITE.search(text.lower()) and not text.endswith("。")):
        return True
    return before and piece.length <= _SHORT and not _has_sentence(piece)


def _is_chrome(piece: Piece, navigation: bool) -> bool:
    """Whether a piece serves to move about the site or to use the page."""
    if isinstance(piece.block, Table):
        return piece.linked > 0.8 * piece.length
    text = folded(piece.block.text)
    if not text or _ANNEX.match(text):
        return not text
    if _has_sentence(piece) and 2 * piece.linked < piece.length:
        return False
    if 2 * piece.linked > piece.length or navigation:
        return True
    return piece.length <= _SHORT and bool(_CONTROL.search(text)) and not _DATE.search(text)


def _title(pieces: Sequence[Piece], names: Names) -> int | None:
    """The piece that is called as the page is: the longest that its names hold, and a heading before other lines."""
    best: tuple[int, int] | None = None
    found: int | None = None
    for index, piece in enumerate(pieces):
        block = piece.block
        if not isinstance(block, Paragraph) or 2 * piece.linked > piece.length:
            continue
        text = folded(block.text)
        if len(text) < _SHORTEST_TITLE or not any(text in name or name in text for name in names.titles if name):
            continue
        rank = (len(text), int(block.heading_level in (1, 2)))
        if len(text) <= 2 * _SHORT and (best is None or rank > best):
            best, found = rank, index
    return found


def _repeated(pieces: Sequence[Piece], title: int, kept: Sequence[int]) -> bool:
    """Whether the document itself begins with the title that stands above it."""
    following = [pieces[i].block for i in kept if i > title][:4]
    texts = [folded(block.text) for block in (pieces[title].block, *following) if isinstance(block, Paragraph)]
    return texts[0] in texts[1:]
