"""What a hint says, done to the letter by one who knows the forms of hints and nothing else.

Each form of hint is a pattern and what it asks to be done at the place of the problem. The list of
mistakes is not looked at: a hint that leads astray leads this reader astray.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace

from generator.read.problem import Problem
from tests.mistakes.plant import SPECS, Files


class NotFollowed(Exception):
    """The hint does not say what to do, or nothing stands there that it could be done to."""


@dataclass(frozen=True)
class Spot:
    """The place of a problem in the text of a file."""

    text: str
    offset: int
    message: str

    @property
    def line_start(self) -> int:
        """Where the line begins."""
        return self.text.rfind("\n", 0, self.offset) + 1

    @property
    def line_end(self) -> int:
        """Where the line ends, without its break."""
        end = self.text.find("\n", self.offset)
        return len(self.text) if end < 0 else end

    @property
    def line(self) -> str:
        """The whole line."""
        return self.text[self.line_start : self.line_end]

    @property
    def indent(self) -> int:
        """How many columns of the line are empty."""
        return len(self.line) - len(self.line.lstrip())

    @property
    def in_brackets(self) -> bool:
        """Whether a bracket of the line is open at the place."""
        before = re.sub(r"\"[^\"]*\"", "", self.text[self.line_start : self.offset])
        return sum(before.count(b) for b in "[{") > sum(before.count(b) for b in "]}")

    def token(self) -> tuple[int, int]:
        """Where the word, value or name at the place begins and ends."""
        rest = self.text[self.offset : self.line_end]
        if quote := re.match(r"\"(?:[^\"\\]|\\.)*\"|'(?:[^']|'')*'", rest):
            return self.offset, self.offset + quote.end()
        if rest[:1] in "[{":
            return self.offset, self.offset + self._closed(rest)
        ends = r": |:$|,|\]|\}| #|$" if self.in_brackets else r": |:$| #|$"
        found = re.search(ends, rest)
        assert found is not None
        return self.offset, self.offset + found.start()

    @staticmethod
    def _closed(rest: str) -> int:
        depth = 0
        for at, character in enumerate(rest):
            depth += (character in "[{") - (character in "]}")
            if not depth:
                return at + 1
        return len(rest)

    def put(self, start: int, end: int, new: str) -> str:
        """The text with what stands between two offsets replaced."""
        return self.text[:start] + new + self.text[end:]


Step = Callable[[Spot, re.Match[str]], str]


def _put_word(spot: Spot, found: re.Match[str]) -> str:
    """The word that the message names, and that stands at the place, becomes the one meant."""
    start, end = spot.token()
    for word in reversed(re.findall(r"`([^`]+)`", spot.message)):
        meant = f"{{{found[1]}}}" if word.startswith("{") else found[1]
        at = spot.text.find(word, start, end)
        if at >= 0:
            return spot.put(at, at + len(word), meant)
    raise NotFollowed(f"nothing named in the message stands at the place: {spot.message}")


def _put_token(spot: Spot, found: re.Match[str]) -> str:
    return spot.put(*spot.token(), found[1])


def _put_braces(spot: Spot, found: re.Match[str]) -> str:
    """What stands in braces, wherever in the value the message says, becomes what is meant."""
    wrong = re.search(r"`(\{[^`]+\})`", spot.message)
    assert wrong is not None
    at = spot.text.index(wrong[1], spot.offset)
    return spot.put(at, at + len(wrong[1]), found[1])


def _put_line(spot: Spot, found: re.Match[str]) -> str:
    return spot.put(spot.line_start + spot.indent, spot.line_end, found[1])


def _quote(spot: Spot, found: re.Match[str]) -> str:
    """The words that the hint shows in quotes, where they stand without, or in others."""
    quoted = found[1]
    inside = quoted[1:-1]
    if quoted[0] == '"':
        inside = re.sub(r"\\(.)", r"\1", inside)
    at = spot.text.find(inside, spot.offset, spot.line_end)
    if at < 0:  # the place is that of the second colon, say
        at = spot.text.find(inside, spot.line_start, spot.line_end)
    if at < 0:
        raise NotFollowed(f"these words do not stand there: {inside}")
    start, end = at, at + len(inside)
    if spot.text[start - 1] in "“„”" and spot.text[end] in "“„”":
        start, end = start - 1, end + 1
    return spot.put(start, end, quoted)


def _whole_value(spot: Spot, found: re.Match[str]) -> str:
    return spot.put(spot.offset, spot.line_end, found[1])


def _put_value(spot: Spot, found: re.Match[str]) -> str:
    """The value, with the bracket that it may have at its end."""
    start, end = spot.token()
    listed = found[1]
    if not spot.in_brackets:
        end = spot.line_end
    return spot.put(start, end, listed)


def _remove(spot: Spot, _: re.Match[str] | None = None) -> str:
    """The item of a list, or the name with all that belongs to it; a bracket alone."""
    if spot.text[spot.offset] in "]}":
        return spot.put(spot.offset, spot.offset + 1, "")
    if spot.in_brackets:
        start, end = spot.token()
        if spot.text[end : end + 2] == ": ":
            end = replace(spot, offset=end + 2).token()[1]
        if spot.text[end : end + 2] == ", ":
            return spot.put(start, end + 2, "")
        if spot.text[start - 2 : start] == ", ":
            return spot.put(start - 2, end, "")
        # The only one: the list goes, and its name with it.
        before = re.search(r"[\w-]+: [\[{]$", spot.text[spot.line_start : start])
        if before is None:
            raise NotFollowed("there would be nothing left")
        return _remove(replace(spot, offset=spot.line_start + before.start()))
    end = spot.line_end + 1
    column = spot.offset - spot.line_start
    for row in spot.text[end:].split("\n"):
        if row.strip() and len(row) - len(row.lstrip()) <= column:
            break
        end += len(row) + 1
    return spot.put(spot.line_start, min(end, len(spot.text)), "")


def _column(spot: Spot, found: re.Match[str]) -> str:
    line = " " * (int(found[1]) - 1) + spot.line.lstrip()
    return spot.put(spot.line_start, spot.line_end, line)


def _spaces(spot: Spot, found: re.Match[str]) -> str:
    """A plain space for the one at the place; for all of the line, if the hint says so."""
    strange = spot.text[spot.offset]
    end = spot.line_end if "rest of the line" in found[0] else spot.offset + 1
    return spot.put(spot.offset, end, spot.text[spot.offset : end].replace(strange, " "))


def _end_line(spot: Spot, found: re.Match[str]) -> str:
    return spot.put(spot.line_end, spot.line_end, found[1])


def _dash(spot: Spot, found: re.Match[str]) -> str:
    line = " " * (int(found[1]) - 1) + "- " + spot.line.lstrip()
    return spot.put(spot.line_start, spot.line_end, line)


def _next_line(spot: Spot, found: re.Match[str]) -> str:
    at = spot.text.index(found[1], spot.offset)
    return spot.put(at - 1, at, "\n" + " " * (spot.indent + 2))


def _comma(spot: Spot, found: re.Match[str]) -> str:
    at = spot.text.index(f" {found[1]}", spot.offset - 1)
    return spot.put(at, at, ",")


def _item_before(spot: Spot, found: re.Match[str]) -> str:
    return spot.put(spot.offset, spot.offset, f"{found[1]}, ")


def _item_moved(spot: Spot, found: re.Match[str]) -> str:
    at = spot.text.index(found[1], spot.offset)
    return _item_before(replace(spot, text=_remove(replace(spot, offset=at))), found)


def _item_after(spot: Spot, found: re.Match[str]) -> str:
    end = spot.token()[1]
    return spot.put(end, end, f", {found[1]}")


def _items_out(spot: Spot, found: re.Match[str]) -> str:
    for step in re.findall(r"`([^`]+)`", found[1]):
        at = spot.text.rfind(step, spot.line_start, spot.line_end)
        spot = replace(spot, text=_remove(replace(spot, offset=at)))
    return spot.text


def _field_added(spot: Spot, found: re.Match[str]) -> str:
    """A line below the name at the place."""
    assert spot.text.startswith(found[2], spot.offset)
    line = "\n" + " " * (spot.indent + 2) + found[1]
    return spot.put(spot.line_end, spot.line_end, line)


def _own_line(spot: Spot, found: re.Match[str]) -> str:
    """The family says nothing of its own about where it starts: a line below its name."""
    return spot.put(spot.line_end, spot.line_end, f"\n{found[1]}")


def _dropped_too(spot: Spot, found: re.Match[str]) -> str:
    return _item_before(spot, found)


def _delete(spot: Spot, _: re.Match[str]) -> str:
    return spot.put(spot.offset, spot.offset + 1, "")


FORMS: tuple[tuple[str, Step], ...] = (
    (r"Did you mean `([^`]+)`\?", _put_word),
    (r"There is only `([^`]+)`\.", _put_word),
    (r"Call it `([^`]+)`\.", _put_token),
    (r"Quote it: (\".*\"|'.*')\.$", _quote),
    (r"Write the whole value as (.+)\.$", _whole_value),
    (r"Write it as a list: (\[.+\])\.$", _put_value),
    (r"Write it as a group: (\{.+\})\.$", _whole_value),
    (r"Write `(\{[^`]+\})`, in small letters", _put_braces),
    (r"Write a (?:plain )?space in its place(?:, there and in the rest of the line)?\.", _spaces),
    (r"Write `- ` before it, so that the dash stands in column (\d+)\.", _dash),
    (r"Write `([^`]+:(?: .+)?|- .+)`\.$", _put_line),
    (r"Write (?:it as )?`([^`{]+)`\.", _put_token),
    (r"Begin it in column (\d+)", _column),
    (r"Begin it on the next line: `(.+)`\.", _next_line),
    (r"End the line with `(.)`\.", _end_line),
    (r"Put a comma before `([^`]+)`\.", _comma),
    (r"Put `([^`]+)` before it\.", _item_before),
    (r"Move `([^`]+)` before it\.", _item_moved),
    (r"Put `([^`]+)` after it", _item_after),
    (r"Leave out ((?:`[^`]+`(?:, )?)+)\.", _items_out),
    (r"Add `(start: [^`]+)` below it", _own_line),
    (r"Add `([^`]+: [^`]+)` to `([^`]+)`\.", _field_added),
    (r"Drop `([^`]+)` as well\.", _dropped_too),
    (r"Make this one a (fallback)", _put_token),
    (r"Keep one of them\.", _remove),
    (r"Remove it\b", _remove),
    (r"Delete it\.", _delete),
)


def followed(problem: Problem, files: Files) -> Files:
    """The files after the hint of `problem` was followed. Raises NotFollowed."""
    name = problem.place.file.removeprefix(f"{SPECS}/")
    if _whole_file(problem):
        return _file_moved(problem, name, files)
    text = files[name]
    rows = text.split("\n")
    before = sum(len(row) + 1 for row in rows[: problem.place.line - 1])
    spot = Spot(text, before + problem.place.column - 1, problem.message)
    for form, step in FORMS:
        if found := re.search(form, problem.hint):
            return {**files, name: step(spot, found)}
    raise NotFollowed(f"the hint does not say what to do: {problem.hint!r}")


def _whole_file(problem: Problem) -> bool:
    about = ("stray-file", "unknown-kind", "name-twice")
    in_name = problem.code == "bad-name" and problem.message.startswith("The name")
    return "Call the file" in problem.hint or (
        problem.place.line == problem.place.column == 1 and (problem.code in about or in_name)
    )


def _file_moved(problem: Problem, name: str, files: Files) -> Files:
    """The file, or the folder, under the name that the hint gives."""
    found = re.search(r"(?:Did you mean|Call it|Call the file|Move it to) `([^`]+)`", problem.hint)
    if found is None:
        raise NotFollowed(f"the hint does not say what to do: {problem.hint!r}")
    wrong = re.search(r"`([^`]+)`", problem.message)
    if problem.code == "unknown-kind" and wrong is not None:
        new = name.replace(f"/{wrong[1]}/", f"/{found[1]}/")
    elif "/" in found[1]:
        new = found[1]
    else:
        ending = "" if "." in found[1] or name not in files else ".yml"
        new = "/".join([*name.split("/")[:-1], found[1] + ending])
    return {
        new + one.removeprefix(name) if one == name or one.startswith(f"{name}/") else one: text
        for one, text in files.items()
    }
