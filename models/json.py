"""Exact JSON: Decimals go out as plain numbers with their printed decimals and come back as they were."""

from __future__ import annotations

from datetime import date
from typing import Any, TypeVar

import simplejson
from pydantic import BaseModel

M = TypeVar("M", bound=BaseModel)


def dumps(value: BaseModel | list[BaseModel]) -> str:
    """JSON text of a model or of a list of models, indented, Chinese characters as they are, ending in a newline."""
    data: Any = [v.model_dump() for v in value] if isinstance(value, list) else value.model_dump()
    text: str = simplejson.dumps(data, use_decimal=True, ensure_ascii=False, indent=2, default=_plain)
    return text + "\n"


def loads(text: str | bytes) -> Any:
    """Python objects of a JSON text, numbers with decimals as Decimal. Raises ValueError where it is no JSON."""
    return simplejson.loads(text, use_decimal=True)


def load(model: type[M], text: str | bytes) -> M:
    """The model that a JSON text holds. Raises ValueError (of which pydantic's is one) where it does not."""
    return model.model_validate(loads(text))


def _plain(value: object) -> str:
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(f"{type(value).__name__} has no JSON form")
