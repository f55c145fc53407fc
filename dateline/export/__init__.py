"""Records as files that other tools read: JSON lines, CSV, Parquet."""

from dateline.export.files import ExportFormat, export_store
from dateline.export.flat import EVENT_COLUMNS, flat_event, write_csv

__all__ = ["EVENT_COLUMNS", "ExportFormat", "export_store", "flat_event", "write_csv"]
