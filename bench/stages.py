"""Where the time of one document goes: reading, recognising, the score language, aligning, checking, the report."""

from __future__ import annotations

import statistics
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

STAGES = ("read", "recognise", "language", "align", "check", "report")


def stage_table(paths: list[Path], rounds: int) -> Iterator[str]:
    """Processor milliseconds of each stage of an audit of each file, medians, after one audit to load everything."""
    yield f"{'milliseconds':<28}" + "".join(f"{stage:>11}" for stage in STAGES) + f"{'sum':>9}"
    for path in paths:
        _audited(path)
        found = [_audited(path) for _ in range(rounds)]
        times = [1000 * statistics.median(one[stage] for one in found) for stage in STAGES]
        yield f"{path.name:<28}" + "".join(f"{one:>11.1f}" for one in times) + f"{sum(times):>9.0f}"


def _audited(path: Path) -> dict[str, float]:
    """Processor seconds of each stage of one audit."""
    import audit.context
    import extract.language
    from audit.batch.outputs import material
    from audit.batch.reading import read_subject
    from audit.judging import Choices, judge
    from audit.reports import render
    from extract import readers

    spent: dict[str, float] = defaultdict(float)
    with (
        _timed(readers, "read", spent, "read"),
        _timed(extract.language, "item_rules", spent, "language"),
        _timed(audit.context, "align", spent, "align"),
    ):
        start = time.process_time()
        subject = read_subject(path)
        recognised = time.process_time()
        judged = judge(subject.content, None, Choices(), path.name)
        checked = time.process_time()
        render([material(path, subject, None, judged.report, "text")], "text", "zh", listed=False)
        shown = time.process_time()
    spent["recognise"] = recognised - start - spent["read"] - spent["language"]
    spent["check"] = checked - recognised - spent["align"]
    spent["report"] = shown - checked
    return spent


@contextmanager
def _timed(module: Any, name: str, spent: dict[str, float], stage: str) -> Iterator[None]:
    """Counts the processor time of a function of a module while the block runs."""
    function: Callable[..., Any] = getattr(module, name)

    def measured(*arguments: Any, **named: Any) -> Any:
        start = time.process_time()
        try:
            return function(*arguments, **named)
        finally:
            spent[stage] += time.process_time() - start

    setattr(module, name, measured)
    try:
        yield
    finally:
        setattr(module, name, function)
