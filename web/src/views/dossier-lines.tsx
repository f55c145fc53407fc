/** The lines of a dossier: who did what to whom, each with the sentence that says so. */

import type { Group, Line, Source, Stood } from "../api/dossier";
import { cut, oneLine } from "../text/quote";
import { days, number, plural, range } from "../text/words";
import { Status, TypeCode, entityHref } from "../ui/marks";
import { reportHref } from "../ui/quote";
import { Safe, Words } from "../ui/safe";

export type Sources = ReadonlyMap<string, { source: Source; number: number }>;

export function GroupOf({ group, sources }: { group: Group; sources: Sources }) {
  if (!group.lines.length) return null;
  return (
    <div class="group">
      {group.heading && (
        <h3>
          <Words text={group.heading} /> <span class="hint">{group.note}</span>
        </h3>
      )}
      <ol class="lines">
        {group.lines.map((line) => (
          <LineOf key={line.number} line={line} sources={sources} />
        ))}
      </ol>
      {group.total > group.lines.length && <p class="hint">and {number(group.total - group.lines.length)} older</p>}
    </div>
  );
}

function Who({ parties, none }: { parties: readonly Stood[]; none: string }) {
  if (!parties.length) return <span class="none">{none}</span>;
  return (
    <>
      {parties.map((party, i) => (
        <span key={i}>
          {i > 0 && ", "}
          {party.id && !party.id.startsWith("role:") ? (
            <a href={entityHref(party.id)} class={`party${party.side ? ` side-${party.side}` : ""}`} title={party.words}>
              <Words text={party.name} />
            </a>
          ) : (
            <span class={`party${party.side ? ` side-${party.side}` : ""}`} title={party.name}>
              “<Words text={party.words || party.name} />”
            </span>
          )}
        </span>
      ))}
    </>
  );
}

function LineOf({ line, sources }: { line: Line; sources: Sources }) {
  const [first] = line.tells;
  const more = line.tells.slice(1);
  return (
    <li id={`l-${line.number}`} tabIndex={-1} class="dline">
      <span class="no">{line.number}</span>
      <div>
        <p class="line">
          <time>{days(line.start, line.end) ?? <span class="none">day unknown</span>}</time>
          {line.type && line.quad !== null ? <TypeCode type={line.type} mode={line.mode} quad={line.quad} /> : <b>{line.label}</b>}
          {line.status && line.status !== "happened" && <Status status={line.status} all={line.statuses} />}
          {line.kind === "event" && (
            <span>
              <Who parties={line.actor} none="somebody" /> <span class="to">→</span> <Who parties={line.recipient} none="nobody named" />
            </span>
          )}
          {line.amounts.map((amount, i) => (
            <span key={i} class="amount">
              {amount.approximate && "some "}
              {amount.unit} {range(amount.low, amount.high)} {amount.of !== "other" && <Words text={amount.of} />}
              {amount.twin && ` (${amount.twin})`}
            </span>
          ))}
          {line.speaker.length > 0 && (
            <span class="says">
              says <Words text={line.speaker.join(", ")} />
            </span>
          )}
          {line.place && (
            <span class="hint">
              <Words text={line.place} />
            </span>
          )}
          {line.marks.map((mark) => (
            <span key={mark} class="care">
              {mark}
            </span>
          ))}
        </p>
        {first && <Sentence tells={first} sources={sources} />}
        {more.length > 0 && (
          <details>
            <summary class="hint">
              {plural(line.tellings - 1, "more telling")} in {plural(line.stories, "story", "stories")}
            </summary>
            {more.map((tells) => (
              <Sentence key={`${tells.report}${tells.trigger.start}`} tells={tells} sources={sources} />
            ))}
          </details>
        )}
      </div>
    </li>
  );
}

function Sentence({ tells, sources }: { tells: Line["tells"][number]; sources: Sources }) {
  const from = sources.get(tells.report);
  const at = tells.trigger.start - tells.sentence.start;
  const { before, words, after } = cut(tells.sentence.quote, at, at + tells.trigger.end - tells.trigger.start);
  const href = tells.event ? reportHref(tells.report, tells.event) : `${reportHref(tells.report)}?at=${tells.trigger.start}`;
  return (
    <blockquote>
      <a class="words" href={href}>
        <bdi dir="ltr">
          <Safe text={oneLine(before)} />
          {words && (
            <mark>
              <Safe text={oneLine(words)} />
            </mark>
          )}
          <Safe text={oneLine(after)} />
        </bdi>
      </a>
      <cite>
        {from ? (
          <>
            <Words text={from.source.publisher ?? from.source.agency ?? from.source.title ?? from.source.id} />, {from.source.published ?? "undated"} [{from.number}]
          </>
        ) : (
          tells.report
        )}
      </cite>
    </blockquote>
  );
}
