/** Characters that would not be seen, or would turn the text around them, and what is shown in their place. */

const NAMES = new Map<number, string>([
  [0x00ad, "SHY"],
  [0x061c, "ALM"],
  [0x180e, "MVS"],
  [0x200b, "ZWSP"],
  [0x200e, "LRM"],
  [0x200f, "RLM"],
  [0x2028, "LSEP"],
  [0x2029, "PSEP"],
  [0x202a, "LRE"],
  [0x202b, "RLE"],
  [0x202c, "PDF"],
  [0x202d, "LRO"],
  [0x202e, "RLO"],
  [0x2060, "WJ"],
  [0x2066, "LRI"],
  [0x2067, "RLI"],
  [0x2068, "FSI"],
  [0x2069, "PDI"],
  [0xfeff, "BOM"],
  [0xfffc, "OBJ"],
]);

// Newline and tab are layout; the joiners 200C and 200D make letters and emoji what they are.
const UNSEEN =
  /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u00ad\u061c\u180e\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffc]|[\u{e0000}-\u{e0fff}]|[\ud800-\udfff]/gu;

export interface Piece {
  text: string;
  /** The code point that `text` names; undefined: `text` is as it stands in the report. */
  code?: number;
}

// ECMA-48's names of the C0 characters, from 0.
const C0 = "NUL SOH STX ETX EOT ENQ ACK BEL BS HT LF VT FF CR SO SI DLE DC1 DC2 DC3 DC4 NAK SYN ETB CAN EM SUB ESC FS GS RS US".split(" ");

function standIn(code: number): string {
  if (code < 0x20) return C0[code] ?? "";
  if (code === 0x7f) return "DEL";
  return NAMES.get(code) ?? code.toString(16).toUpperCase().padStart(4, "0");
}

/** The text in pieces: as it stands, or a visible name for a character that would not be seen. A carriage return before a newline goes. */
export function visible(text: string): Piece[] {
  const plain = text.replace(/\r\n/g, "\n");
  const pieces: Piece[] = [];
  let last = 0;
  for (const match of plain.matchAll(UNSEEN)) {
    if (match.index > last) pieces.push({ text: plain.slice(last, match.index) });
    const code = match[0].codePointAt(0) as number;
    pieces.push({ text: standIn(code), code });
    last = match.index + match[0].length;
  }
  if (last < plain.length) pieces.push({ text: plain.slice(last) });
  return pieces;
}

/** The text with stand-ins as one string: for attributes, titles and places without markup. */
export function visibleText(text: string): string {
  return visible(text)
    .map((piece) => (piece.code === undefined ? piece.text : `⟨${piece.text}⟩`))
    .join("");
}
