"""The pages, one module each: a router, and a small model of what its template shows."""

from dragoman.web.pages import actor, negotiation, occurrence, overview, read, report, search, search_export, sql

ROUTERS = tuple(
    module.router for module in (overview, negotiation, report, actor, occurrence, search, search_export, read, sql)
)
