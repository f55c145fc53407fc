"""Every error that Dateline raises on purpose.

DatelineError
├── InputError       a report that cannot be read (bytes, encoding, JSON, fields, dates)
├── DataError        a shipped or user data file that breaks its schema
│   └── CorpusError  an annotated corpus file that breaks the format
├── StoreError       a store that cannot be opened, read or written
│   └── StoreLocked  another run is writing to it
└── ModelError       the model file is missing, damaged or of another version
"""

from __future__ import annotations


class DatelineError(Exception):
    """Root of all errors of this package; its text says what was wrong, where, and what to do."""


class InputError(DatelineError):
    """A report that cannot be read."""


class DataError(DatelineError):
    """A data file that breaks its schema."""


class CorpusError(DataError):
    """An annotated corpus file that breaks the format of `corpus/GUIDE.md`."""


class StoreError(DatelineError):
    """A store that cannot be opened, read or written."""


class StoreLocked(StoreError):
    """Another run is writing to the store."""


class ModelError(DatelineError):
    """The model file is missing, damaged or of another version."""
