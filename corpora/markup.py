"""Inline markup of the sources: ``{got 18|自评得18分}`` prints 自评得18分 and says that 18 points are claimed there.

A mark is ``{key value|printed}``; without the second part the value is what is printed. Keys of headings are ``name``,
``code``, ``kind``, ``max`` and ``got``; keys of running text are ``+`` (points earned), ``-`` (points lost), ``=``
(不扣分), ``0`` (不得分), ``full`` (得满分), ``%`` (a share of the weight), ``max`` and ``got`` (of the item the text
stands under), ``above`` (claimed of the item one level above that), ``total`` and ``totalmax`` (of the whole sheet).
"""

from __future__ import annotations

import re
from dataclasses import dataclass

MENTIONS = ("+", "-", "=", "0", "full", "%", "-%")
"""Keys that say what is earned or lost."""

_WORD = r"(?:name|code|kind|max|got|above|totalmax|total|full)(?=[ |])"
_SIGN = r"-%|[+\-=0%]"
_MARK = re.compile(rf"\{{(?P<key>{_WORD}|{_SIGN}) ?(?P<value>[^{{}}|]*)(?:\|(?P<printed>[^{{}}]*))?\}}")


@dataclass(frozen=True, slots=True)
class Mark:
    """One mark of a source line."""

    key: str
    value: str
    printed: str


def printed(text: str) -> str:
    """The text as it stands on paper, marks resolved."""
    return _MARK.sub(_printed, text)


def marks(text: str) -> list[Mark]:
    """The marks of a text, in order."""
    return [Mark(m["key"], m["value"].strip(), _printed(m)) for m in _MARK.finditer(text)]


def _printed(match: re.Match[str]) -> str:
    return match["printed"] if match["printed"] is not None else match["value"]
