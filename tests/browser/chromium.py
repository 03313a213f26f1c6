"""A headless Chromium for tests, driven over a pipe by its DevTools protocol: no driver, no port, no network."""

from __future__ import annotations

import base64
import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from types import TracebackType
from typing import Any, Self

_NAMES = ("chromium", "chromium-browser", "google-chrome")
_PATIENCE = 30.0
_ARGUMENTS = (
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-extensions",
    "--no-first-run",
    "--hide-scrollbars",
    "--force-color-profile=srgb",
    "--remote-debugging-pipe",
)

_STARTER = """
import fcntl, os, sys
pipes = [fcntl.fcntl(int(pipe), fcntl.F_DUPFD, 20) for pipe in sys.argv[1:3]]
os.dup2(pipes[0], 3)
os.dup2(pipes[1], 4)
os.execv(sys.argv[3], sys.argv[3:])
"""
"""Puts the pipes where the browser looks for them, and becomes the browser."""


def program() -> str | None:
    """The path of a Chromium, ``None`` where there is none."""
    return next((found for name in _NAMES if (found := shutil.which(name))), None)


class Chromium:
    """A running browser. Use as a context manager."""

    def __init__(self, profile: Path) -> None:
        found = program()
        assert found is not None
        to_browser, self._write = os.pipe()
        self._read, from_browser = os.pipe()
        command = [found, *_ARGUMENTS, f"--user-data-dir={profile}"]
        self._process = subprocess.Popen(
            [sys.executable, "-c", _STARTER, str(to_browser), str(from_browser), *command],
            pass_fds=(to_browser, from_browser),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        os.close(to_browser)
        os.close(from_browser)
        self._buffer = b""
        self._number = 0
        self.events: list[dict[str, Any]] = []

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None
    ) -> None:
        try:
            self.call("Browser.close")
        except (AssertionError, OSError):
            self._process.kill()
        os.close(self._write)
        os.close(self._read)
        self._process.wait(10)

    def call(self, method: str, session: str | None = None, **params: object) -> dict[str, Any]:
        """Send a command and wait for its answer; events that come before it are kept."""
        self._number += 1
        message: dict[str, Any] = {"id": self._number, "method": method, "params": params}
        if session is not None:
            message["sessionId"] = session
        os.write(self._write, json.dumps(message).encode() + b"\0")
        until = time.monotonic() + _PATIENCE
        while time.monotonic() < until:
            answer = self._receive()
            if answer.get("id") == self._number:
                assert "error" not in answer, answer["error"]
                result: dict[str, Any] = answer.get("result", {})
                return result
            self.events.append(answer)
        raise AssertionError(f"no answer to {method}")

    def _receive(self) -> dict[str, Any]:
        while b"\0" not in self._buffer:
            read = os.read(self._read, 1 << 20)
            assert read, "the browser has gone"
            self._buffer += read
        line, self._buffer = self._buffer.split(b"\0", 1)
        message: dict[str, Any] = json.loads(line)
        return message

    def open(self, url: str, width: int = 1440, height: int = 900, *, mobile: bool = False) -> Tab:
        """A new tab that shows a page of this size, loaded."""
        target = self.call("Target.createTarget", url="about:blank")["targetId"]
        session = self.call("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        tab = Tab(self, session)
        for domain in ("Page", "Runtime", "Network", "Log"):
            tab.call(f"{domain}.enable")
        tab.call("Emulation.setDeviceMetricsOverride", width=width, height=height, deviceScaleFactor=1, mobile=mobile)
        tab.call("Page.navigate", url=url)
        tab.wait(lambda: tab.value("document.readyState === 'complete' && location.href !== 'about:blank'") is True)
        return tab


class Tab:
    """A page in the browser."""

    def __init__(self, browser: Chromium, session: str) -> None:
        self._browser = browser
        self._session = session

    def call(self, method: str, **params: object) -> dict[str, Any]:
        """A command of the protocol to this tab."""
        return self._browser.call(method, self._session, **params)

    def value(self, expression: str) -> Any:
        """What a JavaScript expression gives."""
        result = self.call("Runtime.evaluate", expression=expression, returnByValue=True, awaitPromise=True)
        assert "exceptionDetails" not in result, result["exceptionDetails"]
        return result["result"].get("value")

    def wait(self, condition: Callable[[], bool]) -> None:
        """Until a condition holds; fails after some seconds."""
        until = time.monotonic() + _PATIENCE
        while not condition():
            assert time.monotonic() < until, "waited in vain"
            time.sleep(0.02)

    def click(self, selector: str, index: int = 0) -> None:
        """A real click of the mouse into the middle of what is seen of an element."""
        x, y = self.value(
            f"(() => {{ const e = document.querySelectorAll({json.dumps(selector)})[{index}];"
            " e.scrollIntoView({block: 'nearest'}); const r = e.getClientRects()[0];"
            " return [r.left + r.width / 2, r.top + r.height / 2]; })()"
        )
        for kind in ("mousePressed", "mouseReleased"):
            self.call("Input.dispatchMouseEvent", type=kind, x=x, y=y, button="left", clickCount=1)

    def press(self, key: str) -> None:
        """A key of the keyboard."""
        codes = {"Tab": 9, "Enter": 13, "Escape": 27}
        text = {"Enter": "\r"}.get(key, key if len(key) == 1 else "")
        params = {"key": key, "text": text, "windowsVirtualKeyCode": codes.get(key, ord(key[0].upper()))}
        self.call("Input.dispatchKeyEvent", type="keyDown", **params)
        self.call("Input.dispatchKeyEvent", type="keyUp", **params)

    def events(self, method: str) -> list[dict[str, Any]]:
        """The events of a kind that this tab has sent so far."""
        self.value("0")  # whatever is on its way
        return [
            event["params"]
            for event in self._browser.events
            if event.get("method") == method and event.get("sessionId") == self._session
        ]

    def problems(self) -> list[str]:
        """Everything that the console holds of errors and warnings, refusals of the policy included."""
        found = [str(event["exceptionDetails"]) for event in self.events("Runtime.exceptionThrown")]
        found += [str(event["args"]) for event in self.events("Runtime.consoleAPICalled")]
        return found + [str(event["entry"]) for event in self.events("Log.entryAdded")]

    def requests(self) -> list[str]:
        """The addresses that the page has asked for, pictures inside the page left out."""
        urls = [event["request"]["url"] for event in self.events("Network.requestWillBeSent")]
        return [url for url in urls if not url.startswith("data:")]

    def screenshot(self, path: Path) -> None:
        """What is seen, as PNG."""
        path.write_bytes(base64.b64decode(self.call("Page.captureScreenshot", format="png")["data"]))

    def print(self, path: Path) -> None:
        """The page as it is printed, as PDF."""
        printed = self.call("Page.printToPDF", preferCSSPageSize=True, printBackground=False)
        path.write_bytes(base64.b64decode(printed["data"]))
