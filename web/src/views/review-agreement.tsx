/** How far two reviewers agree. */

import { useApi } from "../api/client";
import type { Agreement } from "../api/review";
import { number, share } from "../text/words";
import { Dialog, Failure, Nothing, Twins } from "../ui/parts";

export function ReviewAgreement({ close }: { close: () => void }) {
  const url = "/api/review/agreement";
  const { data, error } = useApi<Agreement>(url);
  return (
    <Dialog title="Agreement of reviewers" close={close}>
      {error && <Failure error={error} />}
      {data && (data.fields?.length ? (
        <table class="plain">
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
            {data.fields.map((field) => (
              <tr key={field.field}>
                <th scope="row">{field.field}</th>
                <td class="num">{number(field.n)}</td>
                <td class="num">{field.agreement === null ? "–" : share(field.agreement)}</td>
                <td class="num">
                  {field.kappa === null ? "–" : share(field.kappa)}
                  {field.low != null && field.high != null && <span class="hint"> {`${share(field.low)}–${share(field.high)}`}</span>}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      ) : (
        <Nothing>No event was decided by two reviewers yet.</Nothing>
      ))}
      <p>
        <Twins json={url} />
      </p>
    </Dialog>
  );
}
