"""``python -m audit``: the same as the ``audit`` command."""

from __future__ import annotations

from audit.cli import main

main()
