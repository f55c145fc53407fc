/** A list to choose one value from, by its key, by arrows and Enter, or by the mouse. */

import { useEffect, useRef } from "preact/hooks";
import type { ComponentChildren } from "preact";
import { Dialog } from "./parts";

export interface Option {
  value: string;
  label: ComponentChildren;
  now?: boolean;
}

const KEYS = "1234567890abcdefghijklmnopqrstuvwxyz";

export function Palette({ title, options, choose, close }: { title: string; options: readonly Option[]; choose: (value: string) => void; close: () => void }) {
  const list = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const buttons = list.current?.querySelectorAll<HTMLButtonElement>("button");
    (list.current?.querySelector<HTMLButtonElement>("button[aria-current]") ?? buttons?.[0])?.focus();
  }, []);
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const buttons = [...(list.current?.querySelectorAll<HTMLButtonElement>("button") ?? [])];
    const at = buttons.indexOf(document.activeElement as HTMLButtonElement);
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      buttons[(at + (event.key === "ArrowDown" ? 1 : -1) + buttons.length) % buttons.length]?.focus();
      return;
    }
    const option = event.key.length === 1 ? options[KEYS.indexOf(event.key)] : undefined;
    if (option) {
      event.preventDefault();
      choose(option.value);
    }
  };
  return (
    <Dialog title={title} close={close}>
      <div class="palette" ref={list} onKeyDown={onKeyDown}>
        {options.map((option, i) => (
          <button key={option.value} type="button" aria-current={option.now ? "true" : undefined} onClick={() => choose(option.value)}>
            <kbd>{KEYS[i]}</kbd>
            {option.label}
          </button>
        ))}
      </div>
    </Dialog>
  );
}
