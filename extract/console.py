"""What the two commands share: options, one line for an error, exit codes, and writing the result.

Exit codes: 0 done (or nothing found), 1 findings, 2 the command could not do its work, 130 interrupted, 141 the reader
of the output went away. Errors of input are one line on standard error that names the file; a traceback of a bug is
shown only where the environment variable ``ZICHA_TRACEBACK`` is set.
"""

from __future__ import annotations

import errno
import os
import sys
import tempfile
import traceback
import unicodedata
from collections.abc import Iterable
from importlib import metadata
from pathlib import Path
from typing import Any, NoReturn

import click

from models import InputError, Language, Text

DONE, FINDINGS, FAILED, INTERRUPTED, PIPE_CLOSED = 0, 1, 2, 130, 141

lang_option = click.option(
    "--lang",
    type=click.Choice(["zh", "en"]),
    default="zh",
    show_default=True,
    help="Language of messages and views.",
)
output_option = click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path),
    help="Write here instead of to standard output.",
)


def _show_version(ctx: click.Context, parameter: click.Parameter, wanted: bool) -> None:
    if not wanted or ctx.resilient_parsing:
        return
    try:
        version = metadata.version("zicha")
    except metadata.PackageNotFoundError:
        version = "(not installed)"
    click.echo(f"zicha {version}")
    ctx.exit()


version_option = click.option(
    "--version", is_flag=True, is_eager=True, expose_value=False, callback=_show_version, help="Show the version."
)


class Command(click.Command):
    """A command whose failures follow the rules of this module."""

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command; leave with the exit code of what went wrong."""
        try:
            result = super().invoke(ctx)
            sys.stdout.flush()
            return result
        except InputError as error:
            fail(error, ctx.params.get("lang", "zh"))
        except BrokenPipeError:
            _forget_standard_output()
            raise SystemExit(PIPE_CLOSED) from None
        except KeyboardInterrupt:
            raise SystemExit(INTERRUPTED) from None
        except (click.ClickException, click.exceptions.Exit, click.Abort):
            raise
        except Exception as error:  # noqa: BLE001  a bug must not look like exit code 1, which means findings
            _report_bug(error, ctx)


class Group(click.Group):
    """A command with subcommands that are of the class above."""

    command_class = Command


def fail(error: InputError, language: Language) -> NoReturn:
    """Print the one line of an error of input and leave with exit code 2."""
    print_error(error, language)
    raise SystemExit(FAILED)


def print_error(error: InputError, language: Language) -> None:
    """Print the one line of an error of input, for commands that go on with their other files."""
    click.echo(" ".join(error.line(language).splitlines()), err=True)


def write(content: str | bytes, output: Path | None, sources: Iterable[Path] = ()) -> None:
    """Write the result to a file, whole or not at all, or to standard output where ``output`` is ``None``.

    Text is UTF-8. ``sources`` are the files that were read; none of them is ever overwritten. Raises ``InputError``
    where the output cannot be written, ``BrokenPipeError`` where nobody reads standard output any more.
    """
    data = content.encode("utf-8", "replace") if isinstance(content, str) else content
    if output is None:
        _to_standard_output(content, data)
        return
    try:
        if any(_same_file(output, source) for source in sources):
            raise InputError(str(output), _NEVER_OVER_A_SOURCE)
        if output.exists() and not output.is_file() and not output.is_dir():
            output.write_bytes(data)  # a device or a pipe
        else:
            _replace(output.resolve(), data)
    except OSError as error:
        raise InputError(str(output), _cannot_write(error)) from error


def width(text: str) -> int:
    """The columns that a text takes in a terminal: two for a full-width character, none for a combining one."""
    return sum(_columns(character) for character in text)


def pad(text: str, columns: int, *, right: bool = False) -> str:
    """The text filled with blanks to a width in columns; flush right where wanted."""
    blanks = " " * max(columns - width(text), 0)
    return blanks + text if right else text + blanks


def _columns(character: str) -> int:
    if unicodedata.combining(character) or unicodedata.category(character) in {"Cf", "Mn", "Me"}:
        return 0
    return 2 if unicodedata.east_asian_width(character) in {"W", "F"} else 1


def _to_standard_output(content: str | bytes, data: bytes) -> None:
    """A terminal is written in its own encoding; a pipe or a file gets the bytes, UTF-8 for text."""
    if isinstance(content, str) and sys.stdout.isatty():
        encoding = sys.stdout.encoding or "utf-8"
        sys.stdout.write(content.encode(encoding, "replace").decode(encoding))
    else:
        sys.stdout.flush()
        sys.stdout.buffer.write(data)
    sys.stdout.flush()


def _replace(output: Path, data: bytes) -> None:
    """Write beside the output, then take its place, with the rights that a new file would have."""
    if output.is_dir():
        raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR), str(output))
    mask = os.umask(0)
    os.umask(mask)
    mode = output.stat().st_mode & 0o777 if output.exists() else 0o666 & ~mask
    with tempfile.NamedTemporaryFile(dir=output.parent, prefix=f".{output.name}.", delete=False) as beside:
        temporary = Path(beside.name)
        try:
            beside.write(data)
            beside.close()
            temporary.chmod(mode)
            temporary.replace(output)
        except BaseException:
            temporary.unlink(missing_ok=True)
            raise


def _same_file(one: Path, other: Path) -> bool:
    return one.exists() and other.exists() and one.samefile(other)


_NEVER_OVER_A_SOURCE = Text(zh="这是要读取的文件，不能覆盖", en="is the file that is read; not overwritten")
_REASONS = {
    errno.ENOENT: Text(zh="不能写入：文件夹不存在", en="cannot be written: no such folder"),
    errno.ENOTDIR: Text(zh="不能写入：路径中有一段不是文件夹", en="cannot be written: not a folder"),
    errno.EISDIR: Text(zh="不能写入：这是一个文件夹", en="cannot be written: is a folder"),
    errno.EACCES: Text(zh="不能写入：没有权限", en="cannot be written: permission denied"),
    errno.EPERM: Text(zh="不能写入：没有权限", en="cannot be written: permission denied"),
    errno.EROFS: Text(zh="不能写入：文件系统只读", en="cannot be written: read-only file system"),
    errno.ENOSPC: Text(zh="不能写入：磁盘已满", en="cannot be written: no space left"),
}


def _cannot_write(error: OSError) -> Text:
    reason = error.strerror or str(error)
    fallback = Text(zh=f"不能写入：{reason}", en=f"cannot be written: {reason}")
    return _REASONS.get(error.errno or 0, fallback)


def _forget_standard_output() -> None:
    """Let the interpreter flush its last buffer into nothing."""
    try:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    except (OSError, ValueError):  # a standard output that is no file has nothing to flush
        return


def _report_bug(error: Exception, ctx: click.Context) -> NoReturn:
    if os.environ.get("ZICHA_TRACEBACK"):
        traceback.print_exception(error)
    what = " ".join(f"{type(error).__name__}: {error}".split())
    line = Text(
        zh=f"{ctx.command_path}：程序内部错误（{what}）；请报告，设 ZICHA_TRACEBACK=1 可看到详情",
        en=f"{ctx.command_path}: internal error ({what}); please report it, ZICHA_TRACEBACK=1 shows more",
    )
    click.echo(line.in_language(ctx.params.get("lang", "zh")), err=True)
    raise SystemExit(FAILED)
