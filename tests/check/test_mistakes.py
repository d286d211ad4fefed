"""More than 150 single mistakes in the real specs: the first problem printed stands at the right
line, and who does what its hint says has mended it. The list, and what counts, is in
tests/mistakes/.

A check here reads again only the files that were spoilt; the last test shows that it finds the
same.
"""

import gc
import shutil
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from generator.check.proof import check
from generator.model.specs import load
from generator.read.problem import Problem
from generator.read.tree import spec_files
from tests.mistakes.follow import NotFollowed, followed
from tests.mistakes.plant import SPECS, Files, Mistake, RealSpecs, mistakes, replaced

ENOUGH = 150
SHARE = 0.95


class Editor:
    """Makes mistakes, reads the first problem, and follows its hint."""

    def __init__(self, real: RealSpecs, folder: Path) -> None:
        self.real, self.folder = real, folder

    def problems(self, files: Files) -> list[Problem]:
        """What is printed when the specs are these."""
        if files == self.real.files:
            return []
        names = self.real.files.keys()
        if files.keys() == names:
            return self.real.problems(
                {name: files[name] for name in names if files[name] != self.real.files[name]}
            )
        return self._problems_of_a_folder(files)

    def _problems_of_a_folder(self, files: Files) -> list[Problem]:
        """Names of files are judged where the folder is walked, so there must be a folder."""
        gone, new = self.real.files.keys() - files.keys(), files.keys() - self.real.files.keys()
        for name in gone:
            (self.folder / name).unlink()
        for name in new:
            (self.folder / name).parent.mkdir(parents=True, exist_ok=True)
            (self.folder / name).write_text(files[name], "utf-8")
        try:
            return check(*load(spec_files(self.folder, SPECS), SPECS)).problems
        finally:
            for name in new:
                (self.folder / name).unlink()
                if not any((self.folder / name).parent.iterdir()):
                    (self.folder / name).parent.rmdir()
            for name in gone:
                (self.folder / name).write_text(self.real.files[name], "utf-8")

    def mended(self, mistake: Mistake, problem: Problem, spoilt: Files) -> Files:
        """The files after the hint was followed; content it asks for comes from the list."""
        choice = mistake.said.get("choose")
        if choice is None:
            return followed(problem, spoilt)
        if choice["asks"] not in problem.hint:
            raise NotFollowed(f"the hint does not ask for it: {choice['asks']!r}")
        files = dict(spoilt)
        if "restored" in choice:
            files[choice["restored"]] = self.real.files[choice["restored"]]
        elif "removed" in choice:
            del files[choice["removed"]]
        elif "renamed" in choice:
            files[choice["renamed"]] = files.pop(mistake.said["renamed"])
        else:
            name = choice.get("in", mistake.file)
            files[name] = replaced(files[name], choice["was"], choice["now"], mistake.name)
        return files

    def failure(self, mistake: Mistake) -> str | None:
        """Why an editor who made this mistake is not helped, or None."""
        spoilt = mistake.planted(self.real.files)
        problems = self.problems(spoilt)
        if not problems:
            return "no problem is found"
        first, right = problems[0], mistake.right_line(self.real.files, spoilt)
        if (first.place.file, first.place.line) != (f"{SPECS}/{right[0]}", right[1]):
            return (
                f"expected at {right[0]}:{right[1]}, but the first of {len(problems)} is: {first}"
            )
        try:
            left = self.problems(self.mended(mistake, first, spoilt))
        except NotFollowed as why:
            return f"{why}\n  {first}"
        return f"{first}\n  leaves: {left[0]}" if left else None


@pytest.fixture(scope="module")
def editor(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Editor]:
    gc.disable()  # as `signout check` does
    real = RealSpecs()
    folder = tmp_path_factory.mktemp("real") / SPECS
    for name, text in real.files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, "utf-8")
    yield Editor(real, folder)
    gc.enable()
    shutil.rmtree(folder)


def test_the_first_problem_stands_at_the_mistake_and_its_hint_mends_it(editor: Editor) -> None:
    listed = mistakes()
    failures = {m.name: why for m in listed if (why := editor.failure(m)) is not None}
    share = 1 - len(failures) / len(listed)
    report = "\n".join(f"{name}\n  {why}" for name, why in failures.items())
    print(f"{len(listed) - len(failures)} of {len(listed)} mistakes ({share:.1%}) are helped")
    assert share >= SHARE, f"{share:.1%} of {len(listed)} mistakes are helped:\n{report}"


def test_the_mistakes_are_of_all_kinds_in_all_files() -> None:
    listed = mistakes()
    assert len(listed) >= ENOUGH
    assert len({str(sorted(m.said.items(), key=str)) for m in listed}) == len(listed)
    most = Counter(m.kind for m in listed).most_common(1)[0][1]
    assert most <= len(listed) / 5
    real = RealSpecs()
    kinds_of_files = {name.split("/")[0] for name in real.files}
    assert {m.file.split("/")[0] for m in listed} >= kinds_of_files - {"concepts.yml"}
    by_the_hint_alone = [m for m in listed if "choose" not in m.said]
    assert len(by_the_hint_alone) >= ENOUGH


def test_reading_only_what_changed_finds_what_reading_all_finds(editor: Editor) -> None:
    listed = [m for m in mistakes() if not m.whole_file]
    for mistake in listed[:: len(listed) // 6]:
        spoilt = mistake.planted(editor.real.files)
        assert editor.problems(spoilt) == editor.real.problems_read_anew(spoilt), mistake.name
