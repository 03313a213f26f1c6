"""``python -m audit``: the same as the ``audit`` command."""

from __future__ import annotations

from audit.start import main

main()
