/** What an event is about: PLOVER's contexts, several at a time. */

import { useRef, useState } from "preact/hooks";
import { useMeta } from "../state/meta";
import { Dialog } from "../ui/parts";
import type { FieldProps } from "./review-change";

export function ContextsDialog({ row, close, change, coded }: FieldProps & { coded: readonly string[] }) {
  const meta = useMeta();
  const [chosen, setChosen] = useState<readonly string[]>((row.changes.contexts as string[] | undefined) ?? coded);
  const [words, setWords] = useState("");
  const find = useRef<HTMLInputElement>(null);
  const all = Object.entries(meta.contexts);
  const like = words.trim().toLowerCase().replace(/\s+/g, "_");
  const named = all.filter(([name]) => name.startsWith(like));
  const shown = like ? [...named, ...all.filter(([name, about]) => !name.startsWith(like) && (name.includes(like) || about.toLowerCase().includes(words.trim().toLowerCase())))] : all;
  const toggle = (name: string) => setChosen(chosen.includes(name) ? chosen.filter((other) => other !== name) : [...chosen, name]);
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== "Enter") return;
    event.preventDefault();
    event.stopPropagation();
    // Enter takes the first that the words find; with nothing typed, or with Ctrl, it saves.
    const first = like ? shown[0] : undefined;
    if (event.ctrlKey || event.metaKey || !like) change(chosen);
    else if (first) {
      toggle(first[0]);
      setWords("");
    }
  };
  return (
    <Dialog title="Contexts: what it is about" close={close}>
      <div class="form contexts-edit" onKeyDown={onKeyDown}>
        <label>
          Find one; Enter takes it, Enter again saves
          <input ref={find} type="text" value={words} autoFocus spellcheck={false} onInput={(event) => setWords(event.currentTarget.value)} />
        </label>
        <p class="chosen" role="status">
          {chosen.length ? chosen.join(", ") : <span class="none">none</span>}
        </p>
        <ul aria-label="Contexts">
          {shown.map(([name, about]) => (
            <li key={name}>
              <label>
                <input type="checkbox" checked={chosen.includes(name)} onChange={() => toggle(name)} />
                <b>{name}</b> <span class="hint">{about}</span>
              </label>
            </li>
          ))}
        </ul>
        <p class="dialog-foot">
          <button type="button" onClick={() => change(chosen)}>
            Save <kbd>Ctrl ⏎</kbd>
          </button>
        </p>
      </div>
    </Dialog>
  );
}
