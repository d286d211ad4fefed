"""A client of the Language Server Protocol, as small as these tests need: JSON over two pipes.

https://microsoft.github.io/language-server-protocol/
"""

from __future__ import annotations

import json
import subprocess
from collections.abc import Iterable
from pathlib import Path
from typing import Any

Message = dict[str, Any]

# No schemas from elsewhere: the modeline of a file says all, and tests fetch nothing.
SETTINGS = {
    "yaml": {
        "schemaStore": {"enable": False},
        "kubernetesCRDStore": {"enable": False},
        "hover": True,
        "completion": True,
        "validate": True,
    }
}
# What an editor such as Visual Studio Code says of itself, as far as answers depend on it.
CAPABILITIES = {
    "workspace": {"configuration": True},
    "textDocument": {
        "completion": {
            "completionItem": {"snippetSupport": True, "documentationFormat": ["markdown"]}
        },
        "hover": {"contentFormat": ["markdown"]},
        "publishDiagnostics": {},
    },
}


class LanguageServer:
    """A language server that runs as `command`, for the files below `root`."""

    def __init__(self, command: Iterable[str | Path], root: Path) -> None:
        self._process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        self._last = 0
        self._diagnostics: dict[str, list[Message]] = {}
        folder = {"uri": root.as_uri(), "name": root.name}
        start = {"processId": None, "rootUri": root.as_uri(), "workspaceFolders": [folder]}
        self.request("initialize", {**start, "capabilities": CAPABILITIES})
        self.notify("initialized", {})
        self.notify("workspace/didChangeConfiguration", {"settings": SETTINGS})

    def open(self, file: Path, text: str | None = None) -> None:
        """Shows the server `file`, with another `text` than it has if one is given."""
        said = file.read_text("utf-8") if text is None else text
        document = {"uri": file.as_uri(), "languageId": "yaml", "version": 1, "text": said}
        self._diagnostics.pop(file.as_uri(), None)
        self.notify("textDocument/didOpen", {"textDocument": document})

    def close(self, file: Path) -> None:
        """Ends what `open` began."""
        self.notify("textDocument/didClose", {"textDocument": {"uri": file.as_uri()}})

    def diagnostics(self, file: Path) -> list[Message]:
        """What the server finds wrong in an open file; waits until it has said so."""
        while file.as_uri() not in self._diagnostics:
            self._take(self._read())
        return self._diagnostics[file.as_uri()]

    def at(self, method: str, file: Path, line: int, character: int) -> Any:
        """The answer to a `method` at a place; both numbers count from 0."""
        place = {"line": line, "character": character}
        asked = {"textDocument": {"uri": file.as_uri()}, "position": place}
        return self.request(f"textDocument/{method}", asked)

    def request(self, method: str, parameters: Any) -> Any:
        """The result of a request. Raises RuntimeError with the server's words if it fails."""
        self._last += 1
        asked = self._last
        self._write({"id": asked, "method": method, "params": parameters})
        while True:
            message = self._read()
            if message.get("id") == asked and "method" not in message:
                if "error" in message:
                    raise RuntimeError(message["error"]["message"])
                return message["result"]
            self._take(message)

    def notify(self, method: str, parameters: Any) -> None:
        """Tells the server something that it does not answer."""
        self._write({"method": method, "params": parameters})

    def stop(self) -> None:
        """Ends the server as an editor does."""
        self.request("shutdown", None)
        self.notify("exit", None)
        self._process.communicate()

    def _take(self, message: Message) -> None:
        """Keeps what the server tells, and answers what it asks."""
        if message.get("method") == "textDocument/publishDiagnostics":
            self._diagnostics[message["params"]["uri"]] = message["params"]["diagnostics"]
        elif "id" in message and "method" in message:
            result = None
            if message["method"] == "workspace/configuration":
                result = [SETTINGS.get(item["section"]) for item in message["params"]["items"]]
            self._write({"id": message["id"], "result": result})

    def _write(self, message: Message) -> None:
        assert self._process.stdin is not None
        body = json.dumps({"jsonrpc": "2.0", **message}).encode()
        self._process.stdin.write(b"Content-Length: %d\r\n\r\n%s" % (len(body), body))
        self._process.stdin.flush()

    def _read(self) -> Message:
        assert self._process.stdout is not None
        length = 0
        while (line := self._process.stdout.readline().strip()) or not length:
            if not line and self._process.poll() is not None:
                raise RuntimeError("the language server has stopped")
            name, _, value = line.partition(b":")
            if name.lower() == b"content-length":
                length = int(value)
        read: Message = json.loads(self._process.stdout.read(length))
        return read
