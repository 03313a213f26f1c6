"""The index as a file: the same bytes one result at a time as in one piece."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from audit.batch.index import Failure, Index, Result, write_index
from audit.ranking import Ranked, Score
from models import Source, dumps


def result(number: int, unit: str | None) -> Result:
    source = Source(name=f"{number}.pdf", sha256="0" * 64, format="pdf", pages=number)
    score = Score(
        name=f"片区/{number}.pdf", unit=unit, source=source, max_total=Decimal("100.0"), claimed_total=Decimal("97.50"),
        computed_total=None, errors=number, warnings=0, notes=0,
    )  # fmt: skip
    return Result(ranked=Ranked(rank=number, score=score), result=f"片区/{number}.json")


@pytest.mark.parametrize("count", [0, 1, 3])
def test_results_one_at_a_time(tmp_path: Path, count: int) -> None:
    results = [result(number, ['甲\n  "reports": []镇', None, "丙，“引号”\u2028"][number]) for number in range(count)]
    frame = Index(
        rubric=None, reports=(), failed=(Failure(name='\n  "reports": []', reason="坏"),), skipped=("a",), errors=3,
        warnings=0, notes=0,
    )  # fmt: skip
    write_index(tmp_path / "summary.json", frame, iter(results))
    whole = frame.model_copy(update={"reports": tuple(results)})
    assert (tmp_path / "summary.json").read_bytes().decode() == dumps(whole)
