"""What every check looks at: the sheets as trees, their alignment, and what was not understood."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from functools import cached_property

from audit.align import Alignment, Group, align
from audit.amounts import show
from audit.doubts import Doubts
from audit.sheets import RUBRIC, Node, Quantity, RubricEvidence, tree
from models import Coverage, Evidence, Fact, NotUnderstood, Rubric, SelfReport, Source, Text

_FORM_NAMES = {
    "table": Text(zh="表格", en="table"),
    "narrative": Text(zh="正文", en="narrative"),
    "statements": Text(zh="正文", en="narrative"),
    "summary": Text(zh="汇总表", en="summary"),
    "working_paper": Text(zh="工作底稿", en="working paper"),
}


class Context:
    """One document under audit: a self-report, with or without a rubric, or a rubric alone."""

    def __init__(self, report: SelfReport | Rubric, rubric: Rubric | None = None) -> None:
        self.is_rubric = isinstance(report, Rubric)
        self.source: Source = report.source
        self.rubric = rubric
        self.facts: tuple[Fact, ...] = report.facts
        self.coverage: Coverage = report.coverage
        self.not_understood: tuple[NotUnderstood, ...] = report.not_understood
        sheets = report.sheets if isinstance(report, SelfReport) else (report.sheet,)
        self.roots = [tree(sheet, number) for number, sheet in enumerate(sheets)]
        self.rubric_root = tree(rubric.sheet, RUBRIC) if rubric is not None else None

    @cached_property
    def alignment(self) -> Alignment:
        """The groups of all nodes, the rubric's included."""
        return align([*self.roots, self.rubric_root] if self.rubric_root is not None else self.roots)

    @cached_property
    def nodes(self) -> list[Node]:
        """All nodes of the document's own sheets, roots included, in its order."""
        return [node for root in self.roots for node in root.walk()]

    @cached_property
    def measured(self) -> dict[int, list[Fact]]:
        """The measured values of the items of each sheet, by its number."""
        found: dict[int, list[Fact]] = {}
        for fact in self.facts:
            if fact.kind == "measured" and fact.sheet is not None:
                found.setdefault(fact.sheet, []).append(fact)
        return found

    @cached_property
    def _doubts(self) -> tuple[Doubts, Doubts]:
        """What recognition of scans was not sure of, in the document itself and in the rubric."""
        return Doubts(self.not_understood), Doubts(self.rubric.not_understood if self.rubric is not None else ())

    def is_doubtful(self, evidence: Iterable[Evidence]) -> bool:
        """Whether any of the words, the document's or the rubric's, were read without confidence."""
        own, others = self._doubts
        return any((others if isinstance(words, RubricEvidence) else own).touch([words]) for words in evidence)

    def group(self, node: Node) -> Group:
        """The group that a node belongs to."""
        return self.alignment.group_of[node]

    def maximum(self, node: Node) -> Decimal | None:
        """The maximum of a node: its own, or the one that all other places agree on."""
        own = node.stated("max")
        if own is not None:
            return own
        values = {other.stated("max") for other in self.group(node).nodes} - {None}
        return values.pop() if len(values) == 1 else None

    def claimed_elsewhere(self, node: Node) -> bool:
        """Whether another place of the report claims points for the same item."""
        return any(other.stated("claimed") is not None for other in self.group(node).report_nodes if other is not node)

    def place(self, node: Node) -> Text:
        """A short name of the place where a node stands: the title of its sheet, or its form."""
        if node.sheet == RUBRIC:
            return Text(zh="评分标准", en="rubric")
        form = _FORM_NAMES[node.source.form]
        title = node.source.title
        if not title or node.source.form in {"narrative", "statements"}:
            return form
        short = title if len(title) <= 20 else title[:19] + "…"
        return Text(zh=short, en=short)

    def title(self, node: Node) -> Text:
        """What a finding on a node is about. The total of a sheet that lists the parts of an item is that item."""
        if node.is_root:
            named = [other for other in self.group(node).nodes if not other.is_root]
            return self.title(named[0]) if named else node.title()
        if node.code is None:  # another place may give the same name with its code
            coded = [other for other in self.group(node).nodes if other.code and other.key == node.key]
            return (coded or [node])[0].title()
        return node.title()

    def main_roots(self) -> list[Node]:
        """The sheets that speak for the whole of the document, those with a stated total first."""
        families = [self.group(root).family for root in self.roots]
        if not families:
            return []
        sizes = dict.fromkeys(families, 0)
        for root, family in zip(self.roots, families, strict=True):
            sizes[family] += sum(1 for _ in root.walk())
        main = max(sizes, key=lambda family: (sizes[family], -family))
        mine = [root for root in self.roots if self.group(root).family == main]
        whole = [root for root in mine if self.group(root).parent is None] or mine
        return sorted(whole, key=lambda root: root.stated("claimed") is None)


def quantity_name(quantity: Quantity) -> Text:
    """自评得分 or 分值."""
    return Text(zh="自评得分", en="self-score") if quantity == "claimed" else Text(zh="分值", en="maximum")


def shown(value: Decimal | None) -> str:
    """A value for readers; a dash where there is none."""
    return "—" if value is None else show(value)
