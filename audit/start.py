"""Where the command ``audit`` begins: its help is shown before anything is loaded that only work needs."""

from __future__ import annotations

from extract.start import look_less_for_garbage, shows_help


def main() -> None:
    """The command ``audit``."""
    if not shows_help("audit", __file__):
        look_less_for_garbage()
        from audit.cli import main

        main()
