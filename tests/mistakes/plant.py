"""The list of mistakes, and how each is planted in the specs: tests/mistakes/mistakes.yml."""

from __future__ import annotations

from dataclasses import dataclass, fields
from functools import cached_property
from pathlib import Path
from typing import Any

import yaml

from generator.check.proof import check
from generator.model.specs import FOLDERS, SHARED, Specs, load
from generator.read.problem import Problem
from generator.read.tree import SpecFile, spec_files

ROOT = Path(__file__).parents[2]
SPECS = "device_specs"
Files = dict[str, str]


@dataclass(frozen=True)
class Mistake:
    """One mistake, and the kind it is of; `said` is its entry in the list."""

    kind: str
    said: dict[str, Any]

    @property
    def file(self) -> str:
        """The file it is made in."""
        return str(self.said["in"])

    @property
    def whole_file(self) -> bool:
        """Whether something was done to a file, not in it."""
        return "was" not in self.said

    @property
    def name(self) -> str:
        """What the report calls it."""
        what = {key: value for key, value in self.said.items() if key not in ("in", "choose")}
        return f"{self.kind}: {self.file}: {what}"

    def planted(self, files: Files) -> Files:
        """The files with the mistake in them."""
        said, spoilt = self.said, dict(files)
        if "was" in said:
            spoilt[self.file] = replaced(files[self.file], said["was"], said["now"], self.name)
        elif "renamed" in said:
            spoilt[said["renamed"]] = spoilt.pop(self.file)
        elif "copied" in said:
            spoilt[said["copied"]] = files[self.file]
        elif "emptied" in said:
            spoilt[self.file] = ""
        else:
            assert said["deleted"]
            del spoilt[self.file]
        return spoilt

    def right_line(self, files: Files, spoilt: Files) -> tuple[str, int]:
        """Where the first problem is to stand: file and line."""
        said = self.said
        file = said.get("at_in", said.get("renamed", self.file))
        if "at" in said:
            words, _, nth = said["at"].partition("#")
            lines = [
                number for number, line in enumerate(spoilt[file].split("\n"), 1) if words in line
            ]
            assert lines, f"{self.name}: no line has {words!r}"
            assert nth or len(lines) == 1, f"{self.name}: {words!r} stands on lines {lines}"
            return file, lines[int(nth or 1) - 1]
        if self.whole_file:
            return file, 1
        before, after = files[file].split("\n"), spoilt[file].split("\n")
        same = (n for n, (a, b) in enumerate(zip(before, after, strict=False), 1) if a != b)
        return file, next(same)


def replaced(text: str, was: str, now: str, who: str) -> str:
    """`text` with `was`, which must stand in it once, replaced."""
    assert text.count(was) == 1, f"{who}: {was!r} stands {text.count(was)} times in the file"
    return text.replace(was, now)


def mistakes() -> list[Mistake]:
    """All mistakes of the list."""
    listed = yaml.safe_load((Path(__file__).parent / "mistakes.yml").read_text("utf-8"))
    return [Mistake(kind, said) for kind, entries in listed.items() for said in entries]


class RealSpecs:
    """The specs of device_specs/, read once, and checked again with some files changed.

    A check of all takes 0.1 s, half of it for reading. So files that did not change are not read
    again; `test_mistakes.py` shows that it makes no difference.
    """

    def __init__(self) -> None:
        found = [file for file in spec_files(ROOT / SPECS, SPECS) if isinstance(file, SpecFile)]
        self.files: Files = {"/".join(file.parts): file.data.decode() for file in found}

    @cached_property
    def whole(self) -> Specs:
        """All specs as they are."""
        specs, problems = load(self._as_files(self.files), SPECS)
        assert not problems
        return specs

    def problems(self, changed: Files) -> list[Problem]:
        """The problems of the specs if the text of these files were another."""
        part, problems = load(self._as_files({**self._service, **changed}), SPECS)
        return check(self._joined(part, set(changed)), problems).problems

    def problems_read_anew(self, files: Files) -> list[Problem]:
        """The problems of these files, and of no others."""
        return check(*load(self._as_files(files), SPECS)).problems

    @property
    def _service(self) -> Files:
        return {"service.yml": self.files["service.yml"]}

    def _as_files(self, files: Files) -> list[SpecFile]:
        parts = sorted(tuple(name.split("/")) for name in files)
        return [
            SpecFile(f"{SPECS}/{name}", part, files[name].encode())
            for part in parts
            for name in ["/".join(part)]
        ]

    def _joined(self, part: Specs, changed: set[str]) -> Specs:
        joined = Specs(service=part.service, broken=part.broken)
        for field in fields(Specs):
            if field.name in SHARED and f"{field.name}.yml" in changed:
                setattr(joined, field.name, getattr(part, field.name))
            elif field.name in SHARED:
                setattr(joined, field.name, getattr(self.whole, field.name))
            elif field.name in FOLDERS:
                gone = {f"{SPECS}/{name}" for name in changed}
                entries = [
                    entry
                    for entry in getattr(self.whole, field.name).values()
                    if entry.document.file not in gone
                ]
                entries += getattr(part, field.name).values()
                entries.sort(key=lambda entry: entry.document.file.split("/"))
                setattr(joined, field.name, {entry.id: entry for entry in entries})
        return joined
