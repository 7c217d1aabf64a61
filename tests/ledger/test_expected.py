"""How many reports a run will meet, where that can be told beforehand."""

from pathlib import Path

from dragoman.ledger.expected import expected


def test_folders_of_texts_and_json_lines_are_counted(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    for name in ("a.txt", "b.md", "in/c.html"):
        (tmp_path / name).write_text("words")
    (tmp_path / "d.jsonl").write_text('{"text": "1"}\n{"text": "2"}\n')
    assert expected([tmp_path]) == 5
    assert expected([tmp_path / "d.jsonl", tmp_path / "a.txt"]) == 3


def test_of_tables_archives_and_addresses_nothing_is_told(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("words")
    (tmp_path / "b.csv").write_text("text\nwords\n")
    assert expected([tmp_path]) is None
    assert expected(["https://example.org/feed"]) is None
    assert expected(["-"]) is None
    assert expected([tmp_path / "absent.jsonl"]) is None
