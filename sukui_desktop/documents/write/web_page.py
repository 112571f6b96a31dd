"""Single offline web pages: a page of `resources/web/` with its data in it."""

from __future__ import annotations

import json

from sukui_desktop.assets.resources import read_resource

_PLACE = '<script type="application/json" id="data">{}</script>'


def web_page_bytes(name: str, data: object) -> bytes:
    """Return the page `resources/web/<name>.html` with `data`, plain values, in it as JSON.

    No sign of the data can end the script that holds it.
    """
    page = read_resource(f"web/{name}.html").decode("utf-8")
    held = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    for sign in "<>&\u2028\u2029":
        held = held.replace(sign, f"\\u{ord(sign):04x}")
    return page.replace(_PLACE, _PLACE.replace("{}", held)).encode("utf-8")
