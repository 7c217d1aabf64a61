"""The JSON API under /api: the same models as the pages, paging by `limit` and `after`, one shape of errors."""

from __future__ import annotations

from fastapi import APIRouter

from dragoman.web.errors import RESPONSES

router = APIRouter(prefix="/api", responses=RESPONSES)
