"""The site: a ledger to look at, in a browser, from this machine. `dragoman serve` opens it.

A request asks one version of the ledger (ledgers.py), a page's module makes a small view of it (pages/), and a template
draws that; the JSON API (api/) gives the same models. Nothing is computed here that a public function does not give.
"""
