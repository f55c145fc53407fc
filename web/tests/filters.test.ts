import { describe, expect, it } from "vitest";
import { changed, cleared, filterCount, others, readFilters, toggled, withCoder, withQuery, writeFilters } from "../src/state/filters";

describe("filters in the address", () => {
  it("come back as they were written", () => {
    const query = "q=talks+%26+truce&since=2025-01-01&fold=events&type=CONSULT&type=AGREE&actor=gov%3AHND";
    expect(writeFilters(readFilters(new URLSearchParams(query))).toString()).toBe(query);
  });

  it("have one address, whatever their order", () => {
    const one = writeFilters(readFilters(new URLSearchParams("type=A&q=x&type=A&since=2025-01-01")));
    const two = writeFilters(readFilters(new URLSearchParams("since=2025-01-01&type=A&q=x")));
    expect(one.toString()).toBe(two.toString());
  });

  it("leave out what is empty, unknown or the default", () => {
    expect(writeFilters(readFilters(new URLSearchParams("q=&fold=incidents&evil=1&type="))).toString()).toBe("");
  });

  it("are put in and taken out by the same move", () => {
    const none = readFilters(new URLSearchParams());
    const one = toggled(none, "type", "AID");
    expect(filterCount(one)).toBe(1);
    expect(toggled(one, "type", "AID")).toEqual(none);
  });

  it("keep fold and coder when cleared", () => {
    const all = readFilters(new URLSearchParams("fold=events&coder=abc&type=AID&since=2025-01-01"));
    expect(writeFilters(cleared(all)).toString()).toBe("fold=events&coder=abc");
  });

  it("name one coder at most, which other addresses inherit", () => {
    const one = toggled(toggled(readFilters(new URLSearchParams()), "coder", "a1"), "coder", "b2");
    expect(one.coder).toEqual(["b2"]);
    expect(withCoder("/report/x?event=y", writeFilters(one))).toBe("/report/x?event=y&coder=b2");
    expect(withCoder("/?coder=a1", writeFilters(one))).toBe("/?coder=a1");
    expect(withCoder("/map", new URLSearchParams())).toBe("/map");
  });

  it("stand beside other parameters", () => {
    const params = new URLSearchParams("type=AID&sort=-day&offset=100");
    expect(others(params).toString()).toBe("sort=-day&offset=100");
    expect(changed(params, { offset: null, sort: "day" }).toString()).toBe("type=AID&sort=day");
    expect(withQuery("/map", new URLSearchParams())).toBe("/map");
  });
});
