"""The same headers for nginx: a file to include in the `server` block of a site.

https://nginx.org/en/docs/http/ngx_http_headers_module.html: a `location` with one `add_header` of
its own has none of those around it. So all of them stand in the server, in no location, and what
differs from file to file is a variable; an `add_header` without a value sends nothing. An `if` with
nothing but `set` in it, outside of locations, is safe, and asked again when an address turns out to
mean another file.

What is not there is answered by a named location, because that alone keeps the address that was
asked for: scripts of other sites then learn that there are no such data, and not merely nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from generator.site.headers import ALL, FRESH, Rule
from generator.site.media_types import KINDS, NOT_FOR_READERS, OTHER, is_compressible

_BEGIN = """\
# For nginx: what the server block of the site includes. docs/hosting.md tells what else it needs.
# `signout build` writes it anew.
index index.html;
autoindex off;
absolute_redirect off;
server_tokens off;
gzip on;
gzip_comp_level 6;
gzip_vary on;
gzip_proxied any;\
"""
_KIND = "Content-Type"
_CACHE = "Cache-Control"


def nginx(rules: Iterable[Rule]) -> str:
    """The text of the file."""
    found = list(rules)
    lines = [_BEGIN, *_types(found), *_headers(found), *_locations(found)]
    return "\n".join([*lines, ""])


def _types(found: list[Rule]) -> Iterator[str]:
    yield "types {"
    for ending, kind in KINDS.items():
        yield f"    {_quoted(kind)} {ending};"
    yield "}"
    yield f"default_type {OTHER};"
    kinds = (*KINDS.values(), *(rule.values.get(_KIND, OTHER) for rule in found))
    compressed = dict.fromkeys(_quoted(kind) for kind in kinds if is_compressible(kind))
    yield f"gzip_types {' '.join(compressed)};"


def _headers(found: list[Rule]) -> Iterator[str]:
    """What differs between files as variables, and all headers with their values or variables."""
    names = dict.fromkeys(name for rule in found for name in rule.values if name != _KIND)
    differing = {name for rule in found if rule.paths != ALL for name in rule.values}
    everywhere = {n: v for rule in found if rule.paths == ALL for n, v in rule.values.items()}
    for name in names:
        if name in differing:
            yield f"set {_variable(name)} {_quoted(everywhere.get(name, ''))};"
    for rule in found:
        values = {name: value for name, value in rule.values.items() if name in names}
        if rule.paths != ALL and values:
            yield f'if ($uri ~ "^/{rule.paths}$") {{'
            yield from (f"    set {_variable(n)} {_quoted(v)};" for n, v in values.items())
            yield "}"
    for name in names:
        value = _variable(name) if name in differing else _quoted(everywhere[name])
        yield f"add_header {name} {value} always;"


def _locations(found: list[Rule]) -> Iterator[str]:
    """Locations without any header: those of the server hold in them too."""
    for rule in found:
        if kind := rule.values.get(_KIND):
            yield f'location ~ "^/{rule.paths}$" {{'
            yield "    types {}"
            yield f"    default_type {_quoted(kind)};"
            yield "}"
    yield f'location ~ "{NOT_FOR_READERS}" {{'
    yield "    return 404;"
    yield "}"
    yield "error_page 403 404 =404 @missing;"
    yield "location @missing {"
    # What is not there now may be there soon, whatever its name says.
    yield f"    set {_variable(_CACHE)} {_quoted(FRESH)};"
    yield "    try_files /404.html =404;"
    yield "}"


def _variable(header: str) -> str:
    return f"$signout_{header.lower().replace('-', '_')}"


def _quoted(value: str) -> str:
    # A backslash would not do for a dollar sign: nginx has no way to write one. No value has any.
    return '"' + value.replace("\\", "\\\\").replace('"', '\\"') + '"'
