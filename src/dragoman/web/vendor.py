"""Vega, as the script that vl-convert carries: nothing of it is kept in this package, and nothing comes from afar.

It takes seconds to put together, so it is made once a process, when a page first asks for it.
"""

from __future__ import annotations

import threading

from fastapi import APIRouter
from starlette.responses import Response

router = APIRouter()

_SNIPPET = "window.vegaEmbed = vegaEmbed; window.vega = vega; window.vegaLite = vegaLite;"
_lock = threading.Lock()
_made: list[bytes] = []


def bundle() -> bytes:
    """The script; it gives `vegaEmbed`, `vega` and `vegaLite`. For the interpreter say `vegaEmbed(…, {ast: true})`."""
    with _lock:
        if not _made:
            import vl_convert

            _made.append(vl_convert.javascript_bundle(_SNIPPET).encode())
        return _made[0]


@router.get("/vendor/vega.js")
def vega() -> Response:
    """The script as a module of JavaScript."""
    headers = {"cache-control": "private, max-age=86400"}
    return Response(bundle(), media_type="text/javascript; charset=utf-8", headers=headers)
