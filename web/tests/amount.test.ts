import { describe, expect, it } from "vitest";
import { amountWords, numbersIn, readAmount } from "../src/text/amount";

describe("how many", () => {
  it.each([
    ["12", 12, 12, false],
    ["1,200", 1200, 1200, false],
    ["10-20", 10, 20, false],
    ["10 – 20", 10, 20, false],
    ["10 to 20", 10, 20, false],
    ["30+", 30, null, false],
    ["at least 30", 30, null, false],
    ["up to 40", null, 40, false],
    ["some 300", 300, 300, true],
    ["~ 1.5", 1.5, 1.5, true],
  ])("%s", (words, low, high, approximate) => expect(readAmount(words)).toEqual({ low, high, approximate }));

  it.each(["", "many", "20-10", "12 killed", "1e3", "--5"])("%s is none", (words) => expect(readAmount(words)).toBeNull());

  it.each(["12", "10-20", "30+", "up to 40", "some 300"])("%s is written as it is read", (words) => {
    const found = readAmount(words);
    expect(found && amountWords(found)).toBe(words);
  });

  it("stands in digits or words of a sentence", () =>
    expect(numbersIn("Gunmen killed 1,200, wounded dozens and took 3 of five.")).toEqual(["1,200", "dozens", "3", "five"]));
});
