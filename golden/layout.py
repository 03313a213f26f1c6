"""JSON as people read it: what holds only plain values stands on one line."""

from __future__ import annotations

from typing import Any

import simplejson

_WIDTH = 160


def render(value: Any) -> str:
    """JSON text of a projection, ending in a newline."""
    return _text(value, 0) + "\n"


def _text(value: Any, depth: int) -> str:
    flat = _flat(value)
    if not isinstance(value, dict | list) or not value:
        return flat
    scalar = not any(isinstance(part, dict | list) and part for part in _parts(value))
    if scalar and len(flat) + depth <= _WIDTH:
        return flat
    pad = " " * (depth + 1)
    if isinstance(value, dict):
        inner = [f"{pad}{_flat(key)}: {_text(part, depth + 1)}" for key, part in value.items()]
    else:
        inner = [pad + _text(part, depth + 1) for part in value]
    left, right = "{}" if isinstance(value, dict) else "[]"
    return left + "\n" + ",\n".join(inner) + "\n" + " " * depth + right


def _parts(value: dict[str, Any] | list[Any]) -> list[Any]:
    return list(value.values()) if isinstance(value, dict) else value


def _flat(value: Any) -> str:
    text: str = simplejson.dumps(value, ensure_ascii=False, use_decimal=True, default=str)
    return text
