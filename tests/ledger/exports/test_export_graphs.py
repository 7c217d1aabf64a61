"""GraphML and GEXF, read by NetworkX and, for their form, by lxml."""

import io
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import networkx as nx
import pytest
from lxml import etree
from made_for_exports import NAME

from dragoman.ledger.store import Ledger

READERS = {"graphml": nx.read_graphml, "gexf": nx.read_gexf}
NAMESPACES = {"graphml": "{http://graphml.graphdrawing.org/xmlns}", "gexf": "{http://www.gexf.net/1.2draft}"}


@pytest.mark.parametrize("form", READERS)
def test_the_graph_comes_back(export_text: Any, form: str) -> None:
    text, done = export_text(form)
    found = READERS[form](io.BytesIO(text.encode()))
    assert found.is_directed()
    assert {"PER", "ECU"} < set(found.nodes)
    assert len(found) == 3
    other = next(node for node in found if node not in ("PER", "ECU"))
    assert other.split() == NAME.replace("\x02", "\ufffd").split()
    peru = found.nodes["PER"]
    assert (peru["label"], peru["kind"], peru["country"]) == ("Peru", "state", "PER")
    edge = found.edges["ECU", "PER"]
    assert edge["events"] == edge["cooperation"] + edge["conflict"]
    assert edge["conflict"] == 2
    assert edge["mean_score"] == pytest.approx(1 / 7, abs=1e-4)
    assert (edge["first"], edge["last"]) == ("2019-03-04", "2019-03-06")
    assert sum(data["events"] for _, _, data in found.edges(data=True)) == done.written


@pytest.mark.parametrize("form", READERS)
def test_the_file_is_xml_of_its_form(export_text: Any, form: str) -> None:
    root = etree.fromstring(export_text(form)[0].encode())
    space = NAMESPACES[form]
    assert root.tag == space + form
    nodes = {node.get("id") for node in root.iter(space + "node")}
    assert nodes >= {edge.get("source") for edge in root.iter(space + "edge")}
    assert not any("lastmodifieddate" in element.attrib for element in root.iter())


def test_a_party_alone_is_no_edge(export_text: Any) -> None:
    _, done = export_text("graphml", status="possible")
    assert done.left_out["with one party only"] > 0


CODE = "import sys; from dragoman.ledger.exports import export; from dragoman.ledger.store import Ledger; \
[export(Ledger(sys.argv[1]), form, sys.stdout) for form in ('graphml', 'gexf', 'plover', 'ical')]"


def test_the_same_ledger_gives_the_same_bytes(ledger: Ledger) -> None:
    def run(seed: str) -> bytes:
        known = os.environ | {"PYTHONHASHSEED": seed, "PYTHONIOENCODING": "utf-8"}
        return subprocess.run(
            [sys.executable, "-c", CODE, str(ledger.path)], env=known, capture_output=True, check=True, cwd=Path.cwd()
        ).stdout

    assert run("1") == run("2")
