"""Makes the index of the search of a built site: a program of its own, to be measured.

python -m bench.search_build SITE
"""

from __future__ import annotations

import sys
from pathlib import Path

from generator.site.search import build_search

if __name__ == "__main__":
    build_search(Path(sys.argv[1]))
