/** Entity: its names with the sentence that gave each, what it was when, and whom it deals with. */

import { useEffect } from "preact/hooks";
import { useApi } from "../api/client";
import type { Dealing, EntityAnswer, EventsAnswer } from "../api/types";
import { NetworkChart } from "../charts/network";
import { useMeta } from "../state/meta";
import { days, number, plural, score } from "../text/words";
import { entityHref } from "../ui/marks";
import { Busy, Failure, Nothing, Twins } from "../ui/parts";
import { Safe, Words } from "../ui/safe";
import { RowList } from "./map";

function Period({ start, end }: { start: string | null; end: string | null }) {
  return <>{days(start, end) ?? <span class="none">no days known</span>}</>;
}

export function EntityView({ id }: { id: string }) {
  const meta = useMeta();
  const url = `/api/entity/${encodeURIComponent(id)}`;
  const { data, error, busy, reload } = useApi<EntityAnswer>(url);
  const eventsUrl = `/api/events?party=${encodeURIComponent(id)}&limit=12`;
  const latest = useApi<EventsAnswer>(eventsUrl);
  useEffect(() => {
    if (data) document.title = `${data.name} · Dateline`;
  }, [data]);
  if (error) {
    return (
      <main id="main" class="page">
        <Failure error={error} retry={reload} />
      </main>
    );
  }
  if (!data || data.id !== id) return <main id="main" class="page" aria-busy="true" />;
  const party = encodeURIComponent(id);
  return (
    <main id="main" class="page entity" tabIndex={-1}>
      <Busy busy={busy} />
      <header class="page-head">
        <h1>
          <Words text={data.name} />
        </h1>
        <p>
          {data.country && <span>{meta.countries[data.country] ?? data.country}</span>}
          {[...new Set(data.sectors.map((one) => one.sector))].map((sector) => (
            <span key={sector} class="relation">
              {sector}
            </span>
          ))}
          <span class="hint">{data.id}</span>
        </p>
        <p>
          <a href={`/?actor=${party}`}>{plural(data.as_actor, "incident")} as actor</a>
          <a href={`/?recipient=${party}`}>{number(data.as_recipient)} as recipient</a>
          <a href={`/timeline?a=${party}`}>Timeline</a>
          <a href={`/map?party=${party}`}>Map</a>
          <a href={`/dossier?a=${party}`}>Dossier with…</a>
          <Twins json={url} csv={`/api/events.csv?party=${party}`} sql={data.sql} gives="with whom it deals, and how" />
        </p>
      </header>
      <div class="entity-grid">
       <div class="column">
        <section aria-label="Dealings">
          <h2>Dealings with others</h2>
          {data.dealings.length ? <Dealings dealings={data.dealings} id={id} /> : <Nothing>None with a party that is known.</Nothing>}
        </section>
        <section aria-label="Names">
          <h2>Names, and where each was first read</h2>
          <table class="plain">
            <thead>
              <tr>
                <th scope="col">Name</th>
                <th scope="col" class="num">
                  Times
                </th>
                <th scope="col">First sentence</th>
              </tr>
            </thead>
            <tbody>
              {data.names.map((name) => (
                <tr key={name.name}>
                  <th scope="row">
                    <Words text={name.name} />
                  </th>
                  <td class="num">{number(name.count)}</td>
                  <td>
                    <a class="words" href={`/report/${encodeURIComponent(name.report)}?at=${name.start}`}>
                      <bdi class="quote" dir="ltr">
                        <Safe text={name.first_sentence} />
                      </bdi>
                    </a>
                    <span class="hint">
                      {name.published} {name.title && <Words text={name.title} />}
                    </span>
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </section>
       </div>
       <div class="column">
        <section aria-label="Network">
          <h2>Those it deals with most</h2>
          <NetworkChart network={data.network} centre={id} />
        </section>
        <section aria-label="Roles over time">
          <h2>What it was, and when</h2>
          {data.roles.length + data.sectors.length === 0 && <p class="hint">Nothing is known.</p>}
          <table class="plain">
            <tbody>
              {data.roles.map((role, i) => (
                <tr key={`role${i}`}>
                  <th scope="row">
                    <Words text={role.role} />
                  </th>
                  <td>
                    <Period start={role.start} end={role.end} />
                    <span class="hint"> {role.source}</span>
                  </td>
                </tr>
              ))}
              {data.sectors.map((sector, i) => (
                <tr key={`sector${i}`}>
                  <th scope="row">sector {sector.sector}</th>
                  <td>
                    <Period start={sector.start} end={sector.end} />
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </section>
       </div>
        <section aria-label="Latest" class="all">
          <h2>
            Latest <a href={`/?party=${party}`}>all{latest.data && ` ${number(latest.data.total)}`}</a>
          </h2>
          {latest.data && <RowList rows={latest.data.rows} />}
        </section>
      </div>
    </main>
  );
}

function Dealings({ dealings, id }: { dealings: readonly Dealing[]; id: string }) {
  const most = Math.max(1, ...dealings.map((one) => Math.max(one.cooperation, -one.conflict)));
  return (
    <table class="plain dealings">
      <thead>
        <tr>
          <th scope="col">With</th>
          <th scope="col" class="num">
            Rows
          </th>
          <th scope="col" class="bars">
            Conflict · cooperation (score)
          </th>
          <th scope="col">Mostly</th>
          <th scope="col">Last</th>
        </tr>
      </thead>
      <tbody>
        {dealings.slice(0, 25).map((one, i) => (
          <tr key={`${one.other.id}${i}`}>
            <th scope="row">
              {one.other.id ? (
                <a href={entityHref(one.other.id)}>
                  <Words text={one.other.name} />
                </a>
              ) : (
                <Words text={one.other.name} />
              )}
            </th>
            <td class="num">
              {one.other.id ? <a href={`/?party=${encodeURIComponent(id)}&party=${encodeURIComponent(one.other.id)}`}>{number(one.n)}</a> : number(one.n)}
            </td>
            <td class="bars">
              <span class="diverge" title={`conflict ${score(one.conflict)}, cooperation ${score(one.cooperation)}`}>
                <span class="left">
                  <span style={{ width: `${(-one.conflict / most) * 100}%` }} />
                </span>
                <span class="right">
                  <span style={{ width: `${(one.cooperation / most) * 100}%` }} />
                </span>
              </span>
              <span class="sr">
                conflict {score(one.conflict)}, cooperation {score(one.cooperation)}
              </span>
            </td>
            <td class="hint">
              {Object.entries(one.by_type)
                .sort((a, b) => b[1] - a[1])
                .slice(0, 3)
                .map(([type, n]) => `${type} ${n}`)
                .join(" · ")}
            </td>
            <td class="hint nowrap">{one.last}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
