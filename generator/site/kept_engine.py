"""What the site engine makes of prose and frames, kept for as long as nothing of it changes."""

from __future__ import annotations

import json
import os
import re
from base64 import b64decode, b64encode
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from generator.read.kept import Kept, key_of, program
from generator.site.engine import SiteSettings, build_frames, hangs_on, site_settings
from generator.site.plain_files import as_they_are, refuse_strange
from generator.site.styles import cut_styles

# A setting that is asked of the environment: `!ENV NAME`, `!ENV [NAME, OTHER, "else"]`.
_ASKED = re.compile(r"!ENV\s+(\[[^\]]*\]|\S+)")
_NAME = re.compile(r"[A-Za-z_]\w*")


def engine_built(config: Path, content: Path, folder: Path, kept: Kept) -> SiteSettings:
    """Puts into `folder` what the engine makes of `content` with the settings in the file `config`,
    with no more styles than pages can use.

    The engine is asked only if something changed that this is made of. Raises EngineError, or
    SpecProblems for files that nobody should read, or that change meanwhile.
    """
    refuse_strange(config, content)
    with as_they_are(config, content):
        settings_key = _of_settings(config, content)
        known = kept.get(settings_key)
        if known is not None:
            others = [Path(name) for name in json.loads(known)]
            refuse_strange(*others)
            made = kept.get(_of_files(settings_key, [content, *others]))
            if made is not None:
                return _restored(json.loads(made), config, folder)
        settings, to_keep = _made(config, content, folder, settings_key)
    # Only now: what was made while something changed must not be taken for what it is now.
    for key, data in to_keep.items():
        kept.put(key, data)
    return settings


def _made(
    config: Path, content: Path, folder: Path, settings_key: str
) -> tuple[SiteSettings, dict[str, bytes]]:
    """Asks the engine: the settings, and what to keep by which keys."""
    others = hangs_on(config)
    with as_they_are(*others or ()):
        build_frames(config, folder, content)
        cut_styles(folder)
        settings = site_settings(config)
        if others is None:
            return settings, {}
        key = _of_files(settings_key, [content, *others])
    return settings, {
        settings_key: json.dumps([str(path) for path in others]).encode(),
        key: json.dumps(_written(settings, folder)).encode(),
    }


def _of_settings(config: Path, content: Path) -> str:
    """The key of the settings, with what they ask of the environment."""
    try:
        text = config.read_text("utf-8")
    except (OSError, UnicodeDecodeError):
        text = ""  # told by the engine
    asked = sorted({name for part in _ASKED.findall(text) for name in _NAME.findall(part)})
    values = (f"{name}={os.environ.get(name)!r}" for name in asked)
    return key_of("engine", program(), str(Path.cwd()), str(config), str(content), text, *values)


def _of_files(settings_key: str, places: Iterable[Path]) -> str:
    return key_of(settings_key, *_bytes(places))


def _bytes(places: Iterable[Path]) -> Iterator[str | bytes]:
    for place in places:
        for file in sorted(place.rglob("*")):
            if file.is_file():
                yield from (str(file), file.read_bytes())


def _written(settings: SiteSettings, folder: Path) -> dict[str, Any]:
    files = (file for file in sorted(folder.rglob("*")) if file.is_file())
    return {
        "name": settings.name,
        "url": settings.url,
        "sections": dict(settings.sections),
        "files": {
            file.relative_to(folder).as_posix(): b64encode(file.read_bytes()).decode()
            for file in files
        },
    }


def _restored(written: dict[str, Any], config: Path, folder: Path) -> SiteSettings:
    for path, data in written["files"].items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(b64decode(data))
    where = Path(os.path.relpath(config.absolute().parent))
    return SiteSettings(written["name"], written["url"], written["sections"], where)
