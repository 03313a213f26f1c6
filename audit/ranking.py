"""Reports in the order of their scores, as an evaluator ranks the units that sent them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Protocol, TypeVar

from models import AuditReport, Model, Points, Rubric, SelfReport, Source


class Score(Model):
    """The figures of one report that a ranking is made of."""

    name: str
    """The report's name in the run: its path, from the folder that was given."""
    unit: str | None
    """The body that reports, as the report says."""
    source: Source
    max_total: Points | None
    claimed_total: Points | None
    """The total that the report states."""
    computed_total: Points | None
    """The sum of its parts."""
    errors: int
    warnings: int
    notes: int
    accepted: int | None = None
    """Findings that a baseline accepts."""

    @property
    def points(self) -> Decimal | None:
        """What the report is ranked by: its stated total, or the sum of its parts where it states none."""
        return self.claimed_total if self.claimed_total is not None else self.computed_total


class Figures(Protocol):
    """What reports are ranked by."""

    @property
    def name(self) -> str:
        """The report's name in the run."""

    @property
    def max_total(self) -> Decimal | None:
        """The maximum of the whole."""

    @property
    def points(self) -> Decimal | None:
        """The total that counts."""


@dataclass(frozen=True, slots=True)
class Standing:
    """What the table of a ranking shows of a score: the little that a long run keeps of each of its reports."""

    name: str
    unit: str | None
    max_total: Decimal | None
    claimed_total: Decimal | None
    computed_total: Decimal | None
    errors: int
    warnings: int

    @property
    def points(self) -> Decimal | None:
        """As that of the score."""
        return self.claimed_total if self.claimed_total is not None else self.computed_total


F = TypeVar("F", bound=Figures)


class Ranked(Model):
    """A report and its place."""

    rank: int | None
    """From 1, equal scores share a place and the next ones are left out (1, 2, 2, 4); ``None`` without a score."""
    score: Score


def score_of(name: str, subject: SelfReport | Rubric, report: AuditReport) -> Score:
    """The figures of an audited report; a rubric that was audited as one has no unit and no score."""
    summary = report.summary
    return Score(
        name=name,
        unit=subject.unit if isinstance(subject, SelfReport) else subject.issuer,
        source=report.report,
        max_total=summary.max_total,
        claimed_total=summary.claimed_total,
        computed_total=summary.computed_total,
        errors=summary.errors,
        warnings=summary.warnings,
        notes=summary.notes,
        accepted=summary.accepted,
    )


def rank(scores: Iterable[Score]) -> tuple[Ranked, ...]:
    """The reports in their order, each with its place."""
    return tuple(Ranked(rank=place, score=score) for place, score in placed(scores))


def placed(scores: Iterable[F]) -> list[tuple[int | None, F]]:
    """The reports by falling score, those without one last; equal ones by name. Each with its place.

    Where every scored report has a maximum they are compared by their share of it, which is the same as by points
    wherever the maxima are equal; otherwise by points.
    """
    everything = list(scores)
    scored = [(score, points) for score in everything if (points := score.points) is not None]
    by_share = all(score.max_total is not None and score.max_total > 0 for score, _ in scored)
    merits = [(_merit(points, score.max_total if by_share else None), score) for score, points in scored]
    merits.sort(key=lambda pair: (-pair[0], pair[1].name))
    ranked: list[tuple[int | None, F]] = []
    for position, (merit, score) in enumerate(merits, start=1):
        same = ranked and merits[position - 2][0] == merit
        ranked.append((ranked[-1][0] if same else position, score))
    without = sorted((score for score in everything if score.points is None), key=lambda score: score.name)
    return [*ranked, *((None, score) for score in without)]


def _merit(points: Decimal, maximum: Decimal | None) -> Fraction:
    return Fraction(points) if maximum is None else Fraction(points) / Fraction(maximum)


def differs(score: Score | Standing) -> bool:
    """Whether the stated total is not the sum of the parts."""
    known: Sequence[Decimal | None] = (score.claimed_total, score.computed_total)
    return None not in known and score.claimed_total != score.computed_total
