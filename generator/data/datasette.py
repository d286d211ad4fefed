"""metadata.json: what Datasette (https://docs.datasette.io/en/stable/metadata.html) shows beside
signout.sqlite: licence and source, what each table and column holds, searches, ready questions."""

from __future__ import annotations

from typing import Any

from generator.data.bundle import Bundle
from generator.data.database import DATABASE_NAME, SEARCH, Table, tables
from generator.data.questions import QUESTIONS

DATASETTE_NAME = "metadata.json"
# What a table is narrowed down by, what stands for a row where it is referred to, and in which
# order the rows come.
_SHOWN: dict[str, dict[str, Any]] = {
    "devices": {"facets": ["kind", "confidence", "input"], "label_column": "name"},
    "routes": {"facets": ["role", "confidence", "on_device", "changed_since"]},
    "routes_with_sources": {"facets": ["role", "confidence", "checked_how", "tier"]},
    "steps": {"facets": ["action"], "label_column": "says"},
    "steps_in_order": {"facets": ["role", "confidence"]},
    "ways": {"facets": ["family", "role"], "label_column": "title"},
    "sources": {"facets": ["tier", "language", "publisher"], "label_column": "title"},
    "label_words": {"facets": ["language", "official"]},
    "labels": {"label_column": "text"},
    "families": {"label_column": "name"},
    "kinds": {"label_column": "name"},
    "keys": {"label_column": "name"},
    "problems": {"label_column": "title"},
    "solutions": {"facets": ["confidence"]},
    "items": {"facets": ["priority", "confidence"], "label_column": "title"},
    "checklists": {"label_column": "title"},
    "changes": {"facets": ["what", "about"], "sort_desc": "date"},
    "search": {"facets": ["kind"]},
}
# Tables whose rows the text index knows by this column.
_SEARCHED = {"devices", "steps", "problems"}


def datasette_metadata(bundle: Bundle, site: str) -> dict[str, Any]:
    """What Datasette is told; `site` is the address of the site's root, absolute or not."""
    title = f"How to sign out of {bundle.service}"
    source = {"source": title}
    if site.startswith(("https://", "http://")):
        source["source_url"] = site
    return {
        "title": title,
        "description": f"{bundle.attribution}. Edition of {bundle.edition.isoformat()}.",
        "license": bundle.licence.name,
        "license_url": bundle.licence.url,
        **source,
        "databases": {
            DATABASE_NAME.removesuffix(".sqlite"): {
                "description": "Devices, their routes step by step, problems, labels, sources.",
                "tables": {table.name: _table(table) for table in (*tables(), SEARCH)},
                "queries": {
                    question.name: {"title": question.asks, "sql": question.sql}
                    for question in QUESTIONS
                    if question.name != "find"  # every table has a field for that
                },
            }
        },
    }


def _table(table: Table) -> dict[str, Any]:
    searched = {"fts_table": SEARCH.name, "fts_pk": "search_id"} if table.name in _SEARCHED else {}
    return {
        "description": table.means,
        "columns": dict(table.columns),
        **searched,
        **_SHOWN.get(table.name, {}),
    }
