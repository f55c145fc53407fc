/** Words of reports: always text nodes, apart from the direction around them, unseen characters named. */

import { visible } from "../text/visible";

export function Safe({ text }: { text: string }) {
  const pieces = visible(text);
  if (pieces.length === 1 && pieces[0]?.code === undefined) return <>{pieces[0]?.text}</>;
  return (
    <>
      {pieces.map((piece, i) =>
        piece.code === undefined ? (
          piece.text
        ) : (
          <span key={i} class="unseen" title={`U+${piece.code.toString(16).toUpperCase().padStart(4, "0")}, not shown as it is`}>
            {piece.text}
          </span>
        ),
      )}
    </>
  );
}

/** A name or title in a line of our own: its direction stays inside it. */
export function Words({ text, class: name }: { text: string; class?: string }) {
  return (
    <bdi class={name}>
      <Safe text={text} />
    </bdi>
  );
}
