/** Parts that every view uses: states, links to the same data, panels. */

import type { ComponentChildren } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";

export function Busy({ busy }: { busy: boolean }) {
  return <div class={busy ? "busy on" : "busy"} role="progressbar" aria-hidden={!busy} aria-label="Loading" />;
}

export function Failure({ error, retry }: { error: string; retry?: () => void }) {
  return (
    <div class="failure" role="alert">
      <strong>That did not work.</strong> {error}
      {retry && (
        <button type="button" onClick={retry}>
          Try again
        </button>
      )}
    </div>
  );
}

export function Nothing({ children }: { children: ComponentChildren }) {
  return <div class="nothing">{children}</div>;
}

/** Links to the data behind a view, and its query as SQL; `gives` says in words what that brings. */
export function Twins({ json, csv, sql, gives }: { json: string; csv?: string | undefined; sql?: string | undefined; gives?: string }) {
  const [open, setOpen] = useState(false);
  return (
    <span class="twins">
      <a href={json} title="This view as JSON">
        JSON
      </a>
      {csv && (
        <a href={csv} download title="This view as CSV">
          CSV
        </a>
      )}
      {sql && (
        <button type="button" aria-expanded={open} onClick={() => setOpen(!open)} title="The query as SQL, for dateline query">
          SQL
        </button>
      )}
      {open && sql && <Sql sql={sql} gives={gives ?? "the rows of this view, in its order"} close={() => setOpen(false)} />}
    </span>
  );
}

function Sql({ sql, gives, close }: { sql: string; gives: string; close: () => void }) {
  const [copied, setCopied] = useState(false);
  const copy = () => {
    navigator.clipboard.writeText(sql).then(
      () => setCopied(true),
      () => setCopied(false),
    );
  };
  return (
    <Dialog title="The query as SQL" close={close}>
      <p class="hint">
        Paste it into <code>dateline query</code>: it gives {gives}.
      </p>
      <pre class="sql" tabIndex={0}>
        {sql}
      </pre>
      <p>
        <button type="button" onClick={copy}>
          {copied ? "Copied" : "Copy"}
        </button>
      </p>
    </Dialog>
  );
}

/** A modal panel: focus goes in, Escape and a click outside close it, focus comes back. */
export function Dialog({ title, close, children }: { title: string; close: () => void; children: ComponentChildren }) {
  const ref = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    const dialog = ref.current;
    const before = document.activeElement;
    dialog?.showModal();
    return () => {
      dialog?.close();
      // The browser gives the focus back only where the dialog is still in the page.
      if (before instanceof HTMLElement && before.isConnected) before.focus({ preventScroll: true });
    };
  }, []);
  return (
    <dialog
      ref={ref}
      aria-label={title}
      onCancel={(event) => {
        event.preventDefault();
        close();
      }}
      onClick={(event) => {
        if (event.target === ref.current) close();
      }}
    >
      <div class="dialog">
        <div class="dialog-head">
          <h2>{title}</h2>
          <button type="button" class="quiet" onClick={close} aria-label="Close">
            ✕
          </button>
        </div>
        {children}
      </div>
    </dialog>
  );
}
