"""Real processes that add, killed and stopped on the way: nothing lost, nothing twice, nothing half."""

import json
import signal
import subprocess
import sys
import time
from pathlib import Path

from made_reader import ids

from dragoman.ledger.store import Ledger

REPORTS = 100


def write_reports(path: Path) -> Path:
    places = ("Lima", "Quito", "Cuenca", "Loja", "Tumbes")
    rows = [
        {"text": f"Envoys of Peru and Ecuador met in {places[n % 5]} for round {n} of the talks.", "date": "2019-03-04"}
        for n in range(REPORTS)
    ]
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return path


def start(source: Path, folder: Path) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "dragoman.cli", "add", source, "--ledger", folder, "--batch", "5", "--json"]
    return subprocess.Popen([*command, "--engine", "rules"], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def wait_for_commits(folder: Path, number: int, run: subprocess.Popen[str]) -> None:
    while len([*folder.glob("readings/_delta_log/*.json")]) <= number:
        assert run.poll() is None, run.communicate()
        time.sleep(0.002)


def test_killed_stopped_and_resumed(tmp_path: Path) -> None:
    source, folder = write_reports(tmp_path / "made.jsonl"), tmp_path / "ledger"
    killed = start(source, folder)
    wait_for_commits(folder, 3, killed)
    killed.kill()
    killed.communicate()
    left = ids(Ledger(folder))
    assert 15 <= len(left) == len(set(left)) < REPORTS

    stopped = start(source, folder)
    wait_for_commits(folder, 2 + len(left) // 5, stopped)
    stopped.send_signal(signal.SIGINT)
    out, err = stopped.communicate()
    tally = json.loads(out)
    assert (stopped.returncode, err, tally["stopped"]) == (130, "", True)
    assert tally["there"] == len(left)
    assert tally["found"] == tally["there"] + tally["added"]
    assert len(ids(Ledger(folder))) == len(left) + tally["added"] < REPORTS

    last = start(source, folder)
    out, err = last.communicate()
    assert (last.returncode, err) == (0, "")
    assert json.loads(out)["found"] == REPORTS
    ledger = Ledger(folder)
    readings = [*ledger.readings()]
    assert len(readings) == len(ids(ledger)) == len(set(ids(ledger))) == REPORTS
    assert all(reading.events and ledger.text(reading.report.id) for reading in readings[:5])
