/** Offsets of the records count code points; JavaScript's strings count UTF-16 units. This translates. */

export class CodePoints {
  readonly length: number;
  private readonly units: Uint32Array | null;

  constructor(readonly text: string) {
    // Without a surrogate both counts are the same.
    if (!/[\ud800-\udfff]/.test(text)) {
      this.units = null;
      this.length = text.length;
      return;
    }
    const starts: number[] = [];
    let unit = 0;
    for (const char of text) {
      starts.push(unit);
      unit += char.length;
    }
    starts.push(unit);
    this.units = Uint32Array.from(starts);
    this.length = starts.length - 1;
  }

  private unit(point: number): number {
    const within = Math.min(Math.max(point, 0), this.length);
    return this.units ? (this.units[within] ?? this.text.length) : within;
  }

  /** The characters `start` to `end`, both in code points. */
  slice(start: number, end: number): string {
    return this.text.slice(this.unit(start), this.unit(end));
  }

  /** The code point at which the UTF-16 unit `unit` stands. */
  point(unit: number): number {
    if (!this.units) return unit;
    let low = 0;
    let high = this.length;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((this.units[middle] ?? 0) <= unit) low = middle;
      else high = middle - 1;
    }
    return low;
  }
}
