"""The sessions that the READMEs show: run again, so that what a reader sees is what the program prints today.

A session is a fenced block of the kind ``console``; its lines that begin with ``$`` are commands, what follows is
their output. Commands run at the root of the checkout, in one shell for each block.
"""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
READMES = ("README.md", "README.zh.md")
COLUMNS = 100
"""Width of the terminal that tables are made for."""

_SESSION = re.compile(r"(?<=^```console\n).*?(?=^```$)", re.MULTILINE | re.DOTALL)
_END = "--8<-- end of a command"


def refreshed(text: str) -> str:
    """A README with the output of its sessions as it is today. Raises ``OSError`` where there is no bash."""
    return _SESSION.sub(lambda match: _session(match.group()), text)


def _session(block: str) -> str:
    commands = [line[2:] for line in block.splitlines() if line.startswith("$ ")]
    outputs = _run(commands)
    return "".join(f"$ {command}\n{output}" for command, output in zip(commands, outputs, strict=True))


def _run(commands: list[str]) -> list[str]:
    """What each command prints, on both its outputs."""
    python = shlex.quote(sys.executable)
    script = [f'{name}() {{ {python} -m {name} "$@"; }}' for name in ("extract", "audit")]
    script += [f"{command}\n_code=$?; echo '{_END}'; (exit $_code)" for command in commands]
    done = subprocess.run(
        ["bash", "-c", "\n".join(script)],
        cwd=ROOT,
        env=os.environ | {"COLUMNS": str(COLUMNS), "PYTHONUTF8": "1"},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        check=False,
    )
    return done.stdout.split(f"{_END}\n")[: len(commands)]
