"""The folder of JSON Schemas, written for editors of YAML: only what has changed."""

from __future__ import annotations

import json
from contextlib import suppress
from pathlib import Path

from generator.model.schema import FOLDER, schemas
from generator.model.specs import Specs
from generator.publish.saving import replace_file


def write_schemas(specs: Specs, out: Path) -> list[Path]:
    """Writes the schema of each kind of file into `out`; returns those that changed.

    A file is replaced in one step, because an editor may read it at any time. Raises OSError.
    """
    out.mkdir(parents=True, exist_ok=True)
    written = []
    for name, schema in schemas(specs).items():
        text = json.dumps(schema, ensure_ascii=False, indent=1) + "\n"
        if _write(out / name, text.encode()):
            written.append(out / name)
    return written


def offer_names(specs: Specs, folder: Path) -> None:
    """Brings the schemas in the folder of specs up to date, if there are any, so that editors of
    YAML offer what is new. Where that cannot be done, `signout schema` says what is wrong."""
    out = folder / FOLDER
    if out.is_dir():
        with suppress(OSError):
            write_schemas(specs, out)


def _write(file: Path, data: bytes) -> bool:
    """Writes `data` into `file` and returns true, unless it is there already."""
    if file.is_file() and file.read_bytes() == data:
        return False
    replace_file(file, data)
    return True
