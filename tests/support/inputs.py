"""Inputs of every form that hold the same two reports, and what reads them."""

import csv
import io
import json
import zipfile

import pyarrow as pa
import pyarrow.parquet as pq

from dateline.intake import Options, read_inputs

PROSE = "The ministers of the two states met in Tarvo on Friday and agreed to talk again, officials said."
ROWS = [
    {"id": "7", "text": f'{PROSE}\nA second, "quoted" line; with\tall.', "published": "2025-08-09", "publisher": "Harbour Post"},
    {"id": "8", "text": "Rebels left Molvar – the “old” town.", "published": "2025-08-10", "publisher": ""},
]


def read(*paths, stdin=None, **options):
    return list(read_inputs(paths, Options(**options), stdin=stdin))


def write(path, data):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data if isinstance(data, bytes) else data.encode())
    return path


def reasons(found):
    return [getattr(item, "reason", "") for item in found]


def json_lines(rows=ROWS):
    return "".join(json.dumps(row) + "\n" for row in rows).encode()


def table(rows=ROWS, **dialect):
    out = io.StringIO()
    writer = csv.DictWriter(out, list(rows[0]), **dialect)
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue()


def columns(rows=ROWS, **options):
    out = io.BytesIO()
    pq.write_table(pa.Table.from_pylist(rows), out, **options)
    return out.getvalue()


def page(title="Ministers meet", body=PROSE):
    return f"<html><head><title>{title}</title></head><body><article><h1>{title}</h1><p>{body * 3}</p><p>{body * 2}</p></article></body></html>"


def warc_record(kind, url, body):
    head = f"WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Target-URI: {url}\r\nWARC-Date: 2025-08-11T10:00:00Z\r\n"
    head += f"Content-Type: application/http; msgtype=response\r\nContent-Length: {len(body)}\r\n\r\n"
    return head.encode() + body + b"\r\n\r\n"


def crawl(pages, pack=lambda data: data):
    records = [warc_record("warcinfo", "", b"software: test\r\n")]
    for url, kind, status, data in pages:
        head = f"HTTP/1.1 {status}\r\nContent-Type: {kind}\r\nContent-Length: {len(data)}\r\n\r\n"
        records.append(warc_record("response", url, head.encode() + data))
        records.append(warc_record("metadata", url, b"fetchTimeMs: 3"))
    return b"".join(map(pack, records))


def archive(members, **options):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, **options) as opened:
        for name, data in members.items():
            opened.writestr(name, data)
    return out.getvalue()


def zstd(data):
    return pa.Codec("zstd").compress(data, asbytes=True)


def assert_rows(found, rows=ROWS):
    assert reasons(found) == [""] * len(rows)
    assert [(r.id, r.text, r.published, r.publisher or "") for r in found] == [tuple(row.values()) for row in rows]


TABULAR = {
    "a.jsonl": json_lines(),
    "a.json": json.dumps(ROWS, indent=2).encode(),
    "b.json": json.dumps(ROWS).encode(),
    "c.json": json_lines(),
    "d.json": "\n".join(json.dumps(row, indent=1) for row in ROWS).encode(),
    "a.csv": table(),
    "b.csv": table(delimiter=";"),
    "c.csv": table(quoting=csv.QUOTE_ALL, delimiter="|"),
    "d.csv": "\ufeff" + table(),
    "e.csv": "sep=;\r\n" + table(delimiter=";"),
    "f.csv": table().encode("utf-16"),
    "g.csv": table(doublequote=False, escapechar="\\"),
    "h.csv": table().encode("windows-1252"),
    "a.tsv": table(delimiter="\t"),
    "a.parquet": columns(),
    "b.jsonl": json_lines().decode().encode("utf-16"),
    "stdin-like": json_lines(),
    "table": table(),
    "list": json.dumps(ROWS).encode(),
    "rows": columns(),
}


class Pipe(io.RawIOBase):
    """A stream that cannot seek and gives a few bytes at a time."""

    def __init__(self, data):
        self.rest = data

    def readable(self):
        return True

    def readinto(self, buffer):
        taken, self.rest = self.rest[:7], self.rest[7:]
        buffer[: len(taken)] = taken
        return len(taken)


def pipe(data):
    return io.BufferedReader(Pipe(data))
