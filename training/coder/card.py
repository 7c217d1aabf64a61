"""The figures of the model card, written where they are made."""

from __future__ import annotations

from pathlib import Path
from typing import Any

BEGINS, ENDS = "<!-- figures: written by training/train.py -->", "<!-- end of figures -->"


def write_figures(card: Path, report: dict[str, Any]) -> None:
    """Replaces what stands between the two marks of the model card."""
    text = card.read_text(encoding="utf-8")
    head, rest = text.split(BEGINS)
    card.write_text(head + BEGINS + "\n\n" + _figures(report) + "\n" + ENDS + rest.split(ENDS)[1], encoding="utf-8")


def _figures(report: dict[str, Any]) -> str:
    rows = report["rows"]
    lines = [
        f"Three folds of PLV's training table ({rows['plv']} rows, rows of one sentence in one fold, seed 1); in every",
        f"fold also {rows['own']} sentences of our own (turned ones among them), {rows['unlabelled']} unlabelled",
        "ones, and a teacher that had not seen the fold's test rows. The int8 file is what was measured.",
        "",
        "| coder | root macro-F1 | root accuracy | quad macro-F1 |",
        "| --- | ---: | ---: | ---: |",
    ]
    names = {
        "rules": "rules alone",
        "learned": "learned coder alone",
        "both": "**both: what ships**",
        "teacher": "the large network (does not ship)",
        "teacher and rules": "the large network and the rules (do not ship)",
    }
    for key, name in names.items():
        found = report[key]
        lines.append(f"| {name} | {found['root']:.3f} | {found['accuracy']:.3f} | {found['quad']:.3f} |")
    lines += [
        "",
        "The rules were checked against that table while they were written; so their line, and the pool's, is better",
        f"than on rows that nobody saw. {rows['unseen']} sentences of ours were kept from their authors; a network",
        "fitted without them, and without a teacher, gives there:",
        "",
        "| coder | root macro-F1 | root accuracy | quad macro-F1 |",
        "| --- | ---: | ---: | ---: |",
    ]
    for key, name in {"rules": "rules alone", "learned": "learned coder alone", "both": "both"}.items():
        found = report["unseen"][key]
        lines.append(f"| {name} | {found['root']:.3f} | {found['accuracy']:.3f} | {found['quad']:.3f} |")
    lines += ["", "F1 by type, both together:", "", "| type | F1 |", "| --- | ---: |"]
    lines += [f"| {kind} | {value:.2f} |" for kind, value in report["by type"].items()]
    lines += [
        "",
        f"Reliability, both together (temperature {report['pool temperature']}): of the answers given with a",
        "probability in a tenth, how many were right.",
        "",
        "| from | answers | mean probability | right |",
        "| ---: | ---: | ---: | ---: |",
    ]
    for row in report["reliability"]:
        lines.append(f"| {row['from']:.1f} | {row['rows']} | {row['probability']:.2f} | {row['right']:.2f} |")
    lines += [
        "",
        "Asked alone, among as many sentences with an act as without (none of them seen): the limit `propose` is the",
        "first one from which on 85 % of what is proposed is right.",
        "",
        "| from | right | of the acts found |",
        "| ---: | ---: | ---: |",
    ]
    for row in report["propose"]:
        mark = " ←" if row["chosen"] else ""
        lines.append(f"| {row['from']:.2f}{mark} | {row['right']:.2f} | {row['found']:.2f} |")
    worth = ", ".join(f"{name} {share:.2f} of {count}" for name, (count, share) in report["worth of rules"].items())
    lines += [
        "",
        f"Rules' votes on those sentences, right by what parties their act names: {worth}. From that their weights, "
        f"scaled by {report['pool scale']}: "
        + ", ".join(f"{name} {value:.2f}" for name, value in report["trust"].items())
        + ".",
        "",
        f"int8 answers as the fitted network does on {report['parity of int8 with float'] or 0:.1%} of the test rows.",
    ]
    return "\n".join(lines) + "\n"
