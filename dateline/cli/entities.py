"""`dateline entities`: who is known by a name, and from where."""

# ruff: noqa: PLC0415 - imports stand where they are needed: `--help` must not load the tables

from __future__ import annotations

import enum
import io
from typing import TYPE_CHECKING, Annotated, Any

import typer

from dateline.cli.common import EntitiesOption, ExitCode, check_day, read_dictionaries, say, stdout_console

if TYPE_CHECKING:
    from rich.table import Table

    from dateline.records import EntityRef
    from dateline.resolve.known import Known
    from dateline.resolve.userdict import UserDictionary

READING_COLUMNS = ("kind", "name", "as", "country", "sector", "office", "from", "to", "table", "line", "aliases", "note")
COUNT_COLUMNS = ("table", "kind", "entries", "names")


class EntitiesFormat(enum.StrEnum):
    """How entities are listed."""

    text = "text"
    json = "json"
    csv = "csv"


def entities(
    name: Annotated[
        str | None,
        typer.Argument(
            metavar="NAME", help="A name, alias, abbreviation, surname, demonym, capital or role word. Without it: how much is known."
        ),
    ] = None,
    day: Annotated[
        str | None, typer.Option(metavar="DAY", callback=check_day, help="Only what held on this day (1995-06-01), as for a report of it.")
    ] = None,
    entities: EntitiesOption = None,
    output: Annotated[EntitiesFormat, typer.Option("--format", help="Print as this.")] = EntitiesFormat.text,
) -> int:
    """Show who is known by a name, and which line of which table says so; or count what is known.

    Every reading of the name is listed with country, PLOVER sector and the years for which they hold, and above them what the name is
    resolved to where it stands alone in a report. With `--entities` all bad lines of the dictionary are listed (exit code 3).

    **Examples**

        dateline entities "Clan del Golfo"

        dateline entities Taliban --day 1999-06-01

        dateline entities --entities our-actors.csv
    """
    from dateline.resolve.known import count_entries, known_entries, near_names, readings

    dictionaries = read_dictionaries(entities, most=None)
    known = list(known_entries(dictionaries))
    done = ExitCode.some_rejected if any(one.bad for one in dictionaries) else ExitCode.ok
    if name is None:
        if day:
            raise typer.BadParameter("--day goes with a NAME")
        counts = [{"table": c.table, "kind": c.kind, "entries": c.entries, "names": c.names} for c in count_entries(known)]
        _print(counts, COUNT_COLUMNS, output, {"tables": counts})
        return done
    found = readings(name, known, day)
    if not found:
        if day and (otherwise := readings(name, known)):
            say(f"error: {name!r} stands for nobody on {day}; on other days {len(otherwise)} entries have it (leave out --day)")
        else:
            near = near_names(name, known)
            say(f"error: {name!r} is not known" + (f"; did you mean {', '.join(near)}?" if near else ""))
        return ExitCode.failed
    rows = [row for entry, told in found for row in _rows(entry, told)]
    resolved = _resolved(name, day, dictionaries)
    if output is EntitiesFormat.text:
        shown = f"{resolved.name} ({resolved.id}), country {resolved.country}, sector {resolved.sector}" if resolved else "nobody"
        stdout_console().print(f"{name}{f' on {day}' if day else ''}, alone in a report: {shown}\n", soft_wrap=True)
    _print(rows, READING_COLUMNS, output, {"name": name, "day": day, "resolved": resolved, "readings": rows})
    return done


def _resolved(name: str, day: str | None, dictionaries: list[UserDictionary]) -> EntityRef | None:
    from dateline.resolve.entities import ActorContext, Entities
    from dateline.resolve.lexicon import lexicon
    from dateline.resolve.ownlexicon import with_dictionaries

    resolver = Entities(with_dictionaries(lexicon(), dictionaries)) if dictionaries else Entities.load()
    return resolver.resolve(name, ActorContext(published=day))


def _rows(entry: Known, told: str) -> list[dict[str, Any]]:
    """One row a stretch of time."""
    return [
        {
            "kind": entry.kind, "name": entry.name, "as": told, "country": held.country, "sector": held.sector, "office": entry.office,
            "from": held.start, "to": held.end, "table": entry.table, "line": entry.line, "aliases": "|".join(entry.aliases),
            "note": entry.note,
        }
        for held in entry.held
    ]  # fmt: skip


def _print(rows: list[dict[str, Any]], columns: tuple[str, ...], output: EntitiesFormat, whole: dict[str, Any]) -> None:
    from dateline.cli.printers import write_bytes

    if output is EntitiesFormat.text:
        stdout_console().print(_table(rows, columns))
    elif output is EntitiesFormat.json:
        import msgspec

        write_bytes(msgspec.json.format(msgspec.json.encode(whole), indent=2) + b"\n")
    else:
        from dateline.export.flat import write_csv

        out = io.StringIO(newline="")
        write_csv(rows, columns, out)
        write_bytes(out.getvalue().encode())


def _table(rows: list[dict[str, Any]], columns: tuple[str, ...]) -> Table:
    """The rows as a table without its empty columns; aliases as a list in words."""
    from rich.table import Table

    from dateline.cli.view import clean

    table = Table(show_edge=False, pad_edge=False, header_style="bold")
    shown = [column for column in columns if any(row[column] not in ("", None) for row in rows)]
    for column in shown:
        table.add_column(column, overflow="fold", justify="right" if column in ("entries", "names", "line") else "left")
    for row in rows:
        table.add_row(*(clean(f"{row[c]:,}" if c in ("entries", "names") else str(row[c]).replace("|", ", ")) for c in shown))
    return table
