"""The JSON API under /api: the same models as the pages, paging by `limit` and `after`, one shape of errors."""

from __future__ import annotations

from fastapi import APIRouter

from dragoman.web.api import docs, negotiation, query, records, reports, search, texts
from dragoman.web.errors import RESPONSES

router = APIRouter(responses=RESPONSES)
for module in (reports, records, search, negotiation, query, texts):
    router.include_router(module.router, prefix="/api")
router.include_router(docs.router)
