"""The store: Delta tables of reports and all that was found in them, safe against kills and double runs."""

from dateline.coded import Coded
from dateline.runs import RunSummary, Wanted
from dateline.store.coding import code_into_store
from dateline.store.query import EventFilter, StoredEvent, canonical_export
from dateline.store.store import Store
from dateline.store.writer import Writer

__all__ = ["Coded", "EventFilter", "RunSummary", "Store", "StoredEvent", "Wanted", "Writer", "canonical_export", "code_into_store"]
