/** A field that suggests entities by name (ARIA combobox with a list). */

import { useEffect, useId, useState } from "preact/hooks";
import { get } from "../api/client";
import type { EntitiesAnswer, Suggestion } from "../api/types";
import { number } from "../text/words";
import { Words } from "./safe";

interface ComboProps {
  label: string;
  /** The name of the entity chosen, or the words typed. */
  value: string;
  placeholder?: string;
  choose: (entity: Suggestion) => void;
  /** Enter on words that are no suggestion; without it they are left alone. */
  enter?: (words: string) => void;
  clear?: () => void;
  hideLabel?: boolean;
}

export function Combo({ label, value, placeholder, choose, enter, clear, hideLabel }: ComboProps) {
  const id = useId();
  const [words, setWords] = useState(value);
  const [found, setFound] = useState<Suggestion[]>([]);
  const [open, setOpen] = useState(false);
  const [active, setActive] = useState(-1);

  useEffect(() => setWords(value), [value]);
  useEffect(() => {
    if (!open || words.trim() === "") {
      setFound([]);
      return;
    }
    const control = new AbortController();
    const timer = setTimeout(() => {
      get<EntitiesAnswer>(`/api/entities?q=${encodeURIComponent(words.trim())}`, control.signal).then(
        (answer) => {
          setFound(answer.entities.filter((entity) => entity.id !== null).slice(0, 12));
          setActive(-1);
        },
        () => setFound([]),
      );
    }, 120);
    return () => {
      clearTimeout(timer);
      control.abort();
    };
  }, [words, open]);

  const take = (entity: Suggestion) => {
    setWords(entity.name);
    setOpen(false);
    choose(entity);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      setOpen(true);
      const step = event.key === "ArrowDown" ? 1 : -1;
      setActive((now) => (found.length ? (now + step + found.length) % found.length : -1));
    } else if (event.key === "Enter") {
      event.preventDefault();
      const entity = found[active] ?? (enter ? undefined : found[0]);
      if (entity) take(entity);
      else if (enter && words.trim()) {
        setOpen(false);
        enter(words.trim());
      }
    } else if (event.key === "Escape" && open) {
      event.stopPropagation();
      setOpen(false);
    }
  };
  const shown = open && found.length > 0;
  return (
    <div class="combo">
      <label for={id} class={hideLabel ? "sr" : undefined}>
        {label}
      </label>
      <input
        id={id}
        type="text"
        role="combobox"
        autoComplete="off"
        spellcheck={false}
        aria-autocomplete="list"
        aria-expanded={shown}
        aria-controls={`${id}-list`}
        aria-activedescendant={shown && active >= 0 ? `${id}-${active}` : undefined}
        placeholder={placeholder ?? "Name of a party"}
        value={words}
        onInput={(event) => {
          setWords(event.currentTarget.value);
          setOpen(true);
        }}
        onFocus={(event) => event.currentTarget.select()}
        onBlur={() => setOpen(false)}
        onKeyDown={onKeyDown}
      />
      {clear && value && (
        <button type="button" class="quiet clear" aria-label={`Clear ${label}`} onClick={clear}>
          ✕
        </button>
      )}
      <ul id={`${id}-list`} role="listbox" aria-label={`${label}: suggestions`} hidden={!shown}>
        {found.map((entity, i) => (
          <li
            key={entity.id}
            id={`${id}-${i}`}
            role="option"
            aria-selected={i === active}
            onMouseDown={(event) => {
              event.preventDefault();
              take(entity);
            }}
          >
            <Words text={entity.name} />
            <span class="about">
              {[entity.country, entity.sector].filter(Boolean).join(" · ")}
              <b>{number(entity.n)}</b>
            </span>
          </li>
        ))}
      </ul>
    </div>
  );
}
