"""Drawings made on the server, as SVG without scripts or styles of its own: charts, graphs, timelines, maps."""
