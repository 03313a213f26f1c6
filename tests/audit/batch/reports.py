"""Small self-reports as Word files, made in a moment: four items of 25 points, claimed as a test wants them."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from tests.extract.readers.word_files import p, tbl, tr, word

ITEMS = ("组织管理", "经费使用", "服务质量", "群众满意")
BAD: dict[str, bytes] = {
    "空.docx": b"",
    "截断.docx": b"PK\x03\x04 and then nothing that belongs there",
    "截断.pdf": b"%PDF-1.7\n",
    "便条.txt": "今天下午开会，请带笔。\n".encode(),
}
"""Files that cannot be audited, each for a reason of its own."""


def report(unit: str, scores: Sequence[object], total: object) -> bytes:
    """A report of a unit in a table: the scores of the four items, and the total that it states."""
    rows = [tr("序号", "指标名称", "分值", "自评得分")]
    rows += [tr(str(i), name, "25", str(score)) for i, (name, score) in enumerate(zip(ITEMS, scores, strict=True), 1)]
    rows.append(tr("", "合计", "100", str(total)))
    return word(p(f"{unit}2023年度自评报告") + tbl(*rows, grid=(800, 3000, 1200, 1200)))


def notice() -> bytes:
    """The rubric of these reports."""
    rows = [tr("序号", "指标名称", "分值", "评分标准")]
    rows += [tr(str(i), name, "25", "按完成情况得分") for i, name in enumerate(ITEMS, 1)]
    rows.append(tr("", "合计", "100", ""))
    return word(p("关于开展2023年度考核的通知") + tbl(*rows, grid=(800, 3000, 1200, 3000)))


def put(folder: Path, name: str, content: bytes) -> Path:
    """A file in a folder that is made where needed."""
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    return path


def many(folder: Path, good: int, bad: int = 0) -> list[Path]:
    """A folder with so many good reports and bad files; every third good one has a total that is not its sum."""
    paths = []
    for number in range(good):
        scores = [25, 20 + number % 5, 22, "18.5"]
        total = f"{25 + 20 + number % 5 + 22 + 18 + (number % 3 == 2)}.5"
        paths.append(
            put(folder, f"第{number % 4 + 1}片区/报告{number:03}.docx", report(f"第{number}镇人民政府", scores, total))
        )
    kinds = list(BAD.items())
    for number in range(bad):
        name, content = kinds[number % len(kinds)]
        paths.append(put(folder, f"第{number % 4 + 1}片区/{number:03}{name}", content))
    return paths
