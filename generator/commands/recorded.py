"""What the changelog told up to the last commit, and since which commit nothing has been told.

A file of the changelog says by a fingerprint what the specs were when it was written. The commit is
found by that, not by a name or a date, so that it is found however commits were put together or
written anew.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from generator.changes.record import Told, digest_of, fingerprint_of, said
from generator.commands.history import (
    HistoryError,
    Listed,
    blobs,
    commit_of,
    commits,
    is_shallow,
    listed,
    place_in_history,
)
from generator.knowledge.changelog import day_of
from generator.model.changelog import DAY_FILE, FOLDER, Edition
from generator.model.explain import explain
from generator.read.document import parse

# Of commits that changed the specs; looking at one takes some milliseconds.
MOST_COMMITS = 1000

Editions = Mapping[str, Edition]  # by the names of their files


class NoBase(HistoryError):
    """No commit is known since which nothing has been told; the message says what to do."""


@dataclass(frozen=True, slots=True)
class Base:
    """From where to tell what changed: a commit, and what was told after it all the same. `lost`
    is true if the specs that the newest file is about were never committed as they were."""

    commit: str
    told: frozenset[Told]
    lost: bool = False


class Recorded:
    """The changelog in the history of a folder of specs. Raises HistoryError without a history."""

    def __init__(self, folder: Path) -> None:
        self._root, self._path = place_in_history(folder)
        self._folder = FOLDER if self._path == "." else f"{self._path}/{FOLDER}"
        self.editions = self._editions_at(commit_of("HEAD", self._root))
        self._digests: dict[str, bytes] = {}  # by blob, for few files differ between commits

    def base(self) -> Base:
        """The commit with the specs that the newest file is about, or else those of one before it.
        Raises NoBase."""
        known: dict[str, str] = {}
        fingerprints = self._fingerprints()
        for name in sorted(self.editions, key=day_of, reverse=True):
            covers = self.editions[name].covers
            for commit, found in fingerprints:
                known.setdefault(found, commit)
                if found == covers:
                    break
            if covers in known:
                lost = covers != self._newest.covers
                return Base(known[covers], self._told_after(known[covers]), lost)
        return self._begin()

    def _begin(self) -> Base:
        """The commit that brought the first file of all, whatever the specs in it."""
        if is_shallow(self._root):
            raise NoBase(
                "This copy has only a part of the history, and in it the specs never are what they "
                "were when the changelog was last written: run `git fetch --unshallow`."
            )
        first = min(self.editions, key=day_of)
        commit = commits(self._root, f"{self._folder}/{first}.yml", MOST_COMMITS)[-1]
        return Base(commit, self._told_after(commit), lost=True)

    def base_at(self, revision: str) -> Base:
        """The commit that somebody names. Raises UnknownRevision."""
        commit = commit_of(revision, self._root)
        return Base(commit, self._told_after(commit))

    @property
    def _newest(self) -> Edition:
        return self.editions[max(self.editions, key=day_of)]

    def _fingerprints(self) -> Iterator[tuple[str, str]]:
        """The commits that changed the specs, the newest first, with the fingerprint of each."""
        for commit in commits(self._root, self._path, MOST_COMMITS):
            files = [one for one in listed(self._root, commit, self._path) if _is_spec(one)]
            new = list(dict.fromkeys(f.blob for f in files if f.blob not in self._digests))
            contents = blobs(self._root, new)
            self._digests |= {b: digest_of(data) for b, data in zip(new, contents, strict=True)}
            yield commit, fingerprint_of({one.parts: self._digests[one.blob] for one in files})

    def _told_after(self, commit: str) -> frozenset[Told]:
        """What stands in the changelog now, and did not at `commit`."""
        before = _told(self._editions_at(commit))
        return frozenset(_told(self.editions) - before)

    def _editions_at(self, commit: str) -> Editions:
        """The files of the changelog at `commit`, as far as they can be read."""
        files = [
            one
            for one in listed(self._root, commit, self._path)
            if one.parts[0] == FOLDER and DAY_FILE.fullmatch(one.name[len(FOLDER) + 1 : -4])
        ]
        contents = blobs(self._root, [one.blob for one in files])
        editions = {}
        for one, data in zip(files, contents, strict=True):
            document, problems = parse(one.name, data)
            edition = explain(Edition, document, ())[0] if document and not problems else None
            if edition is not None:
                editions[one.parts[-1].removesuffix(".yml")] = edition
        return editions


def _is_spec(one: Listed) -> bool:
    return one.parts[0] != FOLDER and one.mode in ("100644", "100755")


def _told(editions: Editions) -> set[Told]:
    return {said(entry) for edition in editions.values() for entry in edition.changes.values()}
