"""The site's own script: the modules of `scripts/`, joined into one file.

One file, because it can then carry one hash that the browser checks (`integrity`), costs one
request, and runs from `file://`, where browsers load no modules. The modules keep to what makes
joining trivial: named imports and exports only, each import on one line, and no name twice.
"""

from __future__ import annotations

import re
from functools import lru_cache
from importlib.resources import files

from rjsmin import jsmin

_IMPORT = re.compile(r'^import \{[^}]*\} from "\./([a-z-]+\.js)";?\n', re.MULTILINE)
# Names that modules declare: constants in capitals, and all of several words, asIsThis. No property
# and no word in a text is called so.
_NAME = re.compile(
    r"^(?:(?:async )?function|const|let) ([A-Z][A-Z_]+|[a-z]+[A-Z]\w*)", re.MULTILINE
)
_EXPORT = re.compile(r"^export (?=(?:async )?function|const|class)", re.MULTILINE)


@lru_cache(maxsize=1)  # a preview makes it once; `bundle.cache_clear()` reads its modules anew
def bundle(entry: str = "main.js") -> str:
    """`entry` and all it imports, each before whoever imports it, minified."""
    joined = "".join(_module(entry, {}))
    # Strict, and nothing global, whether it runs as a module or not.
    return f'(()=>{{"use strict";\n{minify(joined)}\n}})();\n'


def minify(script: str) -> str:
    """`script` without comments and needless space, what it declares by short names."""
    for number, name in enumerate(_NAME.findall(script)):
        script = re.sub(rf"\b{name}\b", f"${number}", script)
    minified: str = jsmin(script)
    return minified


def _module(name: str, done: dict[str, None]) -> list[str]:
    """The texts of the modules that `name` needs and that are not `done`, its own the last."""
    if name in done:
        return []
    done[name] = None
    text = (files("generator.site") / "scripts" / name).read_text("utf-8")
    parts = [part for needed in _IMPORT.findall(text) for part in _module(needed, done)]
    return [*parts, _EXPORT.sub("", _IMPORT.sub("", text))]
