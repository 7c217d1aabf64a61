"""Reads a folder into a ledger on a Ray cluster of two nodes of this machine, one of which is killed on the way.

A program of its own, so that a test can bound its time and end all that it started:
python two_nodes.py SOURCES LEDGER FOLDER-FOR-RAY. Prints what became of the reports, as JSON.
"""

import json
import sys

import ray.cluster_utils

from dragoman.cluster import add_on_cluster
from dragoman.ledger.add import Adding
from dragoman.ledger.store import Ledger
from dragoman.ledger.workers import ReaderPlan

NODE = {"num_cpus": 2, "object_store_memory": 80_000_000, "node_ip_address": "127.0.0.1"}

READERS = 3  # more than one node has processors for


def main(sources: str, ledger: str, folder: str) -> None:
    cluster = ray.cluster_utils.Cluster()
    cluster.add_node(include_dashboard=False, temp_dir=folder, **NODE)
    second = cluster.add_node(**NODE)
    adding = Adding(Ledger(ledger, create=True))
    killed_at = None
    for progress in add_on_cluster(adding, [sources], ReaderPlan(engine="rules"), cluster.address, READERS):
        if killed_at is None and progress.committed:
            killed_at = progress.committed
            cluster.remove_node(second, allow_graceful=False)
    cluster.shutdown()
    counts = adding.counts.__dict__ | {"kinds": dict(adding.kinds), "committed": adding.committed}
    print(json.dumps(counts | {"killed_at": killed_at}))


if __name__ == "__main__":
    main(*sys.argv[1:])
