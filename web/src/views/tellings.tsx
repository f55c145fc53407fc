/** The tellings of an incident, why they are one, and where they differ. */

import { useApi } from "../api/client";
import type { IncidentAnswer } from "../api/types";
import { share } from "../text/words";
import { Confidence, Counts, Status, When } from "../ui/marks";
import { Failure } from "../ui/parts";
import { Quote, reportHref } from "../ui/quote";
import { Words } from "../ui/safe";

function plain(value: unknown): string {
  if (value === null || value === undefined || value === "") return "unknown";
  if (Array.isArray(value)) return value.map(plain).join(", ") || "none";
  if (typeof value === "object") {
    const named = value as Record<string, unknown>;
    if (typeof named.name === "string") return named.name;
    return Object.entries(named)
      .filter(([, v]) => v !== null && v !== "")
      .map(([k, v]) => `${k} ${plain(v)}`)
      .join(", ");
  }
  return String(value);
}

export function Tellings({ incident }: { incident: string }) {
  const { data, error, reload } = useApi<IncidentAnswer>(`/api/incident/${encodeURIComponent(incident)}`);
  if (error) return <Failure error={error} retry={reload} />;
  if (!data) return <div class="tellings loading">…</div>;
  return (
    <div class="tellings">
      <ol>
        {data.told.map((telling) => (
          <li key={telling.id}>
            <span class="tell-head">
              <b>{telling.of_report.publisher ? <Words text={telling.of_report.publisher} /> : "no publisher"}</b>
              <span>{telling.of_report.published ?? "undated"}</span>
              <Status status={telling.status} />
              <Confidence value={telling.confidence} />
            </span>
            <a class="words" href={reportHref(telling.of_report.key, telling.event)}>
              <Quote row={telling} />
            </a>
            <span class="under">
              <Counts counts={telling.counts} />
              {telling.speaker.length > 0 && (
                <span class="says">
                  says <Words text={telling.speaker.join(", ")} />
                </span>
              )}
              <span class="from">
                <When start={telling.start} end={telling.end} />
                {telling.of_report.title && (
                  <>
                    {" · "}
                    <Words text={telling.of_report.title} />
                  </>
                )}
              </span>
            </span>
          </li>
        ))}
      </ol>
      <div class="joined">
        {data.conflicts.length > 0 && (
          <section>
            <h2>The tellings differ</h2>
            <dl>
              {data.conflicts.map((conflict) => (
                <div key={conflict.field}>
                  <dt>{conflict.field}</dt>
                  {conflict.values.map((value, i) => (
                    <dd key={i}>
                      <Words text={plain(value.value)} />
                      {Boolean(value.speaker) && plain(value.speaker) !== "none" && (
                        <span class="says">
                          {" "}
                          says <Words text={plain(value.speaker)} />
                        </span>
                      )}
                    </dd>
                  ))}
                </div>
              ))}
            </dl>
          </section>
        )}
        {data.joins.length > 0 && (
          <section>
            <h2>Why they are one</h2>
            <ul>
              {data.joins.slice(0, 6).map((join) => (
                <li key={join.left + join.right}>
                  <b>{share(join.score)}</b> <Words text={join.reason} />
                </li>
              ))}
            </ul>
          </section>
        )}
      </div>
    </div>
  );
}
