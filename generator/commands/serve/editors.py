"""Links that open a file in an editor at a line: which address each editor listens to.

There is no standard, but the editors that handle such links agree in part. VS Code and what is
built on it: https://code.visualstudio.com/docs/configure/command-line#_opening-vs-code-with-urls;
JetBrains: `idea://open?file=…&line=…`; TextMate, and those who follow it: `txmt://open?url=…`.
Names and marks are those that ripgrep and delta use for the same purpose.
"""

from __future__ import annotations

import re
from pathlib import Path
from urllib.parse import quote

import click

from generator.read.problem import Place, did_you_mean

_LIKE_VSCODE = "{name}://file{{file}}:{{line}}:{{column}}"
_LIKE_IDEA = "{name}://open?file={{file}}&line={{line}}&column={{column}}"
_LIKE_TEXTMATE = "{name}://open?url=file://{{file}}&line={{line}}&column={{column}}"
_SCHEMES = {
    _LIKE_VSCODE: {
        "vscode": "vscode",
        "vscode-insiders": "vscode-insiders",
        "vscodium": "vscodium",
        "cursor": "cursor",
        "windsurf": "windsurf",
        "zed": "zed",
    },
    _LIKE_IDEA: {
        "idea": "idea",
        "pycharm": "pycharm",
        "webstorm": "webstorm",
        "phpstorm": "phpstorm",
    },
    _LIKE_TEXTMATE: {"sublime": "subl", "textmate": "txmt", "macvim": "mvim"},
}
EDITORS = {
    editor: like.format(name=scheme)
    for like, schemes in _SCHEMES.items()
    for editor, scheme in schemes.items()
}
NONE = "none"  # no links
_MARK = re.compile(r"\{(\w*)\}")
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")
# What a browser would run, or show in the place of the page.
_REFUSED = ("javascript:", "data:", "vbscript:", "blob:")


class EditorLink(click.ParamType[str]):
    """The name of an editor, or an address with `{file}`, `{line}` and `{column}` in it."""

    name = "editor"

    def get_metavar(self, param: click.Parameter, ctx: click.Context) -> str:
        """What `--help` shows for the value."""
        return "NAME|ADDRESS"

    def convert(self, value: str, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """The address, whichever of both was given."""
        if value in EDITORS:
            return EDITORS[value]
        if value == NONE:
            return ""
        if ":" not in value:
            known = ", ".join([*EDITORS, NONE])
            hint = did_you_mean(value, EDITORS)
            self.fail(
                f"There is no editor `{value}` here. {hint} Known are {known}.".replace("  ", " ")
            )
        if not _SCHEME.match(value) or value.lower().startswith(_REFUSED):
            self.fail(f"`{value}` is not an address that opens a file, such as {EDITORS['zed']}")
        marks = set(_MARK.findall(value))
        if "file" not in marks:
            self.fail(f"`{value}` has no {{file}}, where the path of the file is put.")
        if unknown := marks - {"file", "line", "column"}:
            wrong = ", ".join(f"{{{name}}}" for name in sorted(unknown))
            self.fail(f"{wrong} is nothing; there are {{file}}, {{line}} and {{column}}.")
        return value


def link_to(place: Place, address: str) -> str:
    """The link that opens a place; `address` is one of those above, or empty for no link."""
    # As it stands, with whatever led there: `..` and links are the editor's business.
    path = Path(place.file).absolute().as_posix()
    values = {
        # Windows: /C:/folder/file
        "file": quote(path if path.startswith("/") else f"/{path}", safe="/:"),
        "line": str(place.line),
        "column": str(place.column),
    }
    return _MARK.sub(lambda mark: values[mark[1]], address)
