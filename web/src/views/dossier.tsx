/** Dossier: all that the reports say between two parties, every line with its sentence and report. */

import { useEffect } from "preact/hooks";
import { useApi } from "../api/client";
import type { Dossier, PartyHead } from "../api/dossier";
import { useFilters } from "../state/useFilters";
import { days, number, plural } from "../text/words";
import { Combo } from "../ui/combo";
import { useKeys } from "../ui/keys";
import { entityHref } from "../ui/marks";
import { Busy, Failure, Nothing, Twins } from "../ui/parts";
import { reportHref } from "../ui/quote";
import { Words } from "../ui/safe";
import { GroupOf, type Sources } from "./dossier-lines";
import { useEntityName } from "./timeline";

export function DossierView() {
  const { params, filters, put } = useFilters();
  const a = params.get("a");
  const b = params.get("b");
  const query = new URLSearchParams();
  if (a) query.set("a", a);
  if (b) query.set("b", b);
  if (filters.since) query.set("since", filters.since);
  if (filters.until) query.set("until", filters.until);
  const url = a && b ? `/api/dossier?${query}` : null;
  const { data, error, busy, reload } = useApi<Dossier>(url);
  const nameA = useEntityName(a);
  const nameB = useEntityName(b);
  useKeys("Dossier", [
    { key: "s", does: "swap the two parties", run: () => put({ a: b, b: a }) },
    { key: "p", does: "print", run: () => print() },
  ]);
  useEffect(() => {
    if (data) document.title = `${data.a.name} and ${data.b.name} · Dateline`;
  }, [data]);
  return (
    <div class="dossier-view">
      <section class="toolbar pair" aria-label="The two parties">
        <Combo label="Party A" hideLabel placeholder="Party A" value={nameA} choose={(entity) => put({ a: entity.id })} enter={(words) => put({ a: words })} clear={() => put({ a: null })} />
        <button type="button" class="quiet" title="Swap (s)" aria-label="Swap the two parties" onClick={() => put({ a: b, b: a })}>
          ⇄
        </button>
        <Combo label="Party B" hideLabel placeholder="Party B" value={nameB} choose={(entity) => put({ b: entity.id })} enter={(words) => put({ b: words })} clear={() => put({ b: null })} />
        {a && b && <a href={`/timeline?a=${encodeURIComponent(a)}&b=${encodeURIComponent(b)}`}>Timeline</a>}
        {a && b && <a href={`/?party=${encodeURIComponent(a)}&party=${encodeURIComponent(b)}`}>As events</a>}
        <span class="spring" />
        {url && (
          <button type="button" class="quiet" onClick={() => print()}>
            Print
          </button>
        )}
        {url && (
          <a href={url.replace("/api/dossier?", "/api/dossier.html?")} download title="One self-contained file to keep or send">
            HTML
          </a>
        )}
        {url && (
          <a href={url.replace("/api/dossier?", "/api/dossier.md?")} download title="The same as Markdown">
            Markdown
          </a>
        )}
        {url && <Twins json={url} csv={`/api/events.csv?party=${encodeURIComponent(a ?? "")}&party=${encodeURIComponent(b ?? "")}`} sql={data?.sql} gives="the event records in which both take part" />}
      </section>
      <Busy busy={busy} />
      {!url && (
        <main id="main" class="page">
          <Nothing>
            <h1>Dossier of two parties</h1>
            <p>What each did, asked, offered, refused and threatened; talks and how they ended; numbers claimed and by whom; what lies ahead. Choose two parties above.</p>
          </Nothing>
        </main>
      )}
      {error && (
        <main id="main" class="page">
          <Failure error={error} retry={reload} />
        </main>
      )}
      {url && data && !error && <Body dossier={data} />}
    </div>
  );
}

function Body({ dossier }: { dossier: Dossier }) {
  const sources: Sources = new Map(dossier.sources.map((source, i) => [source.key, { source, number: i + 1 }]));
  return (
    <div class="dossier-body">
      <nav aria-label="Sections of the dossier">
        <ol>
          {dossier.sections.map((section) => {
            const lines = section.groups.reduce((sum, group) => sum + group.total, 0);
            return (
              <li key={section.key} class={lines ? undefined : "empty"}>
                <a href={`#s-${section.key}`} onClick={(event) => jump(event, `s-${section.key}`)}>
                  <Words text={section.heading} />
                  <span class="n">{lines || ""}</span>
                </a>
              </li>
            );
          })}
          <li>
            <a href="#s-unknown" onClick={(event) => jump(event, "s-unknown")}>
              What is not known
            </a>
          </li>
          <li>
            <a href="#s-sources" onClick={(event) => jump(event, "s-sources")}>
              Sources<span class="n">{dossier.sources.length}</span>
            </a>
          </li>
        </ol>
      </nav>
      <main id="main" tabIndex={-1} class="dossier">
        <header>
          <h1>
            <Words text={dossier.a.name} /> <span class="to">and</span> <Words text={dossier.b.name} />
          </h1>
          <p class="credits">
            <span>
              {plural(dossier.reports, "report names both", "reports name both")}
              {dossier.first_published && `, published ${days(dossier.first_published, dossier.last_published)}`}
            </span>
            <span>{plural(dossier.between, "incident")} between them</span>
            <span>
              {number(dossier.cooperation)} of cooperation, {number(dossier.conflict)} of conflict
            </span>
            {dossier.left_out > 0 && <span>{number(dossier.left_out)} older reports left out</span>}
          </p>
          <div class="heads">
            <Head side="a" party={dossier.a} />
            <Head side="b" party={dossier.b} />
          </div>
        </header>
        {dossier.sections.map((section) => {
          const empty = section.groups.every((group) => group.lines.length === 0);
          return (
            <section key={section.key} id={`s-${section.key}`} tabIndex={-1} class={empty ? "empty" : undefined}>
              <h2>
                <Words text={section.heading} />
              </h2>
              {empty ? (
                <p class="none">nothing in these reports</p>
              ) : (
                <>
                  {section.note && <p class="hint">{section.note}</p>}
                  {section.groups.map((group) => (
                    <GroupOf key={group.key} group={group} sources={sources} />
                  ))}
                </>
              )}
              {(section.see?.length ?? 0) > 0 && (
                <p class="hint">
                  May belong here: <LineLinks lines={section.see ?? []} />
                </p>
              )}
            </section>
          );
        })}
        <section id="s-unknown" tabIndex={-1}>
          <h2>What is not known</h2>
          <ul class="unknown">
            {dossier.unknown.map((one) => (
              <li key={one.key}>
                <Words text={one.words} />{" "}
                {one.lines.length > 0 && (
                  <span class="hint">
                    <LineLinks lines={one.lines} />
                  </span>
                )}
              </li>
            ))}
          </ul>
        </section>
        <section id="s-sources" tabIndex={-1}>
          <h2>Sources</h2>
          <ol class="sources">
            {dossier.sources.map((source) => (
              <li key={source.key}>
                <a href={reportHref(source.key)}>
                  <Words text={source.title ?? source.id} />
                </a>{" "}
                <span class="hint">
                  {[source.publisher, source.agency && source.agency !== source.publisher ? source.agency : null].filter((x): x is string => Boolean(x)).map((x) => (
                    <Words key={x} text={x} class="pad" />
                  ))}
                  {source.published ?? "undated"}
                </span>
              </li>
            ))}
          </ol>
        </section>
      </main>
    </div>
  );
}

function LineLinks({ lines }: { lines: readonly number[] }) {
  return (
    <>
      {lines.slice(0, 30).map((line) => (
        <a key={line} href={`#l-${line}`} onClick={(event) => jump(event, `l-${line}`)}>
          [{line}]{" "}
        </a>
      ))}
      {lines.length > 30 && `and ${lines.length - 30} more`}
    </>
  );
}

function jump(event: MouseEvent, id: string): void {
  event.preventDefault();
  const target = document.getElementById(id);
  target?.scrollIntoView({ block: "start" });
  target?.focus({ preventScroll: true });
}

function Head({ side, party }: { side: "a" | "b"; party: PartyHead }) {
  return (
    <details class={`head-of side-${side}`}>
      <summary>
        <b>
          <Words text={party.name} />
        </b>{" "}
        <span class="hint">{[party.country, party.sector].filter(Boolean).join(" · ")}</span>
        {party.counted.length > 1 && <span class="hint"> · {plural(party.counted.length, "name")} count for it</span>}
      </summary>
      <ul>
        {party.counted.map((one) => (
          <li key={one.id}>
            <a href={entityHref(one.id)}>
              <Words text={one.name} />
            </a>{" "}
            <span class="hint">
              {one.why}, {plural(one.events, "event")}
            </span>
          </li>
        ))}
      </ul>
    </details>
  );
}
