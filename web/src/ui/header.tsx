/** The head of the page: where one is, the search, what is served, help. */

import { useEffect, useRef, useState } from "preact/hooks";
import { readFilters, withQuery, writeFilters } from "../state/filters";
import { useMeta } from "../state/meta";
import { go, useAddress, visit } from "../state/router";
import { number, plural } from "../text/words";
import { keyGroups, useKeys } from "./keys";
import { Dialog } from "./parts";
import { toggleTheme, useTheme } from "./theme";

const ROOMS: { room: string; name: string; key: string }[] = [
  { room: "", name: "Events", key: "e" },
  { room: "map", name: "Map", key: "m" },
  { room: "timeline", name: "Timeline", key: "t" },
  { room: "dossier", name: "Dossier", key: "d" },
  { room: "review", name: "Review", key: "r" },
];
/** Views that show filtered events: they keep the filters when one changes between them. */
const FILTERED = new Set(["", "map", "timeline", "review"]);
const CHECK_EVERY = 60_000;

export function Header({ room, refresh, reload }: { room: string; refresh: () => void; reload: () => void }) {
  const meta = useMeta();
  const { params } = useAddress();
  const [help, setHelp] = useState(false);
  const theme = useTheme();
  const kept = FILTERED.has(room) ? writeFilters(readFilters(params)) : new URLSearchParams();
  const hrefOf = (to: string) => withQuery(`/${to}`, FILTERED.has(to) ? kept : new URLSearchParams());
  const rooms = ROOMS.filter((other) => other.room !== "review" || meta.review);

  useEffect(() => {
    // A run may add reports while the page is open; the page says so and changes nothing by itself.
    const timer = setInterval(() => document.visibilityState === "visible" && !meta.newer && reload(), CHECK_EVERY);
    return () => clearInterval(timer);
  }, [meta.newer]);
  useKeys("Everywhere", [
    { key: "/", does: "search", run: () => document.querySelector<HTMLInputElement>("#search")?.focus() },
    ...rooms.map(({ room: to, name, key }) => ({ key: `g ${key}`, does: `go to ${name.toLowerCase()}`, run: () => visit(hrefOf(to)) })),
    { key: "D", does: "light or dark", run: toggleTheme },
    { key: "?", does: "this help", run: () => setHelp(true) },
  ]);
  return (
    <header class="head">
      <a class="wordmark" href="/" aria-label="Dateline: all events">
        <svg viewBox="0 0 22 20" width="22" height="20" aria-hidden="true">
          <path class="axis" d="M1 10h20" />
          <path class="q1" d="M3 3h3v6H3z" />
          <path class="q2" d="M8 5h3v4H8z" />
          <path class="q3" d="M8 11h3v3H8z" />
          <path class="q4" d="M13 11h3v7h-3z" />
        </svg>
        Dateline
      </a>
      <nav aria-label="Views">
        {rooms.map(({ room: to, name, key }) => (
          <a key={to} href={hrefOf(to)} aria-current={room === to ? "page" : undefined} title={`g ${key}`}>
            {name}
          </a>
        ))}
      </nav>
      <Search room={room} />
      <span class="spring" />
      {meta.newer && (
        <button type="button" class="newer" onClick={refresh}>
          New reports: show them
        </button>
      )}
      <span class="served" title={`${meta.store}, coder ${meta.coder}, version ${meta.version}`}>
        <b>{meta.store.split("/").pop()}</b>
        <span>{plural(meta.incidents, "incident")}</span>
        <span>{plural(meta.reports, "report")}</span>
        {meta.review && meta.reviewer && <span>as {meta.reviewer}</span>}
      </span>
      <button type="button" class="quiet icon" onClick={toggleTheme} aria-label={theme === "dark" ? "Light" : "Dark"} title="Light or dark (D)">
        {theme === "dark" ? "☀" : "☾"}
      </button>
      <button type="button" class="quiet icon" onClick={() => setHelp(true)} aria-label="Help: keys" title="Keys (?)">
        ?
      </button>
      {help && <Help close={() => setHelp(false)} />}
    </header>
  );
}

function Search({ room }: { room: string }) {
  const { path, params } = useAddress();
  const inAddress = FILTERED.has(room) ? (params.get("q") ?? "") : "";
  const [words, setWords] = useState(inAddress);
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);
  const input = useRef<HTMLInputElement>(null);
  useEffect(() => {
    if (document.activeElement !== input.current) setWords(inAddress);
  }, [inAddress]);
  const search = (q: string, replace: boolean) => {
    clearTimeout(timer.current);
    const next = FILTERED.has(room) ? new URLSearchParams(params) : new URLSearchParams();
    next.delete("offset");
    if (q.trim()) next.set("q", q.trim());
    else {
      next.delete("q");
      next.delete("show");
    }
    go(withQuery(FILTERED.has(room) ? path : "/", next), { replace });
  };
  return (
    <form
      role="search"
      onSubmit={(event) => {
        event.preventDefault();
        search(words, false);
        input.current?.blur();
      }}
    >
      <label for="search" class="sr">
        Search the words of events
      </label>
      <input
        ref={input}
        id="search"
        type="search"
        placeholder="Search words, “a phrase”, -without"
        autoComplete="off"
        spellcheck={false}
        value={words}
        onInput={(event) => {
          const value = event.currentTarget.value;
          setWords(value);
          clearTimeout(timer.current);
          if (FILTERED.has(room)) timer.current = setTimeout(() => search(value, true), 250);
        }}
        onKeyDown={(event) => {
          if (event.key === "Escape") event.currentTarget.blur();
        }}
      />
      <kbd aria-hidden="true">/</kbd>
    </form>
  );
}

function Help({ close }: { close: () => void }) {
  const meta = useMeta();
  return (
    <Dialog title="Keys" close={close}>
      <div class="keys">
        {keyGroups().map((group) => (
          <section key={group.title}>
            <h3>{group.title}</h3>
            <dl>
              {group.keys.map((key) => (
                <div key={key.key}>
                  <dt>
                    {key.key.split(" ").map((part) => (
                      <kbd key={part}>{part}</kbd>
                    ))}
                  </dt>
                  <dd>{key.does}</dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
        <section>
          <h3>Signs</h3>
          <ul class="signs">
            <li>△ ▲ cooperation, in words and in deeds</li>
            <li>▽ ▼ conflict, in words and in deeds</li>
            <li>
              <span class="unseen">RLO</span> a character of the report that cannot be seen
            </li>
          </ul>
          <h3>Served</h3>
          <p class="hint">
            {meta.store}
            <br />
            coder {meta.coder} · {number(meta.events)} tellings · version {meta.version}
          </p>
        </section>
      </div>
    </Dialog>
  );
}
