"""What became of planted mistakes: noticed, explained or neither; mutants.py tells and saves it."""

from __future__ import annotations

import ast
import difflib
import json
import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass
from datetime import date
from enum import Enum
from pathlib import Path

from tests.without_end import WITHOUT_END

EXPLAINED, RECORDS = (Path(__file__).parent / name for name in ("mutants.toml", "mutants.json"))
EVERYWHERE = "everywhere"  # the table of what is explained in any module
_FAILED = (1, 2, 3, -11)  # a test failed, or the program could not be loaded, or broke down
_MISTAKE = re.compile(r"(?P<function>.+)__mutmut_(?P<number>\d+)$")


class End(Enum):
    """What became of a mistake."""

    FAILED = "a test failed"
    WITHOUT_END = "a test did not end"
    UNNOTICED = "no test noticed"


@dataclass(frozen=True)
class Mistake:
    """A planted mistake: in which function, which lines were there, and which then."""

    function: str
    was: str
    became: str
    end: End

    def __str__(self) -> str:
        return f"{self.function}: {self.was or '(nothing)'}  ->  {self.became or '(nothing)'}"


@dataclass(frozen=True)
class Explanation:
    """Why nobody could notice some mistakes: those that make `became` (one of them) of `was`, or
    that change nothing but what the pattern `within` finds, into what the pattern `becomes`
    finds. Without a function, those of all functions."""

    module: str
    why: str
    function: str = ""
    was: str = ""
    became: tuple[str, ...] = ()
    within: str = ""
    becomes: str = ".*"

    def fits(self, mistake: Mistake) -> bool:
        """Whether this is said of `mistake`, of a module that it is about."""
        if self.function not in ("", mistake.function):
            return False
        if not self.within:
            return mistake.was == self.was and mistake.became in self.became
        was, became = mistake.was, mistake.became
        return any(
            self._may_become(became, was[: found.start()], was[found.end() :])
            for found in re.finditer(self.within, was)
        )

    def _may_become(self, became: str, before: str, after: str) -> bool:
        middle = became.removeprefix(before).removesuffix(after)
        return f"{before}{middle}{after}" == became and bool(re.fullmatch(self.becomes, middle))

    def __str__(self) -> str:
        return f"{self.function or 'any function'}: {self.was or self.within}"


@dataclass(frozen=True)
class Record:
    """What came out for a module. Of the mistakes that no test noticed, some are explained."""

    day: str
    mutmut: str
    planted: int
    failed: int
    without_end: int
    explained: int

    @property
    def share(self) -> float:
        """Percent of the mistakes for which a test failed."""
        return 100 * self.failed / self.planted

    @property
    def left(self) -> int:
        """How many nobody noticed or explained."""
        return self.planted - self.failed - self.without_end - self.explained


def mistakes_in(text: str, ends: Mapping[str, int]) -> Iterator[Mistake]:
    """What `text`, a module with mistakes, has in the place of what, by their names."""
    forms = {
        node.name: (ast.get_source_segment(text, node) or "").splitlines()[1:]
        for node in ast.walk(ast.parse(text))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    }
    for name, end in ends.items():
        named = _MISTAKE.match(name)
        assert named is not None, name
        before = forms.get(f"{named['function']}__mutmut_orig", [])
        rows = list(difflib.ndiff(before, forms.get(name, [])))
        was, became = (
            " ".join(" ".join(row[2:] for row in rows if row.startswith(mark)).split())
            for mark in ("- ", "+ ")
        )
        function = named["function"].removeprefix("x").strip("_ǁ").replace("ǁ", ".")
        yield Mistake(function, was, became, _end(end))


def _end(code: int) -> End:
    if code in _FAILED:
        return End.FAILED
    return End.WITHOUT_END if code in WITHOUT_END else End.UNNOTICED


def explained() -> list[Explanation]:
    """What mutants.toml says."""
    return [
        Explanation(module, **one | {"became": _several(one.get("became", []))})
        for module, some in tomllib.loads(EXPLAINED.read_text("utf-8")).items()
        for one in some
    ]


def _several(became: str | list[str]) -> tuple[str, ...]:
    return (became,) if isinstance(became, str) else tuple(became)


def records(
    found: Mapping[str, list[Mistake]], known: Iterable[Explanation], mutmut: str
) -> tuple[dict[str, Record], list[str]]:
    """The record of each module, and a line for each mistake that is neither noticed nor explained
    and for each explanation of a module that explains none. `mutmut` is its version."""
    made, lines = {}, []
    vain = {one: one.module in found for one in known}
    today = date.today().isoformat()
    for module, mistakes in found.items():
        about = [one for one in vain if one.module in (module, EVERYWHERE)]
        left = []
        for mistake in mistakes:
            if mistake.end is End.UNNOTICED:
                why = [one for one in about if one.fits(mistake)]
                vain |= dict.fromkeys(why, False)
                left += [] if why else [mistake]
        ends = [mistake.end for mistake in mistakes]
        made[module] = Record(
            today,
            mutmut,
            len(mistakes),
            ends.count(End.FAILED),
            ends.count(End.WITHOUT_END),
            ends.count(End.UNNOTICED) - len(left),
        )
        lines += [f"{module}: {mistake}" for mistake in left]
        lines += [f"{module}: explains nothing: {one}" for one in about if vain[one]]
    return made, lines


def table(made: Mapping[str, Record]) -> str:
    """A row for each module, as Markdown."""
    rows = [
        "| module | planted | a test fails | | goes on without end | explained | left |",
        "| --- | --: | --: | --: | --: | --: | --: |",
    ]
    rows += [
        f"| {module} | {one.planted} | {one.failed} | {one.share:.1f} % | {one.without_end} | "
        f"{one.explained} | {one.left} |"
        for module, one in sorted(made.items())
    ]
    return "\n".join(rows)


def recorded() -> dict[str, Record]:
    """What was saved, by the module."""
    text = RECORDS.read_text("utf-8") if RECORDS.exists() else "{}"
    return {module: Record(**one) for module, one in json.loads(text).items()}


def save(made: Mapping[str, Record]) -> None:
    """Puts these into what was saved; what is known of other modules stays."""
    every = recorded() | dict(made)
    rows = {module: asdict(every[module]) for module in sorted(every)}
    RECORDS.write_text(json.dumps(rows, indent=1) + "\n", "utf-8")
