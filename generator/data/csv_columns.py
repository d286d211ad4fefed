"""The columns of signout.csv, and what they mean in the words of CSV on the Web.

CSV on the Web (https://www.w3.org/TR/tabular-metadata/) says beside a table what is in it, so that
programs need not guess which cells are dates and which are lists.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from generator.data.envelope import About

CSV_NAME = "signout.csv"
CSVW_NAME = "signout.csv-metadata.json"  # where programs look for it, given the address of the CSV

ABOUT_ROWS = (
    "One row for each step of each route on each device. A device that has no sign-out of its own "
    "has the steps on the account page, with the role remote, so that no device is missing."
)
ABOUT_APOSTROPHES = (
    "Spreadsheets run a cell that begins with =, +, - or @ as a formula. Where a text would begin "
    "a cell so, or a part of a cell after a semicolon, tab or line break (some spreadsheets begin "
    "a new cell there), an apostrophe stands before that character. All other text is as it was "
    "typed; the JSON documents and the database have every text without apostrophes."
)


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its name in the header, what it is for people, and what it holds.

    `separator` is what stands between the values of a cell that holds several.
    """

    name: str
    title: str
    means: str
    datatype: str | dict[str, Any] = "string"
    required: bool = False
    separator: str | None = None


def _one_of(*values: str) -> dict[str, Any]:
    return {"base": "string", "format": "|".join(values)}


COLUMNS: tuple[Column, ...] = (
    Column("row", "Row", "Names the row: device, interface, route and step.", required=True),
    Column("device_id", "Device id", "The device's id.", required=True),
    Column("device", "Device", "Its name, as people know it.", required=True),
    Column("other_names", "Other names", "Other names and models it is known by, with commas."),
    Column("kind_id", "Kind id", "The id of its kind.", required=True),
    Column("kind", "Kind", "Its kind, in the plural.", required=True),
    Column(
        "retired_since",
        "Retired since",
        "The day from which the service no longer runs on it; empty if it does.",
        "date",
    ),
    Column("interface_id", "Interface id", "The interface's id; empty for the account page."),
    Column("interface", "Interface", "What we call this look of the app."),
    Column("tell", "Is yours if", "By what one tells it from the other interfaces of this device."),
    Column("route_id", "Route id", "The route's id.", required=True),
    Column(
        "role",
        "Role",
        "main: to be tried first; fallback: when that does not work; remote: on the account page, "
        "as the device has no sign-out of its own.",
        _one_of("main", "fallback", "remote"),
        required=True,
    ),
    Column("route", "Route", "The route as a heading.", required=True),
    Column("when", "When", "When to take the route, or why it is done on the account page."),
    Column("reach", "Before step 1", "How to get to the screen the route starts from."),
    Column(
        "step",
        "Step",
        "The step's number, from 1.",
        {"base": "integer", "minimum": 1},
        required=True,
    ),
    Column(
        "action",
        "Action",
        "press: press keys; select: select a label; move: press keys until a label is reached; "
        "enter: type something.",
        _one_of("press", "select", "move", "enter"),
        required=True,
    ),
    Column("instruction", "What to do", "The whole instruction.", required=True),
    Column("words", "Words", "The keys or the label as the device calls them, or what to type."),
    Column("where", "Where", "Where on the screen it stands."),
    Column(
        "official_languages",
        "Official in",
        "Codes of languages in which the label was seen on an official page.",
        separator=" ",
    ),
    Column("note", "Note", "What else to know about this step; beside the first, about the route."),
    Column("sees", "What you see then", "What the screen looks like afterwards.", required=True),
    Column("goal", "Signed out", "true if one is signed out then.", "boolean", required=True),
    Column(
        "confidence",
        "How sure",
        "high: an official page describes it; medium: independent guides agree; low: few or weak "
        "guides; inferred: no source names this device, but it shares this app.",
        _one_of("high", "medium", "low", "inferred"),
        required=True,
    ),
    Column("checked_on", "Checked on", "The day on which the route was last checked.", "date"),
    Column(
        "checked_how",
        "How checked",
        "tried on a device, or compared with its sources.",
        _one_of("tried on a device", "compared with its sources"),
    ),
    Column(
        "changed_since",
        "Changed since",
        "true if the route has changed since it was checked.",
        "boolean",
    ),
    Column(
        "sources",
        "Sources",
        "Addresses of the pages that describe the route, with spaces between them.",
        "anyURI",
        separator=" ",
    ),
    Column(
        "page",
        "Page",
        "The address of the device's page, absolute or relative to this file.",
        "anyURI",
        required=True,
    ),
    Column(
        "edition",
        "Edition",
        "The day on which the knowledge was last compared with its sources.",
        "date",
        required=True,
    ),
    Column("licence", "Licence", "The licence of the data.", required=True),
)


def csv_metadata(about: About) -> dict[str, Any]:
    """What signout.csv holds, as a description of CSV on the Web."""
    return {
        "@context": ["http://www.w3.org/ns/csvw", {"@language": "en"}],
        "url": CSV_NAME,
        "dc:title": f"How to sign out of {about.service}, step by step",
        "dc:description": [ABOUT_ROWS, ABOUT_APOSTROPHES],
        "dc:creator": about.attribution,
        "dc:license": {"@id": about.licence.url},
        "dc:modified": {"@value": about.edition.isoformat(), "@type": "xsd:date"},
        "dialect": {
            "encoding": "utf-8",
            "lineTerminators": ["\r\n"],
            "delimiter": ",",
            "quoteChar": '"',
            "doubleQuote": True,
            "header": True,
            "commentPrefix": None,
        },
        "tableSchema": {
            "columns": [_described(column) for column in COLUMNS],
            "primaryKey": "row",
            "rowTitles": ["device", "step"],
        },
    }


def _described(column: Column) -> dict[str, Any]:
    said: dict[str, Any] = {
        "name": column.name,
        "titles": [column.name, column.title],
        "dc:description": column.means,
        "datatype": column.datatype,
    }
    if column.required:
        said["required"] = True
    if column.separator:
        said["separator"] = column.separator
    return said
