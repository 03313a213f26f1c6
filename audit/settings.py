"""``zicha.toml``: what a person or an office wants of every audit. The command line wins over it.

The file is searched from the current folder upwards, the nearest one counts alone. ``docs/configuration.md`` says
what each setting means.
"""

from __future__ import annotations

import re
import tomllib
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Final

from pydantic import AfterValidator, ConfigDict, Field, ValidationError

from models import InputError, Language, Model, Points, Severity, Text

if TYPE_CHECKING:
    from audit.baseline import Baseline
    from audit.judging import Choices

SETTINGS_FILE: Final = "zicha.toml"
LEAST_MEMORY: Final = 256
"""Megabytes below which a worker cannot even load what it needs."""

_LINE = re.compile(r"\(at line (\d+), column \d+\)")


def _codes(values: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(value.strip().upper() for value in values)


Codes = Annotated[tuple[str, ...], AfterValidator(_codes)]
"""Codes of checks or their beginnings: ``C202``, ``C2``, ``C``."""


class Settings(Model):
    """The settings of one file; ``None`` where the file does not speak of something."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    select: Codes | None = None
    """Only these checks or families."""
    ignore: Codes | None = None
    """Not these checks or families."""
    severity: dict[str, Severity] = Field(default_factory=dict)
    """Another severity for a check or a family; the longest beginning counts."""
    language: Language | None = None
    tolerance: Annotated[Points, Field(ge=0, lt=1)] | None = None
    """Points: a stated number that differs by no more from what was computed is not reported."""
    jobs: Annotated[int, Field(ge=1)] | None = None
    """Worker processes for many reports."""
    time_limit: Annotated[int, Field(ge=1)] | None = None
    """Seconds that one report may take where many are audited."""
    memory_limit: Annotated[int, Field(ge=LEAST_MEMORY)] | None = None
    """Megabytes that a worker process may take."""

    def choices(
        self,
        *,
        select: tuple[str, ...] | None,
        ignore: tuple[str, ...] | None,
        language: Language,
        baseline: Baseline | None,
    ) -> Choices:
        """What a run wants of each audit: these settings, but for what its command line says itself."""
        from audit.judging import Choices

        return Choices(
            select=(self.select or ()) if select is None else select,
            ignore=(self.ignore or ()) if ignore is None else ignore,
            severity={code.upper(): severity for code, severity in self.severity.items()},
            tolerance=self.tolerance or Decimal(0),
            language=language,
            baseline=baseline,
        )


def find_settings(start: Path) -> Path | None:
    """The nearest ``zicha.toml`` in a folder or in one of those above it."""
    for folder in (start, *start.parents):
        candidate = folder / SETTINGS_FILE
        if candidate.is_file():
            return candidate
    return None


def load_settings(path: Path) -> Settings:
    """The settings of a file. Raises ``models.InputError``, whose line says what is wrong in it, and where."""
    try:
        data = tomllib.loads(path.read_bytes().decode("utf-8-sig"), parse_float=Decimal)
    except OSError as error:
        why = error.strerror or str(error)
        raise InputError(str(path), Text(zh=f"无法读取设置（{why}）", en=f"settings cannot be read ({why})")) from error
    except UnicodeDecodeError as error:
        raise InputError(str(path), Text(zh="设置文件不是 UTF-8 编码", en="the settings are not in UTF-8")) from error
    except tomllib.TOMLDecodeError as error:
        raise InputError(str(path), _broken(error)) from error
    try:
        settings = Settings.model_validate(data)
    except ValidationError as error:
        raise InputError(str(path), _wrong(error)) from error
    _check_codes(settings, path)
    return settings


def _broken(error: tomllib.TOMLDecodeError) -> Text:
    line = _LINE.search(str(error))
    zh, en = (f"（第 {line[1]} 行）", f" (line {line[1]})") if line else ("", "")
    return Text(zh=f"不是正确的 TOML{zh}", en=f"broken TOML{en}")


def _wrong(error: ValidationError) -> Text:
    """What is wrong with the first setting that is."""
    first = error.errors(include_url=False, include_context=False)[0]
    name = ".".join(str(part) for part in first["loc"])
    if first["type"] == "extra_forbidden":
        known = ", ".join(Settings.model_fields)
        return Text(zh=f"没有设置项 {name}；可用的有 {known}", en=f"no setting is called {name}; there are {known}")
    value = _shown(first["input"])
    what = _WANTED.get(str(first["loc"][0]), Text(zh="不合要求", en="not as it must be"))
    return Text(zh=f"设置项 {name} 不能是 {value}：{what.zh}", en=f"setting {name} cannot be {value}: {what.en}")


def _shown(value: Any) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


_WANTED = {
    "select": Text(zh='应为编号的列表，如 ["C2", "X301"]', en='wanted is a list of codes such as ["C2", "X301"]'),
    "ignore": Text(zh='应为编号的列表，如 ["C205"]', en='wanted is a list of codes such as ["C205"]'),
    "severity": Text(zh="应为 error、warning 或 note", en="wanted is error, warning or note"),
    "language": Text(zh="应为 zh 或 en", en="wanted is zh or en"),
    "tolerance": Text(zh="应为 0 到 1 之间的分数（小于 1）", en="wanted are points, at least 0 and less than 1"),
    "jobs": Text(zh="应为正整数", en="wanted is a whole number from 1"),
    "time_limit": Text(zh="应为秒数，正整数", en="wanted are seconds, a whole number from 1"),
    "memory_limit": Text(
        zh=f"应为兆字节数，不小于 {LEAST_MEMORY}", en=f"wanted are megabytes, a whole number from {LEAST_MEMORY}"
    ),
}


def _check_codes(settings: Settings, path: Path) -> None:
    from audit.engine import UnknownCode, chosen

    for name, codes in (("select", settings.select), ("ignore", settings.ignore), ("severity", settings.severity)):
        try:
            chosen(codes or (), ())
        except UnknownCode as error:
            reason = Text(
                zh=f"设置项 {name}：没有编号为 {error.code or '（空）'} 的检查",
                en=f"setting {name}: no check is called {error.code or '(empty)'}",
            )
            raise InputError(str(path), reason) from None
