"""What a set of scoring rules allows: which scores can be reached, and which follow from a measured value."""

from audit.scoring.attainable import attainable, attainable_of_rules, highest
from audit.scoring.measured import scores_for
from audit.scoring.scores import Interval, ScoreSet

__all__ = ["Interval", "ScoreSet", "attainable", "attainable_of_rules", "highest", "scores_for"]
