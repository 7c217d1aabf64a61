import json
from pathlib import Path

import pytest

from dragoman.errors import WorkerError
from dragoman.sources import SourceOptions, find
from dragoman.sources.shards import BYTES, FILES, Shard, shards

OPTIONS = SourceOptions()


def test_small_files_share_a_shard(tmp_path: Path) -> None:
    for number in range(FILES + 1):
        (tmp_path / f"{number:03}.txt").write_text(f"Report {number} of the talks.")

    found = list(shards([tmp_path], OPTIONS))

    assert [len(shard.paths) for shard in found] == [FILES, 1]
    assert all(Path(path).is_absolute() for shard in found for path in shard.paths)
    assert [item for shard in found for item in shard.open(OPTIONS)] == list(find([tmp_path], OPTIONS))


def test_a_large_table_is_cut_into_slices_that_make_the_whole(tmp_path: Path) -> None:
    table = tmp_path / "reports.jsonl"
    rows = 3 * BYTES // 100_000
    with table.open("w") as file:
        for number in range(rows):
            file.write(json.dumps({"text": f"Round {number}. " + "Talks went on. " * 7_000}) + "\n")

    found = list(shards([table], OPTIONS, readers=2))

    assert [(shard.part, shard.parts) for shard in found] == [(0, 4), (1, 4), (2, 4), (3, 4)]
    places = [item.location.position for shard in found for item in shard.open(OPTIONS)]
    assert sorted(p for p in places if p is not None) == list(range(rows))
    assert len(list(shards([table], OPTIONS, readers=1))) == 2


def test_what_is_not_there_is_said_when_it_is_opened(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    missing, empty = shards([tmp_path / "none.txt", tmp_path / "empty"], OPTIONS)

    for shard in (missing, empty):
        (item,) = shard.open(OPTIONS)
        assert item.report is None
        assert item.error is not None
        assert shard.unseen() is None


def test_a_machine_without_the_disk_is_told_from_a_missing_file(tmp_path: Path) -> None:
    elsewhere = str(tmp_path / "disk" / "a.txt")

    assert Shard((elsewhere,)).unseen() == str(tmp_path / "disk")
    assert Shard((elsewhere,), seen=False).unseen() is None
    assert Shard.of(Shard((elsewhere, "b"), 1, 2)._asdict()) == Shard((elsewhere, "b"), 1, 2)
    assert str(Shard((elsewhere, "b"), 1, 2)) == f"{elsewhere} and 1 more (slice 2 of 2)"


def test_standard_input_is_refused() -> None:
    with pytest.raises(WorkerError, match="standard input"):
        list(shards(["-"], OPTIONS))


def test_addresses_are_passed_on() -> None:
    assert list(shards(["https://example.org/feed"], OPTIONS)) == [Shard(("https://example.org/feed",), seen=False)]
