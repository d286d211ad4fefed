"""From a project's folder to its publication: the stages in a row, as every command runs them."""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from generator.check.proof import Checked, check
from generator.knowledge.base import KnowledgeBase
from generator.knowledge.resolve import resolve
from generator.model.specs import Read, load
from generator.publish.finish import finish_site
from generator.publish.pdfs import write_pdfs
from generator.publish.staging import staged
from generator.read.document import parse
from generator.read.problem import Problem
from generator.read.source import with_rows
from generator.read.tree import SpecFile, spec_files
from generator.site.engine import build_frames, site_settings
from generator.site.prose import check_prose
from generator.site.whole import complete_site

Progress = Callable[[str], None]  # is told each page's path when it is written


@dataclass(frozen=True, slots=True)
class Project:
    """Where a project keeps what; paths are as the user gave them, so that problems show them."""

    specs: Path = Path("device_specs")
    content: Path = Path("content")
    config: Path = Path("mkdocs.yml")


class SpecProblems(Exception):
    """The specs or the prose have problems; nothing was built."""

    def __init__(self, problems: list[Problem]) -> None:
        super().__init__(f"{len(problems)} problems")
        self.problems = problems


def check_specs(project: Project, read: Read = parse) -> Checked:
    """Reads and checks the specs; the problems are in the result. `read` is for `load`."""
    shown_as = project.specs.as_posix()
    with no_collection():
        files = [*spec_files(project.specs, shown_as)]
        checked = check(*load(files, shown_as, read))
    data = {file.file: file.data for file in files if isinstance(file, SpecFile)}
    return replace(checked, problems=with_rows(checked.problems, data))


@contextmanager
def no_collection() -> Iterator[None]:
    """Pauses the search for reference cycles. Specs make millions of objects and no cycles, and
    looking them through again and again takes a quarter of the time of a large build."""
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()


def load_project(project: Project) -> KnowledgeBase:
    """The knowledge base of a project. Raises SpecProblems with all problems of all files."""
    kb = load_specs(project)
    refuse_bad_prose(kb, project)
    return kb


def load_specs(project: Project, read: Read = parse) -> KnowledgeBase:
    """The knowledge base of a project whose prose is not looked at. Raises SpecProblems."""
    return resolve(sound(check_specs(project, read)))


def sound(checked: Checked) -> Checked:
    """The same specs, in which nothing is wrong. Raises SpecProblems."""
    if checked.problems:
        raise SpecProblems(checked.problems)
    return checked


def refuse_bad_prose(kb: KnowledgeBase, project: Project) -> None:
    """Raises SpecProblems if the prose has any."""
    if problems := prose_problems(kb, project):
        raise SpecProblems(problems)


def prose_problems(kb: KnowledgeBase, project: Project) -> list[Problem]:
    """What is wrong with the prose, once the specs are right."""
    return check_prose(kb, project.content, project.content.as_posix())


def publish(
    project: Project,
    out: Path,
    progress: Progress,
    *,
    pages_only: bool = False,
    offline: bool = True,
) -> None:
    """Builds the whole publication and puts it in the place of `out`, at once.

    With `pages_only` there are neither PDFs, search, archive nor service worker; the last not
    either unless `offline`. Raises SpecProblems, EngineError, FrameError, TypesetError, SearchError
    or PublishError; then `out` is as it was.
    """
    offline = offline and not pages_only
    with no_collection():
        kb = load_project(project)
        with staged(out) as folder:
            build_frames(project.config, folder, project.content)
            settings = site_settings(project.config)
            complete = complete_site(
                kb,
                project.content,
                folder,
                settings,
                offline=offline,
                write_pdfs=None if pages_only else write_pdfs,
            )
            for path in complete:
                progress(path)
            finish_site(folder, kb.edition, settings.url, pages_only=pages_only, offline=offline)
