/** Who decided what, and when; what was taken back is struck out. */

import { useApi } from "../api/client";
import type { Log, LogEntry } from "../api/review";
import { plural } from "../text/words";
import { Dialog, Failure, Nothing, Twins } from "../ui/parts";
import { reportHref } from "../ui/quote";
import { Words } from "../ui/safe";
import { changedWords } from "./review-item";

const SHOWN = 200;

function what(entry: LogEntry): string {
  if (entry.verdict === "undo") return "took a decision back";
  if (entry.kind !== "event") return `${entry.kind}: ${entry.verdict}`;
  if (entry.verdict !== "change") return `${entry.verdict}ed`;
  if (entry.field === "roles") return "swapped the roles";
  return `${entry.field}: ${entry.value === null ? "as coded" : changedWords(entry.value)}`;
}

export function ReviewLog({ close }: { close: () => void }) {
  const url = `/api/review/log?limit=${SHOWN}`;
  const { data, error } = useApi<Log>(url);
  return (
    <Dialog title="Log of decisions" close={close}>
      {error && <Failure error={error} />}
      {data && (data.entries.length ? (
        <>
          <p class="hint">{data.total > SHOWN ? `The latest ${SHOWN} of ${plural(data.total, "decision")}` : plural(data.total, "decision")}</p>
          <ol class="review-log">
            {data.entries.map((entry) => (
              <li key={entry.id}>
                <time dateTime={entry.at}>{entry.at.slice(0, 16).replace("T", " ")}</time> <Words text={entry.by} />{" "}
                <b class={entry.undone ? "was" : undefined}>
                  <Words text={what(entry)} />
                </b>
                {entry.undone && <span class="hint"> taken back</span>}
                {entry.report && entry.quote && (
                  <a class="quote" href={reportHref(entry.report, entry.left)}>
                    <Words text={entry.quote} />
                  </a>
                )}
              </li>
            ))}
          </ol>
        </>
      ) : (
        <Nothing>Nothing was decided yet.</Nothing>
      ))}
      <p>
        <Twins json={url} />
      </p>
    </Dialog>
  );
}
