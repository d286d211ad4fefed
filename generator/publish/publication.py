"""From a project's folder to its publication: the stages in a row, as every command runs them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from generator.knowledge.base import KnowledgeBase
from generator.knowledge.load import SpecProblems, load_specs, no_collection
from generator.knowledge.shares import Shares
from generator.knowledge.workers import beside
from generator.publish.differences import Differences
from generator.publish.earlier import EarlierFiles
from generator.publish.finish import finish_site
from generator.publish.open_data import write_data
from generator.publish.pdfs import write_pdfs
from generator.publish.staging import staged
from generator.read.kept import Kept
from generator.read.problem import Problem
from generator.site.kept_engine import engine_built
from generator.site.prose import check_prose
from generator.site.whole import complete_site

Progress = Callable[[str], None]  # is told each page's path when it is written


@dataclass(frozen=True, slots=True)
class Project:
    """Where a project keeps what; paths are as the user gave them, so that problems show them."""

    specs: Path = Path("device_specs")
    content: Path = Path("content")
    config: Path = Path("mkdocs.yml")


def load_project(
    project: Project, kept: Kept | None = None, jobs: int | None = None
) -> KnowledgeBase:
    """The knowledge base of a project, with what is `kept` of earlier builds, and at most `jobs`
    processes. Raises SpecProblems with all problems of all files."""
    kb = load_specs(project.specs, Shares(kept=kept), jobs)
    refuse_bad_prose(kb, project)
    return kb


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
    hashed: bool = False,
    kept: Kept | None = None,
    jobs: int | None = None,
) -> Differences:
    """Builds the whole publication and puts it in the place of `out`, at once.

    Returns what differs from what `out` was, and the hashes of all files if `hashed`.

    With `pages_only` there are neither PDFs, open data, search, archive nor service worker; the
    last not either unless `offline`. What is `kept` of earlier builds is not made again; the result
    is the same. At most `jobs` processes take part, or as many as there are processors.

    Raises SpecProblems, EngineError, FrameError, TypesetError, SearchError or PublishError; then
    `out` is as it was, but for LeftBehind.
    """
    offline = offline and not pages_only
    kept = kept or Kept()
    told: list[Differences] = []
    earlier = EarlierFiles(kept, out)
    with no_collection(), staged(out, told.append, hashed=hashed) as folder:
        engine = partial(engine_built, project.config, project.content, folder, kept)
        with beside(engine, jobs) as built:
            kb = load_project(project, kept, jobs)
            settings = built()
        if not pages_only:
            write_data(kb, folder, settings.url, jobs)
        complete = complete_site(
            kb,
            project.content,
            folder,
            settings,
            offline=offline,
            write_pdfs=None if pages_only else partial(write_pdfs, earlier=earlier),
            markdown=not pages_only,
            earlier=earlier,
            jobs=jobs,
        )
        for path in complete:
            progress(path)
        finish_site(folder, kb.edition, settings.url, pages_only=pages_only, offline=offline)
    earlier.remember()
    kept.tidy()
    return told[0]
