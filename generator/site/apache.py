"""The same headers for Apache: a file `.htaccess` in the site's folder, which it looks at with each
request and shows to nobody.

https://httpd.apache.org/docs/2.4/mod/mod_headers.html: `always` and without are two lists, both of
which are sent; errors get the first alone. So all of ours are in the first. Where nothing is found,
Apache answers as if `404.html` had been asked for; the line of the request alone still tells what
was.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from generator.site.headers import ALL, Rule
from generator.site.media_types import KINDS, NOT_FOR_READERS, is_compressible

_BEGIN = """\
# For Apache 2.4 with mod_headers. docs/hosting.md tells what else it needs. `signout build` writes
# it anew.
Options -Indexes
DirectoryIndex index.html
ErrorDocument 404 /404.html\
"""
# https://bz.apache.org/bugzilla/show_bug.cgi?id=45023: it packs a file and marks its tag, and does
# not know the tag again when it is asked whether that has changed.
_PACKED = """\
<IfModule mod_deflate.c>
    AddOutputFilterByType DEFLATE {kinds}
    RequestHeader edit* If-None-Match "-gzip\\"" "\\""
</IfModule>\
"""
_KIND = "Content-Type"
_OPEN = "Access-Control-Allow-Origin"


def apache(rules: Iterable[Rule]) -> str:
    """The text of the file."""
    found = list(rules)
    lines = [_BEGIN, f'RedirectMatch 404 "{NOT_FOR_READERS}"', *_types(found)]
    for rule in found:
        lines += _settings(rule) if rule.paths == ALL else _block(rule)
    return "\n".join([*lines, ""])


def _types(found: list[Rule]) -> Iterator[str]:
    for ending, kind in KINDS.items():
        yield f"AddType {_quoted(kind)} .{ending}"
    yield "RemoveEncoding .gz"
    yield "RemoveLanguage .en"
    kinds = (*KINDS.values(), *(rule.values.get(_KIND, "") for rule in found))
    plain = dict.fromkeys(kind.partition(";")[0] for kind in kinds if is_compressible(kind))
    yield _PACKED.format(kinds=" ".join(plain))


def _settings(rule: Rule) -> Iterator[str]:
    for name, value in rule.values.items():
        if name == _KIND:
            yield f"ForceType {_quoted(value)}"
        else:
            yield f"Header always set {name} {_quoted(value.replace('%', '%%'))}"


def _block(rule: Rule) -> Iterator[str]:
    yield f'<If "%{{REQUEST_URI}} =~ m#^/{rule.paths}$#">'
    yield from (f"    {line}" for line in _settings(rule))
    yield "</If>"
    if _OPEN in rule.values and _KIND not in rule.values:
        missing = f"%{{REQUEST_URI}} == '/404.html' && %{{THE_REQUEST}} =~ m#^[A-Z]+ /{rule.paths}#"
        yield f'<If "{missing}">'
        yield from (f"    {line}" for line in _settings(rule))
        yield "</If>"


def _quoted(value: str) -> str:
    return '"' + value.replace("\\", "\\\\").replace('"', '\\"') + '"'
