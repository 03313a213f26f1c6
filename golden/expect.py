"""What should come out of the sample documents, said by their sources: ``python -m golden.expect [ids]``.

Writes ``golden/<id>.rubric.json``, ``.claims.json`` and ``.findings.json`` for what the manifest expects of a document.
The extractor has no part in this. Afterwards the goldens are looked after by ``python -m golden``.
"""

from __future__ import annotations

import argparse
import re
import sys
import tomllib
from decimal import Decimal
from pathlib import Path
from typing import Any

from corpora import source
from corpora.content import Content, Node, Sheet
from golden.layout import render

GOLDEN = Path(__file__).parent
FOLDER = GOLDEN.parent / "corpora"

_DETAILS = ("target", "actual", "explanation", "source", "department", "method", "reason", "remark")
_MENTIONS: dict[str, tuple[str, int]] = {
    "+": ("award", 1),
    "-": ("deduct", -1),
    "=": ("no_deduction", 0),
    "0": ("zero", 0),
    "full": ("full", 1),
    "%": ("percent", 1),
    "-%": ("deduct", -1),
}
_ORDINAL = re.compile(r"\s*(?:\d+[、.．]|[（(]\d+[)）]|[①-⑳])\s*")


def main(arguments: list[str] | None = None) -> int:
    """Write the expectations of the documents that are named, or of all in the manifest."""
    parser = argparse.ArgumentParser(prog="python -m golden.expect", description=__doc__)
    parser.add_argument("ids", nargs="*")
    chosen = parser.parse_args(arguments).ids
    manifest = tomllib.loads((FOLDER / "manifest.toml").read_text(encoding="utf-8"))["document"]
    unknown = set(chosen) - {entry["id"] for entry in manifest}
    if unknown:
        print(f"not in the manifest: {', '.join(sorted(unknown))}", file=sys.stderr)
        return 2
    for entry in manifest:
        if chosen and entry["id"] not in chosen:
            continue
        content = source.read(FOLDER / "sources" / f"{entry['id']}.txt")
        for view in entry["expect"]:
            data = {"rubric": rubric, "claims": claims, "findings": findings}[view](content)
            target = GOLDEN / f"{entry['id']}.{view}.json"
            target.write_text(render(data), encoding="utf-8")
    return 0


def rubric(content: Content) -> dict[str, Any]:
    """The projection of ``extract rubric``."""
    sheets = [sheet for sheet in content.sheets if sheet.purpose in {"rubric", "both"}]
    keys = ("title", "document_number", "issuer", "issued_on")
    result: dict[str, Any] = {key: content.expected.get(key) or None for key in keys}
    first, *others = [_sheet(sheet, claims=False) for sheet in sheets]
    return result | {"sheet": first} | ({"others": others} if others else {})


def claims(content: Content) -> dict[str, Any]:
    """The projection of ``extract claims``."""
    own = [sheet for sheet in content.sheets if sheet.purpose in {"claims", "both"}]
    sheets = [one for sheet in own for one in (sheet, *_scored_again(sheet))]
    keys = ("title", "document_number", "unit", "period")
    result: dict[str, Any] = {key: content.expected.get(key) or None for key in keys}
    result["sheets"] = [_sheet(sheet, claims=True) for sheet in sheets]
    result["facts"] = [
        {key: fact[key] for key in ("kind", "subject", "measure")} | {"value": _number(fact["value"])}
        for fact in content.facts
    ]
    return result


def findings(content: Content) -> dict[str, Any]:
    """The projection of ``audit``: what was planted."""
    return {
        "findings": [
            {
                "code": one["code"],
                "severity": one["severity"],
                "item": _bare(one.get("item", "")) or None,
                "stated": _figure(one.get("stated")),
                "computed": _figure(one.get("computed")),
                "consequence_of": _root(one.get("after", "")),
            }
            for one in content.findings
        ]
    }


def _scored_again(sheet: Sheet) -> list[Sheet]:
    """The sheets of further scorers of a table: its items and maxima with the other scores, and nothing else."""

    def node(one: Node, role: str) -> Node:
        kept = {key: value for key, value in one.values.items() if key in {"code", "kind", "max"}}
        kept |= {"got": one.values[role]} if role in one.values else {}
        return Node(one.name, one.level, kept, children=[node(child, role) for child in one.children])

    found: list[Sheet] = []
    scored = {key for item in sheet.items for leaf in item.leaves() for key, value in leaf.values.items() if value}
    for role, heading in ((role, heading) for role, heading in sheet.again.items() if role in scored):
        total = {"max": sheet.total.get("max", ""), "got": sheet.total.get(role, "")}
        title = f"{sheet.title or '评分表'}（{heading}）"
        found.append(Sheet(sheet.form, title, sheet.purpose, [node(one, role) for one in sheet.items], total))
    return found


def _sheet(sheet: Sheet, *, claims: bool) -> dict[str, Any]:
    result: dict[str, Any] = {"form": sheet.form}
    if sheet.title:
        result["title"] = _bare(sheet.title)
    total = {"max_points": _number(sheet.total.get("max"))}
    if claims:
        total["claimed"] = _number(sheet.total.get("got"))
    if any(value is not None for value in total.values()):
        result["total"] = total
    result["items"] = [_item(node) for node in sheet.items]
    return result


def _item(node: Node) -> dict[str, Any]:
    values = node.values
    result: dict[str, Any] = {"name": _bare(node.name)}
    if "code" in values:
        result["code"] = values["code"].strip()
    if values.get("kind", "base") != "base":
        result["kind"] = values["kind"]
    for key, field in (("max", "max_points"), ("got", "claimed")):
        if key in values:
            result[field] = _number(values[key])
    if node.criteria:
        result["criteria"] = [
            {
                "ordinal": one.ordinal,
                "text": _criterion(one.text + one.closing, one.ordinal),
                "max_points": _number(one.points),
            }
            for one in node.criteria
        ]
    if node.mentions:
        result["mentions"] = [_mention(key, value) for key, value in node.mentions]
    details = {role: _bare(values[role]) for role in _DETAILS if values.get(role)}
    if details:
        result["details"] = details
    if node.numbered:
        result["numbered"] = True
    if node.children:
        result["children"] = [_item(child) for child in node.children]
    return result


def _mention(key: str, value: str) -> dict[str, Any]:
    kind, sign = _MENTIONS[key]
    percent, points = (value, None) if "%" in key else (None, value)
    result: dict[str, Any] = {"kind": kind, "points": None, "sign": sign}
    if kind in {"no_deduction", "zero"}:
        result["points"] = Decimal(0)
    elif points and re.fullmatch(r"-?[\d.]+", points):
        result["points"] = abs(_number(points) or Decimal(0))
    if percent:
        result["percent_of_weight"] = _number(percent)
    return result


def _criterion(text: str, ordinal: int | None) -> str:
    return _bare(text if ordinal is None else _ORDINAL.sub("", text, count=1))


def _bare(text: str) -> str:
    return re.sub(r"\s+", "", text)


def _root(text: str) -> str | None:
    code, _, item = text.partition(" ")
    return f"{code} {_bare(item)}".strip() or None


def _number(text: str | None) -> Decimal | None:
    return None if text in {None, ""} else Decimal(str(text))


def _figure(text: str | None) -> Decimal | str | None:
    if text and re.fullmatch(r"-?\d+(\.\d+)?", text):
        return Decimal(text)
    return text or None


if __name__ == "__main__":
    sys.exit(main())
