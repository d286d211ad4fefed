"""What finishes a site once all its pages are there: search, archive, headers, service worker."""

from __future__ import annotations

import datetime
from pathlib import Path

from generator.publish.earlier import EarlierFiles
from generator.site.apache import apache
from generator.site.archive import write_archive
from generator.site.downloads import ARCHIVE
from generator.site.headers import headers, rules_for
from generator.site.nginx import nginx
from generator.site.search import build_search
from generator.site.service_worker import service_worker

# What is sent along with the files, by where each kind of host looks for it.
_HEADERS = {"_headers": headers, ".htaccess": apache, ".nginx.conf": nginx}


def finish_site(
    site: Path,
    edition: datetime.date,
    site_url: str,
    *,
    pages_only: bool = False,
    offline: bool = True,
    earlier: EarlierFiles | None = None,
    jobs: int | None = None,
) -> None:
    """Adds to the complete and sealed site in the folder `site` what is made from its pages.

    Unless `pages_only`, the search index, the archive and the headers; and if `offline`, the
    service worker, last, because it holds the hashes of all else. The index is taken from an
    `earlier` build where it can be; otherwise it is made on at most `jobs` processors, or on all.
    Raises SearchError.
    """
    if pages_only:
        return
    build_search(site, earlier, jobs)
    write_archive(site, site / ARCHIVE, edition, site_url, earlier, jobs)
    rules = rules_for(site)
    for name, said in _HEADERS.items():
        (site / name).write_bytes(said(rules).encode())
    if offline:
        (site / "sw.js").write_bytes(service_worker(site, rules).encode())
