"""The stages in order: a report in, its records out."""

from __future__ import annotations

import datetime
import functools
import hashlib
import importlib.metadata
import warnings
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import dateline
from dateline.errors import InputError, ModelError
from dateline.intake.language import find_language
from dateline.intake.report import prepare_report
from dateline.languages import is_read
from dateline.reader.model import MODEL_DIR, Network
from dateline.reader.reader import SentenceReader
from dateline.records import Coding, Entity, EntityRef, Mention, Report, content_id, head
from dateline.resolve.entities import Entities
from dateline.resolve.lexicon import lexicon
from dateline.resolve.ownlexicon import with_dictionaries
from dateline.resolve.plainname import plain_name
from dateline.resolve.references import is_name
from dateline.resolve.report import ReportResolver, Resolved
from dateline.resolve.userdict import UserDictionary, read_dictionary

# What decides the output besides the model: the code and data of these rooms, and the libraries that cut and run text.
_ROOMS = ("reader", "resolve", "ontology", "intake")
_MODULES = ("records.py", "coder.py", "languages.py")
_LIBRARIES = ("numpy", "onnxruntime", "tokenizers")
Dictionary = str | Path | UserDictionary


@functools.cache
def _package_hash() -> str:
    root = Path(dateline.__file__).parent
    files = [path for room in _ROOMS for path in (root / room).rglob("*") if path.is_file() and MODEL_DIR not in path.parents]
    found = hashlib.sha256()
    for path in sorted([*files, *(root / name for name in _MODULES)]):
        if path.suffix not in (".pyc", ".md"):
            found.update(str(path.relative_to(root)).encode() + b"\0" + path.read_bytes())
    return found.hexdigest()


def _model_hash(folder: Path) -> str:
    found = hashlib.sha256()
    for name in ("model.onnx", "reader.json", "tokenizer.json"):
        found.update((folder / name).read_bytes())
    return found.hexdigest()


def _read_warned(path: str | Path) -> UserDictionary:
    found = read_dictionary(path)
    if found.bad:
        warnings.warn(f"{path}: {len(found.bad):,} bad lines are left out; the first: {found.bad[0]}", stacklevel=4)
    return found


def coder_id(dictionaries: Sequence[UserDictionary] = (), folder: Path = MODEL_DIR) -> str:
    """The id of the coder with these dictionaries and the model in this folder, without loading it. Raises `ModelError`."""
    versions = {name: importlib.metadata.version(name) for name in _LIBRARIES}
    own = ([one.digest for one in dictionaries],) if dictionaries else ()
    try:
        model = _model_hash(folder)
    except OSError as error:
        raise ModelError(f"{error.filename}: the model cannot be read ({error.strerror}); install dateline again") from error
    return content_id(_package_hash(), model, versions, *own, length=12)


class Coder:
    """The whole pipeline with its settings. Its `id` is a hash over all that decides the output and stands on every record."""

    def __init__(self, *, model: Path | None = None, entities: Dictionary | Sequence[Dictionary] = ()) -> None:
        """Load the shipped model, or the one in the folder `model`. Raises `ModelError` where that fails.

        `entities` are dictionaries of the user's own, files or read ones, of which the later wins (docs/entities.md). Their bad lines are
        in `dictionaries`, and a warning counts those of a file. Raises `InputError` for a file that is no dictionary.
        """
        self.folder = folder = model or MODEL_DIR
        self.network = Network(folder)
        self.reader = SentenceReader(self.network)
        given = [entities] if isinstance(entities, str | Path | UserDictionary) else entities
        self.dictionaries = tuple(one if isinstance(one, UserDictionary) else _read_warned(one) for one in given)
        self.entities = Entities(with_dictionaries(lexicon(), self.dictionaries)) if self.dictionaries else Entities.load()
        self.id = coder_id(self.dictionaries, folder)

    def code(self, text: str, *, published: str | None = None, id: str | None = None, **fields: Any) -> Coding:
        """Code a text. `published` is an ISO day; `fields` are others of `Report` (title, publisher, url …).

        Raises `InputError` where the text is empty, surely not English or holds half a surrogate pair, or the day is none.
        """
        if not text.strip():
            raise InputError("the text is empty: nothing to code")
        if (broken := next((i for i, c in enumerate(text) if "\ud800" <= c <= "\udfff"), None)) is not None:
            raise InputError(f"character {broken} of the text is half a surrogate pair; repair the export")
        language = find_language(text)
        if not is_read(language):
            raise InputError(f"the text is in language {language!r}; only English is read so far")
        try:
            day = datetime.date.fromisoformat(published).isoformat() if published is not None else None
        except (TypeError, ValueError) as error:
            raise InputError(f"published: {error}; want a day such as 2025-08-09") from error
        return self.code_report(prepare_report(text, id=id, fallback=day, **{"language": language, **fields}))

    def code_report(self, report: Report) -> Coding:
        """The records of one report: a pure function of the report and of this coder."""
        return self.code_full(report)[0]

    def mentions(self, report: Report) -> tuple[Mention, ...]:
        """Every mention of an actor, place, time or number in the report."""
        return self.code_full(report)[1]

    def code_full(self, report: Report) -> tuple[Coding, tuple[Mention, ...]]:
        """The report's coding and its mentions, in one pass; both empty where its language is one that the model does not read."""
        if not is_read(report.language):
            return Coding(report=head(report), events=(), claims=(), entities=(), coder=self.id), ()
        sentences = self.reader.read(report.text, report.furniture)
        resolved = ReportResolver(report, sentences, self.entities, self.id).resolve(self.reader.confidence)
        coding = Coding(
            report=head(report), events=resolved.events, claims=resolved.claims, entities=self._entities(resolved), coder=self.id
        )
        return coding, resolved.mentions

    def _entities(self, resolved: Resolved) -> tuple[Entity, ...]:
        """The entities behind the mentions and parties, each once, with the names the report gives it."""
        named: list[tuple[EntityRef | None, str]] = [(m.entity, m.quote) for m in resolved.mentions]
        named += [(p.entity, p.quote) for e in resolved.events for p in (*e.actor, *e.recipient, *e.speaker)]
        named += resolved.names
        is_country = functools.cache(lambda words: self.entities.country_of(words) is not None)
        refs: dict[str, EntityRef] = {}
        names: dict[str, dict[str, None]] = {}
        sectors: dict[str, dict[str, None]] = {}
        for ref, quote in named:
            if ref is None:
                continue
            refs.setdefault(ref.id, ref)
            if is_name(quote):
                names.setdefault(ref.id, {})[plain_name(quote, is_country)] = None
            if ref.sector:
                sectors.setdefault(ref.id, {})[ref.sector] = None
        return tuple(
            Entity(id=key, name=ref.name, names=tuple(names.get(key, ())), country=ref.country, sectors=tuple(sectors.get(key, ())))
            for key, ref in sorted(refs.items())
        )
