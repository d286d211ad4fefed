"""From a project's folder to its publication: the stages in a row, as every command runs them."""

from __future__ import annotations

import gc
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from generator.knowledge.base import KnowledgeBase
from generator.knowledge.load import SpecProblems, load_specs, no_collection
from generator.knowledge.shares import Shares
from generator.knowledge.workers import beside
from generator.publish.differences import Differences
from generator.publish.earlier import EarlierFiles
from generator.publish.elsewhere import connected, pages_elsewhere
from generator.publish.finish import finish_site
from generator.publish.one_state import one_state
from generator.publish.remote import Remote
from generator.publish.staging import staged
from generator.read.kept import Kept
from generator.read.problem import Problem
from generator.site.engine import SiteSettings
from generator.site.kept_engine import engine_built
from generator.site.page_folders import remove_left_over
from generator.site.plain_files import as_they_are, strange_files
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
    project: Project, shares: Shares | None = None, jobs: int | None = None
) -> KnowledgeBase:
    """The knowledge base of a project, loaded in `shares`, if given, by at most `jobs` processes.
    Raises SpecProblems with all problems of all files."""
    try:
        kb = load_specs(project.specs, shares, jobs)
    except SpecProblems as found:
        raise SpecProblems([*found.problems, *strange_in(project)]) from None
    refuse_bad_prose(kb, project)
    return kb


def refuse_bad_prose(kb: KnowledgeBase, project: Project) -> None:
    """Raises SpecProblems if the prose has any."""
    if problems := prose_problems(kb, project):
        raise SpecProblems(problems)


def prose_problems(kb: KnowledgeBase, project: Project) -> list[Problem]:
    """What is wrong with the prose, once the specs are right."""
    return strange_in(project) or check_prose(kb, project.content, project.content.as_posix())


def strange_in(project: Project) -> list[Problem]:
    """What is no plain file among the settings and the prose."""
    return [*strange_files(project.config), *strange_files(project.content)]


def publish(
    project: Project,
    out: Path | Remote,
    progress: Progress,
    *,
    pages_only: bool = False,
    offline: bool = True,
    hashed: bool = False,
    kept: Kept | None = None,
    executor: str | None = None,
    jobs: int | None = None,
) -> Differences:
    """Builds the whole publication and puts it in the place of `out`, at once.

    Returns what differs from what `out` was, and the hashes of all files if `hashed`.

    With `pages_only` there are neither PDFs, open data, search, archive nor service worker; the
    last not either unless `offline`. What is `kept` of earlier builds is not made again; the result
    is the same. The cluster that `executor` names takes part, if it does, and at most `jobs`
    processes of this machine, or as many as there are processors.

    Raises SpecProblems, ClusterError, EngineError, FrameError, TypesetError, SearchError or
    PublishError; then `out` is as it was, but for LeftBehind.
    """
    offline = offline and not pages_only
    kept = kept or Kept()
    told: list[Differences] = []
    remove_left_over()

    def tell(differences: Differences) -> None:
        told.append(differences)
        if earlier is not None:
            earlier.remember(differences)

    # What is made of all pages at the end needs all files; pages alone need none but themselves.
    earlier = EarlierFiles(kept, out, wait=pages_only) if isinstance(out, Path) else None
    opened = partial(staged, out, earlier=earlier) if isinstance(out, Path) else out.staged
    with (
        no_collection(),
        opened(tell, hashed=hashed) as folder,
        one_state(project.specs),
        as_they_are(project.config, project.content),
        ExitStack() as stack,
    ):

        def meanwhile() -> tuple[SiteSettings, list[str]]:
            touched = [] if earlier is None else earlier.touched()
            return engine_built(project.config, project.content, folder, kept), touched

        with beside(meanwhile, jobs) as done:
            cluster = stack.enter_context(connected(executor))
            shares = Shares(kept=kept, elsewhere=cluster)
            kb = load_project(project, shares, jobs)
            settings, touched = done()
            if earlier is not None:
                earlier.is_told(touched)
        write_cards = None
        if not pages_only:
            # Only here: models of data take a while to be made, which pages need not wait for.
            from generator.publish.open_data import write_data
            from generator.publish.pdfs import write_pdfs

            write_data(kb, folder, settings.url, jobs, earlier)
            write_cards = partial(write_pdfs, earlier=earlier)
        with pages_elsewhere(cluster, shares, out, folder, needed=not pages_only) as elsewhere:
            complete = complete_site(
                kb,
                project.content,
                folder,
                settings,
                offline=offline,
                write_pdfs=write_cards,
                markdown=not pages_only,
                earlier=earlier,
                elsewhere=elsewhere,
                jobs=jobs,
            )
            for path in complete:
                progress(path)
        finish_site(
            folder,
            kb.edition,
            settings.url,
            pages_only=pages_only,
            offline=offline,
            earlier=earlier,
            jobs=jobs,
        )
        # What is known now is never garbage: nobody need look it through, not even at the end.
        gc.freeze()
    kept.tidy()
    return told[0]
