"""Everything that is known, read from specs or from what a site publishes: the same either way."""

from __future__ import annotations

import gzip
import zlib
from pathlib import Path

from pydantic import ValidationError
from pydantic_core import from_json

from generator.data.bundle import Bundle
from generator.data.envelope import API
from generator.data.mapping.whole import bundle
from generator.knowledge.load import SpecProblems, load_specs
from generator.read.problem import shown

# Ten times what the data of 10,000 devices need; a small packed file can unpack to anything.
MOST_BYTES = 1_000_000_000
_PACKED = b"\x1f\x8b"  # how gzip files begin
_SPECS = "device_specs"
_WHAT_CAN_BE = (
    "Name a folder of specs, the folder of a project, or a file `all.json` or `all.json.gz`."
)


class KnowledgeBaseError(Exception):
    """What was to be loaded is not there or not in order; the text says what, and what to do. Of
    specs with problems it lists them all, a line each."""


def load_knowledge_base(source: str | Path = "device_specs") -> Bundle:
    """Everything that is known, as typed objects that cannot change.

    `source` is a folder of specs, the folder of a project that has one, or a file `all.json` or
    `all.json.gz` as a site publishes it. From the same specs comes the same, whichever it is.
    Raises KnowledgeBaseError.
    """
    path = Path(source)
    called = f"`{shown(str(path), 200)}`"
    try:
        if path.is_dir():
            return _from_specs(path, called)
        if not path.is_file():
            raise KnowledgeBaseError(f"There is no {called}. {_WHAT_CAN_BE}")
        return _from_json(_content(path, called), called)
    except OSError as error:
        raise KnowledgeBaseError(f"{called} cannot be read: {error.strerror or error}.") from None


def _from_specs(path: Path, called: str) -> Bundle:
    folder = next((one for one in (path / _SPECS, path) if (one / "service.yml").is_file()), None)
    if folder is None:
        why = f"{called} is no folder of specs, for there is no `service.yml` in it."
        raise KnowledgeBaseError(f"{why} {_WHAT_CAN_BE}")
    try:
        return bundle(load_specs(folder))
    except SpecProblems as found:
        raise KnowledgeBaseError(str(found)) from None


def _content(path: Path, called: str) -> bytes:
    """The bytes of a file, unpacked if they are packed."""
    try:
        with path.open("rb") as file:
            packed = file.read(len(_PACKED)) == _PACKED
            file.seek(0)
            data = (gzip.GzipFile(fileobj=file) if packed else file).read(MOST_BYTES + 1)
    except (EOFError, gzip.BadGzipFile, zlib.error):
        raise KnowledgeBaseError(
            f"{called} is damaged, or not all of it is there. Fetch it again."
        ) from None
    if len(data) > MOST_BYTES:
        raise KnowledgeBaseError(f"{called} holds more than {MOST_BYTES:,} bytes: too many.")
    return data


def _from_json(data: bytes, called: str) -> Bundle:
    try:
        found = Bundle.model_validate_json(data)
    except ValidationError as error:
        raise KnowledgeBaseError(f"{called} {_why(data, error)}") from None
    if _major(found.api) != _major(API):
        raise KnowledgeBaseError(f"{called} {_other_version(found.api)}")
    return found


def _why(data: bytes, error: ValidationError) -> str:
    """What is wrong with data that are no bundle."""
    try:
        found = from_json(data)
    except ValueError:
        return f"is no JSON, or not all of it. {_WHAT_CAN_BE}"
    api = found.get("api") if isinstance(found, dict) else None
    if not isinstance(api, str):
        return f"is JSON, but not that of `all.json`. {_WHAT_CAN_BE}"
    if _major(api) != _major(API):
        return _other_version(api)
    first = error.errors(include_url=False)[0]
    where = shown(".".join(map(str, first["loc"])), 200)
    newer = " It is newer than this program: update that." if api != API else ""
    return f"is not as version {API} of the data says: `{where}`: {first['msg']}.{newer}"


def _major(api: str) -> str:
    return api.partition(".")[0]


def _other_version(api: str) -> str:
    return f"has version {shown(api)} of the data; this program reads {_major(API)}.x."
