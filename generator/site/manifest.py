"""The web app manifest: what an installed copy of the site is called and looks like.

Reference: Web Application Manifest (W3C, https://www.w3.org/TR/appmanifest/).
"""

from __future__ import annotations

import json

from generator.site.pictures import GROUND, ICONS, SIDES

NAME = "site.webmanifest"  # at the site's root, so that relative addresses in it start there
_SHORT_NAME = "Sign out"  # fits under an icon; the service's own name would be taken for its app


def manifest(site_name: str) -> str:
    """The manifest of the site, as JSON. All its addresses are relative to it."""
    icons = [
        {
            "src": f"{ICONS}/{name}.png",
            "sizes": f"{side}x{side}",
            "type": "image/png",
            "purpose": "any" if rounded else "maskable",
        }
        for name, side, rounded, _ in SIDES
    ]
    about = {
        "name": site_name,
        "short_name": _SHORT_NAME,
        "lang": "en",
        "start_url": ".",
        "scope": ".",
        "display": "standalone",
        "theme_color": GROUND,
        "background_color": "#ffffff",
        "icons": icons,
    }
    return json.dumps(about, ensure_ascii=False, indent=1) + "\n"
