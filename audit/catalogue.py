"""The catalogue of checks as text, made from the registered checks alone.

``python -m audit.catalogue`` prints docs/checks.md; ``-o FILE`` writes it.
"""

from __future__ import annotations

import sys
from pathlib import Path

from audit.checks import Check, registered
from models import Language, Text

_FAMILIES = {
    "R": Text(zh="评分标准本身", en="The rubric in itself"),
    "C": Text(zh="自评报告的得分", en="The claims of a self-report"),
    "X": Text(zh="同一文件的两处", en="Two places of one document"),
    "V": Text(zh="得分与评分标准、实际值", en="Scores, rules and measured values"),
    "D": Text(zh="读取和识别", en="Reading and understanding"),
}
_SECTIONS = {
    "compares": Text(zh="比较什么", en="What it compares"),
    "matters": Text(zh="为什么重要", en="Why it matters"),
    "fails": Text(zh="不通过的例子", en="An example that fails"),
    "passes": Text(zh="通过的例子", en="An example that passes"),
}
SEVERITIES = {
    "error": Text(zh="错误", en="error"),
    "warning": Text(zh="警告", en="warning"),
    "note": Text(zh="提示", en="note"),
}


def find(code: str) -> Check | None:
    """The check of a code, upper or lower case."""
    return next((check for check in registered() if check.code == code.upper()), None)


def listing(language: Language) -> str:
    """One line for each check: code, severity, title."""
    lines: list[str] = []
    family = ""
    for check in registered():
        if check.family != family:
            family = check.family
            lines += [*([""] if lines else []), _FAMILIES[family].in_language(language)]
        severity = SEVERITIES[check.severity].in_language(language)
        lines.append(
            f"  {check.code}  {severity}{' ' * (7 - len(severity) if language == 'en' else 0)}  "
            f"{check.title.in_language(language)}"
        )
    return "\n".join(lines) + "\n"


def explanation(check: Check, language: Language) -> str:
    """The whole text of a check in its fixed sections."""
    severity = SEVERITIES[check.severity].in_language(language)
    mark = "：" if language == "zh" else ":"
    lines = [f"{check.code}  {check.title.in_language(language)}", f"{_LEVEL.in_language(language)}{mark} {severity}"]
    for name, heading in _SECTIONS.items():
        text: Text = getattr(check.explanation, name)
        lines += ["", f"{heading.in_language(language)}{mark}", f"  {text.in_language(language)}"]
    return "\n".join(lines) + "\n"


def document() -> str:
    """docs/checks.md: every check in English and Chinese."""
    lines = [
        "# Checks",
        "",
        "Made from the code by `python -m audit.catalogue -o docs/checks.md`; do not edit.",
        "",
        "Codes are stable. `error`: arithmetic proves it; `warning`: very likely; `note`: worth a look, never changes",
        "the exit code. What another finding explains is shown as its consequence, as a note.",
        "",
        "| code | severity | check | 检查 |",
        "|---|---|---|---|",
    ]
    lines += [f"| [{c.code}](#{c.code.lower()}) | {c.severity} | {c.title.en} | {c.title.zh} |" for c in registered()]
    family = ""
    for check in registered():
        if check.family != family:
            family = check.family
            lines += ["", f"## {_FAMILIES[family].en} · {_FAMILIES[family].zh}"]
        lines += ["", f"### {check.code}", "", f"**{check.title.en}** · {check.title.zh}"]
        for name, heading in _SECTIONS.items():
            text: Text = getattr(check.explanation, name)
            lines += ["", f"*{heading.en}.* {text.en}", "", f"*{heading.zh}：* {text.zh}"]
    return "\n".join(lines) + "\n"


_LEVEL = Text(zh="级别", en="Severity")


def main(arguments: list[str]) -> None:
    """Print the document, or write it with ``-o FILE``."""
    if arguments[:1] == ["-o"] and len(arguments) == 2:
        Path(arguments[1]).write_text(document(), encoding="utf-8")
    else:
        sys.stdout.write(document())


if __name__ == "__main__":
    main(sys.argv[1:])
