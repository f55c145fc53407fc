"""What a store holds already, as a run needs to know it: reports done, their latest revisions, rejects, and children without a report."""

from __future__ import annotations

import tempfile
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.compute

from dateline.store.keys import KeySet, LatestKeys, as_hashes
from dateline.store.quiet import connect

if TYPE_CHECKING:
    from dateline.store.store import Store

_MEMORY = "512MB"

_REPORTS = """
SELECT md5_number_lower(key) AS done, md5_number_lower(id) AS id, TRY_CAST('0x' || key AS UBIGINT) AS number,
    key IN (SELECT supersedes FROM reports WHERE coder = $coder AND supersedes IS NOT NULL) AS old
FROM reports WHERE coder = $coder"""
_ORPHANS = """
SELECT DISTINCT report_key FROM children c WHERE coder = $coder
    AND NOT EXISTS (SELECT 1 FROM reports r WHERE r.coder = $coder AND r.key = c.report_key) ORDER BY report_key"""


class Held:
    """`reports`: keys that this coder's committed rows have; `latest`: the newest key of every report id; `rejects`: ids, of any coder."""

    def __init__(self, store: Store, coder: str) -> None:
        """Reads it from the tables: some 25 bytes a report stay in memory."""
        self._store, self._coder = store, coder
        rows = self._query(_REPORTS, ("reports",), coder=coder)
        self.reports = KeySet(as_hashes(rows["done"]))
        current = rows.filter(pyarrow.compute.and_(pyarrow.compute.invert(rows["old"]), rows["number"].is_valid()))
        self.latest = LatestKeys(as_hashes(current["id"]), as_hashes(current["number"]))
        self.rejects = KeySet(as_hashes(self._query("SELECT md5_number_lower(id) AS id FROM rejects", ("rejects",))["id"]))
        sources = self._query("SELECT DISTINCT source FROM rejects WHERE reason <> 'failed'", ("rejects",)) if len(self.rejects) else None
        self._sources: set[str] = {source.partition("!")[0] for source in sources["source"].to_pylist()} if sources else set()

    def rejects_of(self, file: str) -> list[str]:
        """Ids of the rejects of this file and of what is in it, without those of reports that the coder failed on."""
        if file not in self._sources:
            return []
        sql = "SELECT id FROM rejects WHERE reason <> 'failed' AND (source = $file OR starts_with(source, $file || '!'))"
        return list(self._query(sql, ("rejects",), file=file)["id"].to_pylist())

    def orphans(self, name: str) -> list[str]:
        """Report keys in this table of children that have no reports row of this coder."""
        sql = _ORPHANS.replace("children", name)
        return list(self._query(sql, (name, "reports"), coder=self._coder)["report_key"].to_pylist())

    def _query(self, sql: str, names: tuple[str, ...], **values: Any) -> pa.Table:
        with connect(config={"memory_limit": _MEMORY, "threads": 2, "temp_directory": tempfile.gettempdir()}) as connection:
            for name in names:
                connection.register(name, self._store.arrow(name))
            return connection.sql(sql, params=values).to_arrow_table()
