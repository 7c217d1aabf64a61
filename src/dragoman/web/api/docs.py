"""/api: what the API answers, as a page drawn from its OpenAPI document."""

from __future__ import annotations

from typing import Any, NamedTuple, cast

from fastapi import APIRouter, FastAPI, Request
from fastapi.openapi.utils import get_openapi
from starlette.responses import HTMLResponse

from dragoman._version import __version__
from dragoman.web.rendering import page

router = APIRouter()

ABOUT = (
    "A ledger's records as JSON. Rows come in pages: `limit` says how many, `after` takes the `next` of the page "
    "before. Every answer has an ETag by the version of the ledger. Errors have one shape: "
    '`{"error": {"status", "title", "detail"}}`.'
)


class Parameter(NamedTuple):
    """A field of an address."""

    name: str
    type: str
    about: str
    required: bool


class Operation(NamedTuple):
    """What one address answers."""

    method: str
    path: str
    about: str
    parameters: tuple[Parameter, ...]
    gives: str
    href: str | None


def document(app: FastAPI) -> dict[str, Any]:
    """The OpenAPI document of the addresses under /api."""
    if not app.openapi_schema:
        made = get_openapi(title="Dragoman", version=__version__, description=ABOUT, routes=app.routes)
        for path in made["paths"].values():
            for operation in path.values():
                # What does not fit is a 400 in our shape.
                operation["responses"].pop("422", None)
        for name in ("HTTPValidationError", "ValidationError"):
            made["components"]["schemas"].pop(name, None)
        app.openapi_schema = made
    return app.openapi_schema


@router.get("/api", include_in_schema=False)
def show(request: Request) -> HTMLResponse:
    """The page."""
    made = document(cast(FastAPI, request.app))
    groups: dict[str, list[Operation]] = {}
    for path, methods in made["paths"].items():
        for method, operation in methods.items():
            groups.setdefault(operation.get("tags", ["Other"])[0], []).append(_operation(path, method, operation))
    return page(request, "api.html", about=ABOUT, groups=groups, models=_models(made))


def _operation(path: str, method: str, operation: dict[str, Any]) -> Operation:
    parameters = tuple(
        Parameter(p["name"], _type(p["schema"]), _about(p), p.get("required", False))
        for p in operation.get("parameters", ())
    )
    if body := operation.get("requestBody"):
        parameters += (Parameter("body", _type(body["content"]["application/json"]["schema"]), "JSON", True),)
    answer = operation["responses"]["200"].get("content", {}).get("application/json", {}).get("schema", {})
    tried = method == "get" and "{" not in path and not any(p.required for p in parameters)
    return Operation(
        method.upper(), path, operation.get("description", ""), parameters, _type(answer), path if tried else None
    )


def _about(parameter: dict[str, Any]) -> str:
    return str(parameter.get("description") or parameter["schema"].get("description") or "")


def _models(made: dict[str, Any]) -> list[tuple[str, str, list[Parameter]]]:
    found = []
    for name, schema in sorted(made["components"]["schemas"].items()):
        required = schema.get("required", ())
        fields = [
            Parameter(field, _type(known), str(known.get("description", "")), field in required)
            for field, known in schema.get("properties", {}).items()
        ]
        found.append((name, str(schema.get("description", "")), fields))
    return found


def _type(schema: dict[str, Any]) -> str:
    """A schema in a few words."""
    if "$ref" in schema:
        return str(schema["$ref"].rsplit("/", 1)[-1])
    if "anyOf" in schema:
        return " | ".join(_type(each) for each in schema["anyOf"])
    if "enum" in schema:
        return " | ".join(str(value) for value in schema["enum"])
    if "const" in schema:
        return str(schema["const"])
    if schema.get("type") == "array":
        inner = schema.get("items", {})
        return f"[{_type(inner)}]" if inner else "[any]"
    form = schema.get("format")
    return f"{schema.get('type', 'any')}" + (f" ({form})" if form else "")
