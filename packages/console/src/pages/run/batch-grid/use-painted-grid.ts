import { type RefObject, useEffect, useRef } from "react";
import { useIsDark } from "../../../app/theme.ts";
import { changedCells, type Grid } from "./grid.ts";
import { cellsInSight, type GridLayout } from "./layout.ts";
import { type CellColours, type CellStamps, cellStamps, paintCells } from "./paint.ts";

/** What the canvas shows now. */
interface Painted {
  grid: Grid;
  layout: GridLayout;
  isDark: boolean;
  ratio: number;
  height: number;
  top: number;
  stamps: CellStamps;
}

/**
 * Keeps a canvas as the grid is: where nothing but letters has changed only those cells are painted, at most once a frame.
 *
 * @param input.height - of the canvas, in CSS pixels
 * @param input.top - how far the grid is scrolled, in CSS pixels
 */
export function usePaintedGrid(input: {
  canvas: RefObject<HTMLCanvasElement | null>;
  grid: Grid;
  layout: GridLayout;
  height: number;
  top: number;
}): void {
  const { canvas, grid, layout, height, top } = input;
  const isDark = useIsDark();
  const painted = useRef<Painted | null>(null);
  useEffect(() => {
    const frame = requestAnimationFrame(() => {
      if (canvas.current === null) return;
      const before = painted.current;
      const next = { grid, layout, isDark, height, top, ratio: devicePixelRatio };
      painted.current = paint({ canvas: canvas.current, before, next });
    });
    return () => cancelAnimationFrame(frame);
  }, [canvas, grid, layout, isDark, height, top]);
}

function paint(input: {
  canvas: HTMLCanvasElement;
  before: Painted | null;
  next: Omit<Painted, "stamps">;
}): Painted | null {
  const { canvas, before, next } = input;
  const { grid, layout, height, top, ratio } = next;
  const context = canvas.getContext("2d", { alpha: false });
  if (context === null) return null;
  const hasSameLook = before !== null && before.ratio === ratio && before.isDark === next.isDark;
  const colours = coloursOf(canvas);
  const stamps =
    hasSameLook && before.layout.pitch === layout.pitch
      ? before.stamps
      : cellStamps({ pitch: layout.pitch, ratio, colours });
  const isInPlace = hasSameLook && before.layout === layout && before.height === height && before.top === top;
  const { first, end } = cellsInSight(layout, { top, height });
  if (isInPlace) {
    const indices = changedCells(before.grid, grid).filter((index) => index >= first && index < end);
    paintCells({ context, grid, layout, stamps, indices, top, ratio });
    return { ...next, stamps };
  }
  const width = layout.columns * layout.pitch;
  canvas.width = Math.round(width * ratio);
  canvas.height = Math.round(height * ratio);
  canvas.style.width = `${width}px`;
  canvas.style.height = `${height}px`;
  context.fillStyle = colours.background;
  context.fillRect(0, 0, canvas.width, canvas.height);
  const indices = Array.from({ length: end - first }, (_, place) => first + place);
  paintCells({ context, grid, layout, stamps, indices, top, ratio });
  return { ...next, stamps };
}

function coloursOf(element: Element): CellColours {
  const style = getComputedStyle(element);
  const colour = (name: string) => style.getPropertyValue(name).trim();
  return {
    C: colour("--tone-success"),
    F: colour("--tone-error"),
    P: colour("--tone-warning"),
    ".": colour("--tone-neutral"),
    background: colour("--grid-ground"),
  };
}
