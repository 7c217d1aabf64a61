"""Packed files and archives: what breaks off gives what stands before, and what blows up is stopped."""

import gzip
import json
import random
import tarfile
import zipfile
from io import BytesIO
from pathlib import Path

import pytest
from made_reports import (
    PACKERS,
    REPORTS,
    TEXTS,
    answer,
    gzip_warc,
    json_lines,
    page,
    tar_of,
    warc_record,
    zip_of,
)

from dragoman.errors import ReportError, ReportTooLarge, SourceError
from dragoman.sources import Found, SourceOptions, fetch, find


def many(count: int) -> list[str]:
    return [f"The envoy number {random.randrange(10**40)} left Lima on Monday, he said." for _ in range(count)]


def put(folder: Path, name: str, data: bytes) -> Path:
    (folder / name).write_bytes(data)
    return folder / name


@pytest.mark.parametrize("end", ["gz", "xz"])
@pytest.mark.parametrize("form", ["jsonl", "json", "csv"])
@pytest.mark.parametrize("count", [10, 3000])
def test_what_stands_before_a_break_is_given_and_the_break_is_one_error(
    tmp_path: Path, end: str, form: str, count: int
) -> None:
    texts = many(count)
    rows = [json.dumps({"text": text}) for text in texts]
    table = "id,text\n" + "".join(f'{n},"{text}"\n' for n, text in enumerate(texts))
    data = {"jsonl": "\n".join(rows), "json": f"[{','.join(rows)}]", "csv": table}[form].encode()
    packed = PACKERS[end](data)
    found = list(find([put(tmp_path, f"a.{form}.{end}", packed[: len(packed) * 2 // 3])]))
    assert isinstance(found[-1].error, SourceError)
    assert "breaks off" in str(found[-1].error)
    read = [one.report.text for one in found[:-1] if one.report]
    assert len(read) == len(found) - 1
    assert read == texts[: len(read)]
    assert len(read) > (count / 2 if count > 100 and end == "gz" else -1)


def test_half_a_text_is_no_report(tmp_path: Path) -> None:
    packed = gzip.compress("\n".join(many(100)).encode())
    (one,) = find([put(tmp_path, "a.txt.gz", packed[:-100])])
    assert isinstance(one.error, SourceError)


def test_members_of_gzip_follow_each_other(tmp_path: Path) -> None:
    found = list(find([put(tmp_path, "a.jsonl.gz", gzip.compress(json_lines()) * 3)]))
    assert [one.report for one in found] == [*REPORTS] * 3


def long_zip(line: bytes, count: int) -> bytes:
    """A zip archive whose middle member has `line` a million times `count`."""
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a.txt", TEXTS[0])
        with archive.open("b.jsonl", "w") as member:
            member.write(json_lines([{"text": "The envoy left Lima."}] * 2))
            for _ in range(count):
                member.write(line * (1_000_000 // len(line)))
        archive.writestr("c.txt", TEXTS[1])
    return out.getvalue()


def test_an_archive_that_blows_up_is_stopped(tmp_path: Path) -> None:
    first, one, two, *rest = find(
        [put(tmp_path, "bomb.zip", long_zip(b" " * 999 + b"\n", 100))], SourceOptions(max_bytes=1000)
    )
    assert None not in (first.report, one.report, two.report)
    assert [type(one.error) for one in rest] == [SourceError]
    assert "unpacks to more than 200 times its size" in str(rest[0].error)


def test_a_packed_file_that_blows_up_is_stopped(tmp_path: Path) -> None:
    data = json_lines() + (b" " * 999 + b"\n") * 80_000
    packed = put(tmp_path, "bomb.jsonl.gz", gzip.compress(data, 9))
    *read, bomb = find([packed])
    assert [one.report for one in read] == [*REPORTS]
    assert isinstance(bomb.error, SourceError)
    twice = put(tmp_path, "bomb.gz.gz", gzip.compress(packed.read_bytes()))
    assert isinstance(list(find([twice]))[-1].error, SourceError)


def test_archives_in_archives_have_an_end(tmp_path: Path) -> None:
    data = zip_of({"a.txt": TEXTS[0].encode()})
    for _ in range(8):
        data = zip_of({"in.zip": data})
    (one,) = find([put(tmp_path, "deep.zip", data)])
    assert isinstance(one.error, SourceError)
    assert "packed more than" in str(one.error)


def test_what_the_members_of_an_archive_unpack_to_is_counted_together(tmp_path: Path) -> None:
    big = zip_of({f"{n}.txt": b"word " * 100_000 for n in range(200)})
    found = list(find([put(tmp_path, "a.zip", big)], SourceOptions(any_language=True)))
    assert isinstance(found[-1].error, SourceError)
    assert len(found) < 200


def test_a_member_that_is_broken_or_locked_costs_only_itself(tmp_path: Path) -> None:
    data = bytearray(zip_of({"a.txt": TEXTS[0].encode(), "b.txt": TEXTS[1].encode() * 9, "c.txt": TEXTS[1].encode()}))
    at = data.index(b"b.txt") + 10
    data[at : at + 5] = b"\xff\xff\xff\xff\xff"
    a, b, c = find([put(tmp_path, "a.zip", bytes(data))])
    assert isinstance(b.error, SourceError)
    assert None not in (a.report, c.report)
    locked = bytearray(zip_of({"a.txt": TEXTS[0].encode(), "b.txt": TEXTS[1].encode()}))
    for mark, flag in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        locked[locked.index(mark) + flag] |= 1
    a, b = find([put(tmp_path, "b.zip", bytes(locked))])
    assert "locked with a password" in str(a.error)
    assert b.report


@pytest.mark.parametrize("packer", [None, "gz"])
def test_a_tar_that_breaks_off_gives_the_members_before(tmp_path: Path, packer: str | None) -> None:
    data = tar_of({"a.txt": TEXTS[0].encode(), "b.txt": "\n".join(many(1000)).encode(), "c.txt": TEXTS[1].encode()})
    data = gzip.compress(data) if packer else data
    first, broken = find([put(tmp_path, "a.tar", data[: len(data) // 2])])
    assert first.report is not None
    assert isinstance(broken.error, SourceError)
    assert broken.location.member == "b.txt"


def test_links_and_devices_of_a_tar_are_passed_over(tmp_path: Path) -> None:
    out = BytesIO()
    with tarfile.open(fileobj=out, mode="w") as archive:
        for kind, target in ((tarfile.SYMTYPE, "/etc/hosts"), (tarfile.LNKTYPE, "/etc/hosts"), (tarfile.CHRTYPE, "")):
            entry = tarfile.TarInfo(f"link{kind!r}")
            entry.type, entry.linkname = kind, target
            archive.addfile(entry)
        entry = tarfile.TarInfo("../a.txt")
        entry.size = len(TEXTS[0].encode())
        archive.addfile(entry, BytesIO(TEXTS[0].encode()))
    (one,) = find([put(tmp_path, "a.tar", out.getvalue())])
    assert one.location.member == "../a.txt"
    assert one.report is not None
    assert list(tmp_path.parent.glob("a.txt")) == []


PAGES = [page(REPORTS[n % 2]._replace(title=f"Number {n}")) for n in range(5)]
RECORDS = [warc_record(n, answer(data)) for n, data in enumerate(PAGES)]


def titles(found: list[Found]) -> list[str | None]:
    return [one.report.title if one.report else None for one in found]


@pytest.mark.parametrize("packed", [False, True])
def test_records_of_warc_are_reports_at_their_offsets(tmp_path: Path, packed: bool) -> None:
    members = gzip_warc(RECORDS) if packed else RECORDS
    path = put(tmp_path, "a.warc.gz" if packed else "a.warc", b"".join(members))
    found = list(find([path]))
    assert titles(found) == [f"Number {n}" for n in range(5)]
    assert [one.location.position for one in found] == [sum(map(len, members[:n])) for n in range(5)]
    report = found[3].report
    assert report is not None
    assert (report.url, report.date, report.source) == ("http://news.example/3", "2004-05-04", "The Wire")
    path.write_bytes(members[0][:60] + b"\0" * (len(b"".join(members[:3])) - 60) + b"".join(members[3:]))
    assert fetch(found[3].location) == report  # what stands before it is not asked for


@pytest.mark.parametrize("packed", [False, True])
@pytest.mark.parametrize("fault", ["cut", "garbage", "header", "first"])
def test_a_broken_record_is_one_error_and_the_rest_goes_on(tmp_path: Path, packed: bool, fault: str) -> None:
    records = [*RECORDS]
    if fault == "header":
        records[2] = records[2].replace(b"WARC-Type: response", b"WARC-Type: ressponse")
    members = gzip_warc(records) if packed else records
    if fault == "garbage":
        members[2] = b"garbage\r\n\r\n" * 20
    elif fault == "first":
        members[0] = members[0][:20] + b"\xff" * 40 + members[0][60:]
    elif fault == "cut":
        members[4] = members[4][:-200]
    found = list(find([put(tmp_path, "a.warc.gz" if packed else "a.warc", b"".join(members))]))
    broken = {"cut": 4, "garbage": 2, "header": 2, "first": 0}[fault]
    assert titles(found) == [None if n == broken else f"Number {n}" for n in range(5)]
    assert isinstance(found[broken].error, ReportError)
    assert "broken" in str(found[broken].error)
    assert len({one.location for one in found}) == 5


def test_a_record_that_cannot_be_unpacked_is_one_error_at_its_own_offset(tmp_path: Path) -> None:
    members = gzip_warc(RECORDS)
    members[2] = members[2][:-200] + b"\xff" * 40 + members[2][-160:]
    found = list(find([put(tmp_path, "a.warc.gz", b"".join(members))]))
    assert titles(found) == ["Number 0", "Number 1", None, "Number 3", "Number 4"]
    assert [one.location.position for one in found] == [sum(map(len, members[:n])) for n in range(5)]


def test_what_is_no_page_is_passed_over(tmp_path: Path) -> None:
    long = b"<p>" + b"word " * 2_000_000
    records = [
        warc_record(0, b"software: test", "warcinfo"),
        warc_record(1, answer(b"<p>Gone", "404 Not Found")),
        warc_record(2, answer(b"\x89PNG", headers="Content-Type: image/png")),
        warc_record(3, answer(gzip.compress(PAGES[3]), headers="Content-Type: text/html\r\nContent-Encoding: gzip")),
        warc_record(4, TEXTS[0].encode(), "conversion"),
        warc_record(5, b"no answer of a server"),
        warc_record(6, answer(long)),
        warc_record(7, answer(gzip.compress(long), headers="Content-Type: text/html\r\nContent-Encoding: gzip")),
    ]
    page_found, text, no_answer, *large = find(
        [put(tmp_path, "a.warc", b"".join(records))], SourceOptions(max_bytes=1_000_000)
    )
    assert page_found.report is not None
    assert page_found.report.title == "Number 3"
    assert text.report is not None
    assert text.report.text == TEXTS[0]
    assert "no answer of a server" in str(no_answer.error)
    assert [type(one.error) for one in large] == [ReportTooLarge] * 2
