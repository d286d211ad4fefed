"""The changelog: a day a file, and each change under a name of its own on that day."""

from __future__ import annotations

from collections.abc import Iterator

from generator.model.changelog import DAY_FILE, Edition
from generator.model.meant import date_meant
from generator.model.specs import Entry, Specs
from generator.model.text import is_date
from generator.read.problem import Place, Problem


def check_changelog(specs: Specs) -> Iterator[Problem]:
    """The problems of what was recorded. What it names may be gone by now, and is no problem."""
    first: dict[tuple[str, str], Entry[Edition]] = {}
    # The files of a day have numbers, by which names do not sort.
    for entry in sorted(specs.changelog.values(), key=lambda one: (len(one.id), one.id)):
        found = DAY_FILE.fullmatch(entry.id)
        if found is None or not is_date(found["day"]):
            yield _no_day(entry)
            continue
        for name in entry.spec.changes:
            known = first.setdefault((found["day"], name), entry)
            if known is not entry:
                yield Problem(
                    entry.place("changes", name, key=True),
                    "said-twice",
                    f"`{name}` stands already at {known.place('changes', name, key=True)}.",
                    "Remove one of them, or give it another name.",
                )
        yield from _every_device(entry)


def _no_day(entry: Entry[Edition]) -> Problem:
    meant = date_meant(entry.id)
    hint = f"Call it `{meant}.yml`." if meant else "Call it by its day, as in `2026-11-22.yml`."
    message = f"The name of the file is `{entry.id}`, which is no day."
    return Problem(Place(entry.document.file), "not-a-day", message, hint)


def _every_device(entry: Entry[Edition]) -> Iterator[Problem]:
    for name, change in entry.spec.changes.items():
        if change.every_device and not change.kinds:
            yield Problem(
                entry.place("changes", name, "every_device"),
                "missing-field",
                "It is said of every device, but not of which kinds.",
                "Add `kinds:`, or name the devices in `devices:` instead.",
            )
        if change.every_device and change.devices:
            yield Problem(
                entry.place("changes", name, "devices", key=True),
                "said-twice",
                "It is said of every device of these kinds, and of some of them once more.",
                "Remove `devices:` or `every_device:`.",
            )
