/** How many, as a person types it. */

export interface Amount {
  low: number | null;
  high: number | null;
  approximate: boolean;
}

const NUMBER = "(\\d[\\d, \u00a0]*(?:\\.\\d+)?)";
const ABOUT = /^(?:some|about|around|nearly|~|≈|c\.)\s*/i;
const FORMS: [RegExp, (found: RegExpExecArray) => [number | null, number | null]][] = [
  [new RegExp(`^${NUMBER}$`), (found) => [read(found[1]), read(found[1])]],
  [new RegExp(`^${NUMBER}\\s*(?:-|–|to)\\s*${NUMBER}$`, "i"), (found) => [read(found[1]), read(found[2])]],
  [new RegExp(`^${NUMBER}\\s*\\+$`), (found) => [read(found[1]), null]],
  [new RegExp(`^(?:≥|>=|at least)\\s*${NUMBER}$`, "i"), (found) => [read(found[1]), null]],
  [new RegExp(`^(?:≤|<=|-|up to|at most)\\s*${NUMBER}$`, "i"), (found) => [null, read(found[1])]],
];

function read(words: string | undefined): number {
  return Number((words ?? "").replace(/[, \u00a0]/g, ""));
}

/** `12`, `10-20`, `30+`, `at least 30`, `up to 40`, each with `some` before it; null where it is none of these. */
export function readAmount(words: string): Amount | null {
  const approximate = ABOUT.test(words.trim());
  const plain = words.trim().replace(ABOUT, "").trim();
  for (const [form, bounds] of FORMS) {
    const found = form.exec(plain);
    if (!found) continue;
    const [low, high] = bounds(found);
    if (low !== null && high !== null && high < low) return null;
    return { low, high, approximate };
  }
  return null;
}

/** The amount as it can be typed again. */
export function amountWords({ low, high, approximate }: Amount): string {
  const plain = low === null ? `up to ${high}` : high === null ? `${low}+` : low === high ? `${low}` : `${low}-${high}`;
  return approximate ? `some ${plain}` : plain;
}

/** The numbers that a sentence writes, in digits or as one word, each once. */
export function numbersIn(sentence: string): string[] {
  const found = sentence.match(/\d[\d,]*(?:\.\d+)?|\b(?:an?|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|fifteen|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety|dozens|scores|hundreds|thousands)\b/gi) ?? [];
  return [...new Set(found.map((one) => one.replace(/,$/, "")))];
}
