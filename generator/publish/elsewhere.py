"""Pages of devices made on a cluster, for a site that is a folder, or that is at an address."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from pathlib import Path

from generator.knowledge.base import KnowledgeBase
from generator.knowledge.cluster import Cluster
from generator.knowledge.packing import packed_base
from generator.knowledge.shares import Shares
from generator.knowledge.workers import Elsewhere
from generator.publish.landing import landing_in
from generator.publish.remote import Remote
from generator.publish.shared_pages import Landing, Ordered, PagesInCommon
from generator.site.device_files import DEVICES, Around
from generator.site.stamping import files_of


class PagesElsewhere:
    """The pages of devices, made on a cluster."""

    def __init__(self, cluster: Elsewhere, shares: Shares, landing: Landing) -> None:
        """`shares` has loaded the devices, on the same cluster."""
        self._cluster, self._shares, self._landing = cluster, shares, landing

    def make(self, names: Collection[str], kb: KnowledgeBase, around: Around) -> Iterator[str]:
        """Begins at once to make the pages of these devices, and yields the name of each once its
        files are in the new site. Raises ClusterError and PublishError."""
        common, landing = self._shares.common, self._landing
        assert common is not None and common.sound is not None
        walkthroughs = common.resolver.walkthroughs
        base = packed_base(kb, sorted(common.sound.specs.devices), walkthroughs)
        in_common = PagesInCommon(common, base, around, landing.root, landing.hashed)
        orders = []
        for ids, packed in self._shares.packed():
            if wanted := tuple(name for name in ids if name in names):
                files = (
                    path
                    for name in wanted
                    for path in files_of(f"{DEVICES}{name}/", markdown=around.markdown)
                )
                there = {path: known for path in files if (known := landing.there(path))}
                orders.append(Ordered(wanted, packed, there))
        done = self._cluster.each(PagesInCommon.write, in_common, orders)

        def taken() -> Iterator[str]:
            for ordered, made in done:
                landing.take(made)
                yield from ordered.names

        return taken()


@contextmanager
def pages_elsewhere(
    cluster: Elsewhere | None, shares: Shares, out: Path | Remote, folder: Path, *, needed: bool
) -> Iterator[PagesElsewhere | None]:
    """What makes pages on the `cluster`, if there is one, for the site that comes together in
    `folder` for `out`. At an address, they are in the folder too only if they are `needed`."""
    if cluster is None or shares.common is None:
        yield None
    elif isinstance(out, Remote):
        yield PagesElsewhere(cluster, shares, out.landing(folder, needed=needed))
    else:
        with landing_in(folder) as landing:
            yield PagesElsewhere(cluster, shares, landing)


@contextmanager
def connected(executor: str | None) -> Iterator[Cluster | None]:
    """The cluster that `executor` names, if it does. Raises ValueError and ClusterError."""
    if executor is None:
        yield None
        return
    cluster = Cluster(executor)
    try:
        yield cluster
    finally:
        cluster.close()
