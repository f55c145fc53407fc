"""`dateline dossier`: what a store knows between two parties, every line with its sentence."""

# ruff: noqa: PLC0415 - imports stand where they are needed: `--help` must not load the tables

from __future__ import annotations

import enum
from pathlib import Path
from typing import Annotated

import typer

from dateline.cli.common import AsOfOption, CoderOption, ExitCode, StoreOption, check_day, note_forgotten, say

_MOST, _MOST_REPORTS = 50, 2_000


class DossierFormat(enum.StrEnum):
    """How a dossier is written."""

    md = "md"
    html = "html"
    json = "json"


def dossier(
    a: Annotated[str, typer.Argument(metavar="A", help="One party: a name, an alias, or an entity's id.")],
    b: Annotated[str, typer.Argument(metavar="B", help="The other.")],
    store: StoreOption,
    output: Annotated[
        DossierFormat, typer.Option("--format", help="Write as this; html is one file that needs no other.")
    ] = DossierFormat.md,
    to: Annotated[Path | None, typer.Option("--to", metavar="FILE", help="Write into this file (its ending decides the format).")] = None,
    since: Annotated[
        str | None, typer.Option(metavar="DAY", callback=check_day, help="What may lie on or after this day; unknown days are left out.")
    ] = None,
    until: Annotated[
        str | None, typer.Option(metavar="DAY", callback=check_day, help="What may lie on or before this day; unknown days are left out.")
    ] = None,
    today: Annotated[
        str | None,
        typer.Option(metavar="DAY", callback=check_day, help="The day from which dates lie ahead. Default: that of the newest report."),
    ] = None,
    exact: Annotated[
        bool, typer.Option("--exact", help="The two entities alone: nobody counts for them, as a president does for a government.")
    ] = False,
    limit: Annotated[int, typer.Option(min=0, metavar="N", help="Lines under a heading (0: all).")] = _MOST,
    reports: Annotated[int, typer.Option(min=0, metavar="N", help="Newest reports that are read (0: all).")] = _MOST_REPORTS,
    coder: CoderOption = None,
    as_of: AsOfOption = None,
) -> int:
    """Write the dossier of two parties: talks and how they ended, what each did to the other, who else presses them, numbers, dates ahead.

    Read are the reports that name both. Copies and tellings of one incident are one line; every line has its sentence, report and offsets,
    status and speaker. A name that several entities bear ends with exit code 2 and their ids.

    **Examples**

        dateline dossier "Government of Colombia" "Clan del Golfo" --store news

        dateline dossier "Government of Colombia" "Clan del Golfo" --store news --to talks.html

        dateline dossier gov:SDN SDN:MIL --store news --since 2025-01-01 --format json
    """
    from dateline.store.asof import open_store
    from dateline.store.dossiers import Wanted, read_dossier

    opened = open_store(store, as_of)
    note_forgotten(opened)
    wanted = Wanted(a=a, b=b, since=since, until=until, today=today, exact=exact, most=limit, most_reports=reports)
    found = read_dossier(opened, opened.coder(coder), wanted)
    written = _written(found, _format(output, to))
    if to is None:
        from dateline.cli.printers import write_bytes

        write_bytes(written)
    else:
        try:
            to.write_bytes(written)
        except OSError as error:
            say(f"error: {to}: {error.strerror or error}; name a file that can be written")
            return ExitCode.failed
    say(f"{found.a.name} and {found.b.name}: {found.reports:,} reports name both, {found.between:,} lines between them")
    return ExitCode.ok


def _format(output: DossierFormat, to: Path | None) -> DossierFormat:
    """What the file's ending says, unless it is none that we write."""
    endings = {".html": DossierFormat.html, ".htm": DossierFormat.html, ".md": DossierFormat.md, ".json": DossierFormat.json}
    return endings.get(to.suffix.lower(), output) if to else output


def _written(found: object, output: DossierFormat) -> bytes:
    from dateline.dossier import Dossier

    assert isinstance(found, Dossier)
    if output is DossierFormat.json:
        import msgspec

        return msgspec.json.format(msgspec.json.encode(found, order="sorted"), indent=2) + b"\n"
    if output is DossierFormat.html:
        from dateline.dossier.html import to_html

        return to_html(found).encode()
    from dateline.dossier.markdown import to_markdown

    return to_markdown(found).encode()
