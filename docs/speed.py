"""Writes the tables and plots of docs/speed.md from docs/speed.json, the results of a run of
`make bench`, so that no number in them was typed.

The page's words are its own; what stands between `<!-- made: NAME -->` and `<!-- end -->` is
replaced. `make docs` writes it, and a test holds it up to date.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

from bench.builds import BUILDS, LABELS
from bench.contenders import CONTENDERS
from bench.figures import Figure
from bench.kinds import KINDS
from bench.plots import plots
from bench.profile import PROFILE
from bench.results import Measured, load

ROOT = Path(__file__).parent.parent
OUT, RESULTS = ROOT / "docs" / "speed.md", ROOT / "docs" / "speed.json"

_PART = re.compile(r"(<!-- made: ([a-z]+) -->\n).*?(<!-- end -->\n)", re.DOTALL)
_TOLD = (
    ("us", "`signout build` from nothing"),
    ("us-note", "`signout build` after one edit"),
    ("us-search", "`signout build` from nothing, with search"),
    ("hugo", "Hugo"),
    ("hugo-cached", "Hugo tuned by hand"),
    ("hugo-pagefind", "Hugo, with search by Pagefind"),
    ("eleventy", "Eleventy, handed the content"),
    ("zensical", "Zensical, handed the content"),
    ("mkdocs", "MkDocs, handed the content"),
)
_HEADINGS = {
    "check": "The check",
    "pdf": "The handbook and the cards",
    "data": "The open data",
    "page-speed": "Pages on a slow phone",
    "preview": "From a save to the browser",
}


def page(text: str, results: Mapping[str, Measured]) -> str:
    """The page `text` with all that is made in it made from `results`."""
    return _PART.sub(lambda found: f"{found[1]}\n{_MADE[found[2]](results)}\n{found[3]}", text)


def pictures(results: Mapping[str, Measured]) -> dict[str, str]:
    """The plots, by the names of their files."""
    return dict(plots(results["builds"].records))


def results() -> dict[str, Measured]:
    """The results of the run that the page tells of."""
    return load(RESULTS, KINDS)


def _summary(results: Mapping[str, Measured]) -> str:
    """The times at the largest size that Hugo took part in, or that there is, and at the largest of
    all."""
    by = {(one.contender, one.devices): one for one in results["builds"].records}
    most = max(devices for who, devices in by if who == "us")
    size = max((devices for who, devices in by if who == "hugo"), default=most)
    rows = [f"| {size:,} devices | seconds |", "| --- | --: |"]
    for who, what in _TOLD:
        if one := by.get((who, size)):
            rows.append(f"| {what} | {one.took.seconds:.2f} |")
    ours = by["us", most].took
    told = f"`signout build` takes {ours.seconds:.1f} s from nothing, and {ours.megabytes:.0f} MB"
    return "\n".join([*rows, "", f"For {most:,} devices {told} in its largest process.", ""])


def _machine(results: Mapping[str, Measured]) -> str:
    machine = results["builds"].machine
    versions = ", ".join(f"{name} {version}" for name, version in machine.versions.items())
    return (
        f"Measured on {machine.day:%-d %B %Y} with {machine.cores} cores ({machine.processor}) and "
        f"{machine.memory_gb:.0f} GB of memory, {machine.system}: {versions}.\n"
    )


def _figures(results: Mapping[str, Measured]) -> str:
    rows = ["| what | measured | promised | |", "| --- | --: | --: | --- |"]
    for kind in KINDS:
        if kind.name in results:
            rows += map(_row, kind.figures(results[kind.name].records))
    return "\n".join(rows) + "\n"


def _row(figure: Figure) -> str:
    if figure.bound is None:
        promised = verdict = ""
    else:
        promised = f"at {figure.is_at} {figure.bound:g} {figure.unit}"
        verdict = "kept" if figure.kept else "**missed**"
    return f"| {figure.what} | {figure.measured:.2f} {figure.unit} | {promised} | {verdict} |"


def _builds(results: Mapping[str, Measured]) -> str:
    return BUILDS.table(results["builds"].records) + "\n"


def _contenders(results: Mapping[str, Measured]) -> str:
    took_part = {record.contender for record in results["builds"].records}
    rows = ["| who | is given | what to know |", "| --- | --- | --- |"]
    for one in CONTENDERS:
        if one.name in took_part:
            most = f" Not asked for more than {one.most:,} devices." if one.most else ""
            rows.append(f"| {LABELS[one.name]} | {one.given} | {one.remark}{most} |")
    return "\n".join(rows) + "\n"


def _profile(results: Mapping[str, Measured]) -> str:
    if PROFILE.name not in results:
        return ""
    return PROFILE.table(results[PROFILE.name].records) + "\n"


def _others(results: Mapping[str, Measured]) -> str:
    return "\n".join(_tables(results))


def _tables(results: Mapping[str, Measured]) -> Iterator[str]:
    for kind in KINDS:
        if kind.name in results and kind not in (BUILDS, PROFILE):
            yield f"### {_HEADINGS[kind.name]}\n\n{kind.table(results[kind.name].records)}\n"


_MADE: Mapping[str, Callable[[Mapping[str, Measured]], str]] = {
    "summary": _summary,
    "machine": _machine,
    "figures": _figures,
    "builds": _builds,
    "contenders": _contenders,
    "profile": _profile,
    "others": _others,
}


if __name__ == "__main__":
    found = results()
    OUT.write_text(page(OUT.read_text("utf-8"), found), "utf-8")
    for name, svg in pictures(found).items():
        (ROOT / "docs" / name).write_text(svg, "utf-8")
