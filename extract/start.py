"""Where the commands begin: their help is shown before anything is loaded that only work needs."""

from __future__ import annotations

import gc
import os
import sys

_WIDTH = 80
"""Columns from which help is set the same for every terminal."""


def main() -> None:
    """The command ``extract``."""
    if not shows_help("extract", __file__):
        look_less_for_garbage()
        from extract.cli import main

        main()


def shows_help(command: str, beside: str) -> bool:
    """Shows the help of a command where it is all that is asked for; ``help.txt`` stands beside the given file.

    That text is what click sets at the usual width; ``docs.generate`` writes it. Where the terminal is narrower or not
    in UTF-8, click sets it anew.
    """
    if (
        sys.argv[1:] not in (["--help"], ["-h"])
        or "COLUMNS" in os.environ
        or f"_{command.upper()}_COMPLETE" in os.environ
    ):
        return False
    try:
        if sys.stdout.encoding.lower() != "utf-8" or (
            sys.stdout.isatty() and os.get_terminal_size(sys.stdout.fileno()).columns < _WIDTH
        ):
            return False
        with open(beside.removesuffix("start.py") + "help.txt", encoding="utf-8") as file:  # noqa: PTH123  (pathlib is slow to load)
            text = file.read()
    except (AttributeError, OSError, ValueError):
        return False
    if sys.argv[0].endswith("__main__.py"):
        text = text.replace(f"Usage: {command}", f"Usage: python -m {command}", 1)
    sys.stdout.write(text)
    return True


def look_less_for_garbage() -> None:
    """Circular garbage is looked for less often: loading makes many objects that stay, and each look goes over all."""
    gc.set_threshold(200_000, 20, 20)
