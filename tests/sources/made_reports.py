"""Two short reports of our own, and files of every format that hold them, made with the tools of each format."""

import bz2
import gzip
import io
import json
import lzma
import tarfile
import zipfile
from collections.abc import Iterable

import pyarrow as pa
import pyarrow.parquet as pq
from fastwarc.stream_io import GzipWriter
from fastwarc.warc import WarcRecord, WarcRecordType

from dragoman.reader import ReportText

TEXTS = (
    "LIMA - Peru’s foreign minister met his Chilean colleague on Monday to talk about the border between the two "
    "countries, officials said.",
    "SANTIAGO - Chile refused on Tuesday to withdraw its troops unless Peru, too, withdraws those it sent last month, "
    'a spokesman said. "We wait," he added.',
)
REPORTS = tuple(
    ReportText(text, f"2004-05-{day:02}", f"Title {day}", "The Wire", f"w-{day}", f"http://news.example/{day}")
    for day, text in enumerate(TEXTS, 3)
)
ROWS = [
    {"id": r.source_id, "date": r.date, "title": r.title, "source": r.source, "url": r.url, "text": r.text}
    for r in REPORTS
]


def json_lines(rows: Iterable[object] = ROWS) -> bytes:
    return "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows).encode()


def parquet(columns: dict[str, object] | None = None, **options: object) -> bytes:
    table = pa.table(columns) if columns else pa.Table.from_pylist(ROWS)
    out = io.BytesIO()
    pq.write_table(table, out, **options)
    return out.getvalue()


def page(report: ReportText = REPORTS[0], extra: str = "") -> bytes:
    """A page with two paragraphs of article among what usually stands around it."""
    return (
        f"<!DOCTYPE html><html><head><meta charset='utf-8'><title>{report.title} | {report.source}</title>"
        f"<meta property='og:title' content='{report.title}'><meta property='og:site_name' content='{report.source}'>"
        f"<meta property='article:published_time' content='{report.date}T10:00:00Z'></head><body>"
        "<nav><a href='/'>Home</a> <a href='/world'>World</a></nav><script>var a = 'never shown';</script>"
        f"<article><p>{report.text}</p><p>The two had last met in March, and they agreed to meet again in June.{extra}"
        "</p></article><footer>Copyright The Wire</footer></body></html>"
    ).encode()


def warc_record(number: int, http: bytes, kind: str = "response") -> bytes:
    record = WarcRecord()
    record.init_headers(getattr(WarcRecordType, kind))
    record.headers["WARC-Target-URI"] = f"http://news.example/{number}"
    record.headers["Content-Type"] = "application/http; msgtype=response" if kind == "response" else "text/plain"
    record.set_bytes_content(http)
    out = io.BytesIO()
    record.write(out)
    return out.getvalue()


def answer(body: bytes, status: str = "200 OK", headers: str = "Content-Type: text/html; charset=utf-8") -> bytes:
    return f"HTTP/1.1 {status}\r\n{headers}\r\n\r\n".encode() + body


def gzip_warc(records: Iterable[bytes]) -> list[bytes]:
    """Each record as a gzip member of its own, as Common Crawl has them."""
    members = []
    for record in records:
        out = io.BytesIO()
        with GzipWriter(out) as writer:
            writer.write(record)
        members.append(out.getvalue())
    return members


def zip_of(files: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return out.getvalue()


def tar_of(files: dict[str, bytes], mode: str = "w") -> bytes:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode=mode) as archive:  # type: ignore[call-overload]
        for name, data in files.items():
            entry = tarfile.TarInfo(name)
            entry.size = len(data)
            archive.addfile(entry, io.BytesIO(data))
    return out.getvalue()


def rss(items: str, head: str = "") -> bytes:
    channel = f"<channel><title>The Wire</title>{items}</channel>"
    return f'<?xml version="1.0"?>{head}<rss version="2.0">{channel}</rss>'.encode()


PACKERS = {"gz": gzip.compress, "bz2": bz2.compress, "xz": lzma.compress}
