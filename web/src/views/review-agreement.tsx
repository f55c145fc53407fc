/** How far two reviewers agree, and on how many events a third has to settle it. */

import { useApi } from "../api/client";
import type { Agreement } from "../api/review";
import { number, plural, share } from "../text/words";
import { Dialog, Failure, Nothing, Twins } from "../ui/parts";
import { Words } from "../ui/safe";

export function ReviewAgreement({ close }: { close: () => void }) {
  const url = "/api/review/agreement";
  const { data, error } = useApi<Agreement>(url);
  return (
    <Dialog title="Agreement of reviewers" close={close}>
      {error && <Failure error={error} />}
      {data && !data.pairs.length && <Nothing>No event was decided by two reviewers yet.</Nothing>}
      {data?.pairs.map((pair) => (
        <table key={pair.reviewers.join(" ")} class="plain">
          <caption>
            <Words text={pair.reviewers.join(" and ")} />: {plural(pair.items, "event")}, they differ on {number(pair.differ.length)}
          </caption>
          <thead>
            <tr>
              <th scope="col">Value</th>
              <th scope="col" class="num">
                Decided by both
              </th>
              <th scope="col" class="num">
                Agree
              </th>
              <th scope="col" class="num">
                Cohen’s κ
              </th>
            </tr>
          </thead>
          <tbody>
            {pair.fields.map((field) => (
              <tr key={field.field}>
                <th scope="row">{field.field}</th>
                <td class="num">{number(field.n)}</td>
                <td class="num">
                  {field.agreement === null ? "–" : share(field.agreement)}
                  {field.agreement_low !== null && field.agreement_high !== null && <span class="hint"> {`${share(field.agreement_low)}–${share(field.agreement_high)}`}</span>}
                </td>
                <td class="num">
                  {field.kappa === null ? "–" : share(field.kappa)}
                  {field.low !== null && field.high !== null && <span class="hint"> {`${share(field.low)}–${share(field.high)}`}</span>}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      ))}
      <p>
        <Twins json={url} />
      </p>
    </Dialog>
  );
}
