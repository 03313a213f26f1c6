"""Writes what follows from the code: JSON Schemas of the contract, help of the commands, sessions in the READMEs.

``python -m docs.generate`` writes them, ``--check`` only says whether they are current (exit code 1 where not).
"""

from __future__ import annotations

import argparse
import ast
import importlib
import inspect
import json
import pkgutil
import sys
from pathlib import Path
from typing import Any

import click
from pydantic import BaseModel

import models
from docs.sessions import READMES, ROOT, refreshed
from models import AuditReport, Document, Rubric, SelfReport

FOLDER = Path(__file__).resolve().parent / "schema"
CONTRACTS: dict[str, type[BaseModel]] = {
    "document": Document,
    "rubric": Rubric,
    "self_report": SelfReport,
    "audit": AuditReport,
}


def schema(model: type[BaseModel]) -> dict[str, Any]:
    """JSON Schema of a model as it is written, with the docstrings of its fields as descriptions."""
    result = model.model_json_schema(mode="serialization")
    meanings = _meanings()
    for name, definition in [(model.__name__, result), *result.get("$defs", {}).items()]:
        definition.pop("title", None)
        for field, properties in definition.get("properties", {}).items():
            properties.pop("title", None)  # the name again, in capitals
            for owner in getattr(models, name).__mro__:
                if meaning := meanings.get((owner.__name__, field)):
                    properties["description"] = meaning
                    break
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", "title": model.__name__, **result}


def texts() -> dict[Path, str]:
    """Every generated file with the text that it must have."""
    schemas = {
        FOLDER / f"{name}.json": json.dumps(schema(model), ensure_ascii=False, indent=2) + "\n"
        for name, model in CONTRACTS.items()
    }
    helps = {ROOT / name / "help.txt": _help(name) for name in ("extract", "audit")}
    readmes = [ROOT / name for name in READMES]
    return schemas | helps | {path: refreshed(path.read_text(encoding="utf-8")) for path in readmes}


def _help(name: str) -> str:
    """The help of a command as click sets it in a terminal of the usual width or wider."""
    command: click.Command = importlib.import_module(f"{name}.cli").main
    context = click.Context(command, info_name=name, terminal_width=78, **command.context_settings)
    return f"{command.get_help(context)}\n"


def stale() -> dict[Path, str]:
    """The generated files that are missing, or not what the code says today, with what they must be."""
    return {
        path: text for path, text in texts().items() if not path.is_file() or path.read_text(encoding="utf-8") != text
    }


def _meanings() -> dict[tuple[str, str], str]:
    """The string under each annotated field of each model: (class, field) → what it says.

    Read from the source here and not by pydantic, which would do it at every import of the package.
    """
    found: dict[tuple[str, str], str] = {}
    for module in pkgutil.iter_modules(models.__path__):
        tree = ast.parse(inspect.getsource(importlib.import_module(f"models.{module.name}")))
        for node in ast.walk(tree):
            if isinstance(node, ast.ClassDef):
                found.update({(node.name, field): text for field, text in _documented(node)})
    return found


def _documented(node: ast.ClassDef) -> list[tuple[str, str]]:
    pairs = []
    for field, after in zip(node.body, node.body[1:], strict=False):
        if not (isinstance(field, ast.AnnAssign) and isinstance(field.target, ast.Name)):
            continue
        if isinstance(after, ast.Expr) and isinstance(after.value, ast.Constant) and isinstance(after.value.value, str):
            pairs.append((field.target.id, inspect.cleandoc(after.value.value)))
    return pairs


def main(arguments: list[str] | None = None) -> int:
    """Write or check; returns the exit code."""
    parser = argparse.ArgumentParser(prog="python -m docs.generate", description=__doc__)
    parser.add_argument("--check", action="store_true", help="write nothing, fail where a file is not current")
    check = parser.parse_args(arguments).check
    old = stale()
    for path, text in old.items():
        name = path.name
        if check:
            print(f"{name} is not current; run: python -m docs.generate", file=sys.stderr)
        else:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
            print(f"wrote {name}")
    return 1 if check and old else 0


if __name__ == "__main__":
    sys.exit(main())
