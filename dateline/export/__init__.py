"""Records as files that other tools read: JSON lines, CSV, Parquet, GeoJSON and the formats of the field."""

from dateline.export.files import Exported, export_store
from dateline.export.flat import EVENT_COLUMNS, flat_event, write_csv
from dateline.export.formats import ExportFormat, Wanted
from dateline.export.shared import Dates

__all__ = ["EVENT_COLUMNS", "Dates", "ExportFormat", "Exported", "Wanted", "export_store", "flat_event", "write_csv"]
