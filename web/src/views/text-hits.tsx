/** Reports whose text has the words searched for. */

import { useApi } from "../api/client";
import type { SearchAnswer } from "../api/types";
import { plural } from "../text/words";
import { Failure, Nothing, Twins } from "../ui/parts";
import { Safe, Words } from "../ui/safe";

export function TextHits({ q }: { q: string }) {
  const url = `/api/search?q=${encodeURIComponent(q)}&limit=100`;
  const { data, error, reload } = useApi<SearchAnswer>(url);
  if (error) return <Failure error={error} retry={reload} />;
  if (!data) return null;
  if (!data.hits.length) return <Nothing>No report has all these words.</Nothing>;
  return (
    <div class="scroll hits">
      <p class="hint">
        {plural(data.total, "report")}
        {data.total > data.hits.length && `, the first ${data.hits.length}`}, {data.ranked ? "best first" : "newest first"}. “a phrase”, prefix* and -without work. <Twins json={url} />
      </p>
      <ol>
        {data.hits.map((hit) => (
          <li key={hit.report}>
            <a href={`/report/${encodeURIComponent(hit.report)}?at=${hit.sentence_start}`}>
              <Words text={hit.title ?? "Untitled report"} class="title" />
            </a>
            <span class="about">
              {hit.publisher && <Words text={hit.publisher} />} {hit.published} · {plural(hit.events, "event")}
            </span>
            <p class="snippet" dir="ltr">
              {hit.snippet.map((part, i) =>
                part.mark ? (
                  <mark key={i}>
                    <Safe text={part.text} />
                  </mark>
                ) : (
                  <Safe key={i} text={part.text} />
                ),
              )}
            </p>
          </li>
        ))}
      </ol>
    </div>
  );
}
