"""Rules in a line, as the table of written forms gives them.

``tier 3 [85%=..95%!] p1``: kind, amount, range (``=`` included, ``!`` not, nothing: left open), part.
"""

from __future__ import annotations

from decimal import Decimal

from models.rules import Award, AwardPer, Bound, Cap, DeductPer, Discretionary, Ratio, ScoringRule


def brief(rule: ScoringRule) -> str:
    """One rule: everything but its words and its place."""
    words = [rule.kind, *_amount(rule)]
    low, high = getattr(rule, "low", None), getattr(rule, "high", None)
    if low is not None or high is not None:
        words.append(f"[{_bound(low)}..{_bound(high)}]")
    if isinstance(rule, AwardPer | DeductPer):
        words.append(f"/{rule.per}{rule.unit or ''}")
    if isinstance(rule, Ratio):
        words += _ratio(rule)
    if isinstance(rule, Discretionary) and rule.least is not None:
        words.append(f"{rule.least}-{rule.most}")
    if isinstance(rule, Cap) and rule.of == "deduct":
        words.append("loss")
    if getattr(rule, "floor_zero", False):
        words.append("floor")
    if isinstance(rule, Award) and rule.headline:
        words.append("headline")
    if rule.scope == "item":
        words.append("item")
    return " ".join([*words, f"p{rule.part}"])


def _amount(rule: ScoringRule) -> list[str]:
    share: Decimal | None = getattr(rule, "percent_of_weight", None)
    if share is not None:
        return [f"{round(share, 2).normalize():f}%w"]
    return [] if rule.points is None or rule.kind == "zero" else [str(rule.points)]


def _ratio(rule: Ratio) -> list[str]:
    words = [rule.direction]
    if rule.threshold is not None:
        words.append(f"from {_bound(rule.threshold)}")
    if rule.step is not None:
        words.append(f"/{rule.step}{rule.unit or ''}")
    if rule.cutoff is not None:
        words.append(f"to {_bound(rule.cutoff)}")
    return words


def _bound(bound: Bound | None) -> str:
    if bound is None:
        return ""
    mark = {True: "=", False: "!", None: ""}[bound.inclusive]
    return f"{bound.value}{bound.unit or ''}{mark}"
