/** A party, those it deals with most, and what is between them: in a ring, so that equal data give an equal picture. */

import type { Network } from "../api/types";
import { plural } from "../text/words";
import { visibleText } from "../text/visible";
import { entityHref } from "../ui/marks";

const WIDTH = 660;
const HEIGHT = 360;
const MOST = 14;

export function NetworkChart({ network, centre }: { network: Network; centre: string }) {
  const others = network.nodes.filter((node) => node.id !== centre).slice(0, MOST);
  if (!others.length) return null;
  const at = new Map<string, { x: number; y: number; angle: number }>([[centre, { x: WIDTH / 2, y: HEIGHT / 2, angle: 0 }]]);
  others.forEach((node, i) => {
    const angle = (i / others.length) * 2 * Math.PI - Math.PI / 2;
    at.set(node.id, { x: WIDTH / 2 + Math.cos(angle) * 150, y: HEIGHT / 2 + Math.sin(angle) * 132, angle });
  });
  const links = network.links.filter((link) => at.has(link.source) && at.has(link.target));
  const most = Math.max(1, ...links.map((link) => link.n));
  return (
    <svg class="network" viewBox={`0 0 ${WIDTH} ${HEIGHT}`} role="group" aria-label="Those it deals with most; the table of dealings has the same">
      {links.map((link) => {
        const from = at.get(link.source);
        const to = at.get(link.target);
        if (!from || !to) return null;
        const inner = link.source !== centre && link.target !== centre;
        const total = link.cooperation - link.conflict;
        const share = total > 0 ? -link.conflict / total : 0.5;
        return (
          <line
            key={`${link.source}|${link.target}`}
            x1={from.x}
            y1={from.y}
            x2={to.x}
            y2={to.y}
            class={`${share > 0.6 ? "conflict" : share < 0.4 ? "coop" : "mixed"}${inner ? " inner" : ""}`}
            stroke-width={1 + 5 * Math.sqrt(link.n / most)}
          >
            <title>{plural(link.n, "row")}</title>
          </line>
        );
      })}
      {[...at].map(([id, place]) => {
        const node = network.nodes.find((other) => other.id === id);
        if (!node) return null;
        const own = id === centre;
        const right = place.x > WIDTH / 2 + 4;
        const middle = Math.abs(place.x - WIDTH / 2) <= 4;
        const name = visibleText(node.name);
        const label = (
          <text
            x={middle ? place.x : place.x + (right ? 9 : -9)}
            y={own ? place.y - 12 : middle ? place.y + (place.y < HEIGHT / 2 ? -10 : 19) : place.y + 4}
            text-anchor={middle ? "middle" : right ? "start" : "end"}
          >
            {name.length > 25 ? `${name.slice(0, 24)}…` : name}
          </text>
        );
        return own ? (
          <g key={id} class="node own">
            <circle cx={place.x} cy={place.y} r={7} />
          </g>
        ) : (
          <a key={id} href={entityHref(id)} aria-label={name} class="node">
            <circle cx={place.x} cy={place.y} r={5} />
            {label}
          </a>
        );
      })}
    </svg>
  );
}
