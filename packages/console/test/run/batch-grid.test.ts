import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  changedCells,
  countCells,
  type Grid,
  letterAt,
  NO_GRID,
  withNews,
  withPiece,
} from "../../src/pages/run/batch-grid/grid.ts";
import {
  cellAfterKey,
  cellAt,
  cellCorner,
  cellsInSight,
  gridLayout,
} from "../../src/pages/run/batch-grid/layout.ts";

const letters = fc.constantFrom("C", "F", "P", ".");
const texts = fc.string({ unit: letters, maxLength: 300 });
const layouts = fc
  .record({ count: fc.integer({ min: 1, max: 20_000 }), width: fc.integer({ min: 60, max: 2_000 }) })
  .map((size) => gridLayout({ ...size, height: 400 }));

describe("the letters of a grid", () => {
  it("are those of its pieces, in whatever order they come", () => {
    const pieces = fc.shuffledSubarray([0, 1, 2, 3, 4, 5], { minLength: 6 });
    fc.assert(
      fc.property(texts, pieces, (text, order) => {
        const size = Math.ceil(text.length / 6);
        const grid = order.reduce<Grid>((so, place) => {
          const from = place * size;
          return withPiece(so, { all: text.length, from, text: text.slice(from, from + size) });
        }, NO_GRID);
        expect(grid).toEqual({ all: text.length, text });
      }),
    );
  });

  it("have no record where nothing was told", () => {
    const grid = withPiece(NO_GRID, { all: 6, from: 2, text: "CF" });
    expect(grid.text).toBe("..CF..");
    expect(countCells(grid)).toEqual({ C: 1, F: 1, P: 0, ".": 4 });
  });

  it("never outgrow the number of batches", () => {
    const grid = withPiece({ all: 5, text: "CCCCC" }, { all: 3, from: 1, text: "FFFF" });
    expect(grid).toEqual({ all: 3, text: "CFF" });
  });

  it("that were told while they were asked for are not lost to an older answer", () => {
    const before = { all: 5, text: "CC..." };
    const now = withPiece(before, { all: 5, from: 2, text: "CF" });
    expect(withNews({ all: 5, text: "CCP.." }, { before, now }).text).toBe("CCCF.");
    expect(withNews({ all: 5, text: "CCCFC" }, { before: now, now }).text).toBe("CCCFC");
  });

  it("painting the changed ones over the old gives the new", () => {
    fc.assert(
      fc.property(texts, texts, (a, b) => {
        const before = { all: a.length, text: a };
        const after = { all: b.length, text: b };
        const painted = [...a.padEnd(b.length, "?")].slice(0, b.length);
        for (const index of changedCells(before, after)) painted[index] = letterAt(after, index);
        expect(painted.join("")).toBe(b);
      }),
    );
  });

  it("count up to the number of batches", () => {
    fc.assert(
      fc.property(texts, (text) => {
        const { C, F, P, ".": none } = countCells({ all: text.length, text });
        expect(C + F + P + none).toBe(text.length);
      }),
    );
  });
});

describe("the cells of a grid", () => {
  it("all have a place, within its width", () => {
    fc.assert(
      fc.property(layouts, ({ count, columns, rows }) => {
        expect(columns * rows).toBeGreaterThanOrEqual(count);
        expect(columns * (rows - 1)).toBeLessThan(count);
      }),
    );
  });

  it("are found at every point of theirs", () => {
    fc.assert(
      fc.property(layouts, fc.nat(), fc.double({ min: 0, max: 0.99, noNaN: true }), (layout, any, part) => {
        const index = any % layout.count;
        const { x, y } = cellCorner(layout, index);
        expect(cellAt(layout, { x: x + part * layout.pitch, y: y + part * layout.pitch })).toBe(index);
      }),
    );
  });

  it("are not found outside", () => {
    const layout = gridLayout({ count: 10, width: 60, height: 400 });
    expect(layout).toEqual({ count: 10, columns: 3, rows: 4, pitch: 20 });
    const points = [
      { x: -1, y: 5 },
      { x: 61, y: 5 },
      { x: 5, y: -1 },
      { x: 25, y: 65 },
      { x: 5, y: 85 },
    ];
    expect(points.map((point) => cellAt(layout, point))).toEqual([null, null, null, null, null]);
  });

  it.each([
    { count: 10_000, width: 1_100, pitch: 6 },
    { count: 10_000, width: 340, pitch: 5 },
    { count: 100, width: 1_100, pitch: 20 },
  ])("are as large as fits: $count in $width px", ({ count, width, pitch }) => {
    expect(gridLayout({ count, width, height: 400 }).pitch).toBe(pitch);
  });

  it("in sight are those of the rows that are", () => {
    const layout = { count: 95, columns: 10, rows: 10, pitch: 10 };
    expect(cellsInSight(layout, { top: 25, height: 30 })).toEqual({ first: 20, end: 60 });
    expect(cellsInSight(layout, { top: 70, height: 90 })).toEqual({ first: 70, end: 95 });
  });
});

describe("the keys", () => {
  const KEYS = ["ArrowLeft", "ArrowRight", "ArrowUp", "ArrowDown", "PageUp", "PageDown", "Home", "End"];

  it("never lead out of the grid, and up and down stay in their column", () => {
    fc.assert(
      fc.property(layouts, fc.nat(), fc.constantFrom(...KEYS), (layout, any, key) => {
        const from = any % layout.count;
        const to = cellAfterKey(layout, from, key) ?? Number.NaN;
        expect(to).toBeGreaterThanOrEqual(0);
        expect(to).toBeLessThan(layout.count);
        if (/Up|Down/.test(key)) expect(to % layout.columns).toBe(from % layout.columns);
      }),
    );
  });

  it("lead back where one goes and returns", () => {
    const layout = { count: 95, columns: 10, rows: 10, pitch: 10 };
    const go = (from: number, ...keys: string[]) =>
      keys.reduce((at, key) => cellAfterKey(layout, at, key) ?? at, from);
    expect(go(44, "ArrowUp", "ArrowRight", "ArrowDown", "ArrowLeft")).toBe(44);
    expect(go(87, "ArrowDown")).toBe(87);
    expect(go(3, "PageDown")).toBe(93);
    expect(go(7, "PageDown")).toBe(87);
    expect(go(87, "PageUp")).toBe(7);
    expect(go(44, "a")).toBe(44);
  });
});
