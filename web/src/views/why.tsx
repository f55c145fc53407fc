/** Why an event was coded so: what the reader weighed, beside what was needed (docs/explain.md). */

import { useApi } from "../api/client";
import type { Choice, Explanation } from "../api/records";
import { cut } from "../text/quote";
import { share } from "../text/words";
import { Failure, Twins } from "../ui/parts";
import { Safe, Words } from "../ui/safe";

function Bar({ value, needed, label, won }: { value: number; needed?: number | undefined; label: preact.ComponentChildren; won?: boolean }) {
  return (
    <div class={won ? "weigh won" : "weigh"}>
      <span class="label">{label}</span>
      <span class="track" aria-hidden="true">
        <span class="fill" style={{ width: `${Math.min(1, value) * 100}%` }} />
        {needed !== undefined && <span class="needed" style={{ left: `${needed * 100}%` }} />}
      </span>
      <span class="n">
        {share(value)}
        {needed !== undefined && <span class="sr"> of {share(needed)} needed</span>}
      </span>
    </div>
  );
}

function Choices({ title, choices }: { title: string; choices: readonly Choice[] }) {
  if (!choices.length) return null;
  return (
    <section>
      <h3>{title}</h3>
      {choices.slice(0, 4).map((choice, i) => (
        <Bar key={choice.label} value={choice.probability} label={choice.label} won={i === 0} />
      ))}
    </section>
  );
}

export function Why({ event }: { event: string }) {
  const url = `/api/explain/${encodeURIComponent(event)}`;
  const { data, error, reload } = useApi<Explanation>(url);
  if (error) return <Failure error={error} retry={reload} />;
  if (!data) return <p class="why hint">The reader reads the sentence again…</p>;
  return (
    <div class="why">
      {data.note && <p class="note">{data.note}</p>}
      {!data.found && <p class="note">The present coder reads no such event at these words.</p>}
      <section>
        <h3>Is it an event?</h3>
        <Bar label="trigger" value={data.trigger_probability} needed={data.trigger_threshold} />
        <Bar label="trigger × type" value={data.score} needed={data.event_threshold} />
        <Bar label="confidence" value={data.confidence} won />
      </section>
      <Choices title="Type" choices={data.types} />
      <Choices title="Mode" choices={data.modes} />
      <Choices title="Status" choices={data.statuses} />
      {data.roles
        .filter((role) => role.candidates.length > 0)
        .map((role) => (
          <section key={role.role}>
            <h3 class={`r-${role.role}`}>{role.role}</h3>
            {role.candidates.slice(0, 4).map((candidate) => (
              <div key={candidate.mention} title={candidate.rather ? `rather ${candidate.rather}` : undefined}>
                <Bar label={<Words text={candidate.quote} />} value={candidate.probability} needed={role.threshold} won={candidate.verdict.startsWith("taken")} />
                {!candidate.verdict.startsWith("taken") && <span class="verdict">{candidate.rather ? `rather ${candidate.rather}` : candidate.verdict}</span>}
              </div>
            ))}
          </section>
        ))}
      <section class="examples">
        <h3>What the reader learnt from that is most like it</h3>
        {data.examples_note && <p class="note">{data.examples_note}</p>}
        <ol>
          {data.examples.map((example) => {
            const { before, words, after } = cut(example.text, example.start, example.end);
            return (
              <li key={`${example.file}:${example.line}:${example.start}`}>
                <span class="hint">
                  <b>{share(example.similarity)}</b> {example.type}
                  {example.mode && ` · ${example.mode}`}
                  {example.status !== "happened" && ` · ${example.status}`}
                </span>
                <bdi>
                  <Safe text={before} />
                  <mark>
                    <Safe text={words} />
                  </mark>
                  <Safe text={after} />
                </bdi>
              </li>
            );
          })}
        </ol>
      </section>
      <p class="hint">
        The tick on a bar is what is needed. Read by coder {data.coder}. <Twins json={url} />
      </p>
    </div>
  );
}
