import { type CellLetter, type Grid, letterAt } from "./grid.ts";
import { cellCorner, type GridLayout } from "./layout.ts";

export type CellColours = Readonly<Record<CellLetter, string>> & { readonly background: string };

/** The looks of the cells at one size, to be copied: each kind has its own shape besides its colour. */
export type CellStamps = Readonly<Record<CellLetter, HTMLCanvasElement>>;

const GAP = 1;
/** From here on there is room for lines within a cell. */
const ROOM_FOR_LINES = 8;

/** Draws one cell of each kind. @param input.ratio - device pixels per CSS pixel */
export function cellStamps(input: { pitch: number; ratio: number; colours: CellColours }): CellStamps {
  return {
    C: stamp({ ...input, draw: drawCompleted }),
    F: stamp({ ...input, draw: drawFailed }),
    P: stamp({ ...input, draw: drawWaiting }),
    ".": stamp({ ...input, draw: drawNone }),
  };
}

/**
 * Paints cells over what is there.
 *
 * @param input.indices - which; those out of sight are left out
 * @param input.top - how far the grid is scrolled, in CSS pixels
 */
export function paintCells(input: {
  context: CanvasRenderingContext2D;
  grid: Grid;
  layout: GridLayout;
  stamps: CellStamps;
  indices: Iterable<number>;
  top: number;
  ratio: number;
}): void {
  const { context, grid, layout, stamps, indices, top, ratio } = input;
  for (const index of indices) {
    const { x, y } = cellCorner(layout, index);
    context.drawImage(stamps[letterAt(grid, index)], Math.round(x * ratio), Math.round((y - top) * ratio));
  }
}

interface Drawing {
  context: CanvasRenderingContext2D;
  /** Of the cell without its gap, in device pixels. */
  size: number;
  line: number;
  colours: CellColours;
}

function stamp(input: {
  pitch: number;
  ratio: number;
  colours: CellColours;
  draw: (drawing: Drawing) => void;
}): HTMLCanvasElement {
  const { pitch, ratio, colours, draw } = input;
  const canvas = document.createElement("canvas");
  canvas.width = Math.round(pitch * ratio);
  canvas.height = canvas.width;
  const context = canvas.getContext("2d", { alpha: false });
  if (context === null) return canvas;
  context.fillStyle = colours.background;
  context.fillRect(0, 0, canvas.width, canvas.height);
  const size = canvas.width - Math.round(GAP * ratio);
  const line = Math.max(1, Math.round(ratio * (pitch >= ROOM_FOR_LINES ? 1.5 : 1)));
  draw({ context, size, line, colours });
  return canvas;
}

/** Whole. */
function drawCompleted({ context, size, colours }: Drawing): void {
  context.fillStyle = colours.C;
  context.fillRect(0, 0, size, size);
}

/** Crossed out. */
function drawFailed({ context, size, line, colours }: Drawing): void {
  context.fillStyle = colours.F;
  context.fillRect(0, 0, size, size);
  context.strokeStyle = colours.background;
  context.lineWidth = line;
  context.beginPath();
  const inset = size / 5;
  context.moveTo(inset, inset);
  context.lineTo(size - inset, size - inset);
  context.moveTo(size - inset, inset);
  context.lineTo(inset, size - inset);
  context.stroke();
}

/** Hollow. */
function drawWaiting({ context, size, line, colours }: Drawing): void {
  context.strokeStyle = colours.P;
  context.lineWidth = line;
  context.strokeRect(line / 2, line / 2, size - line, size - line);
}

/** A dot. */
function drawNone({ context, size, colours }: Drawing): void {
  const dot = Math.max(2, Math.round(size / 3));
  const from = Math.floor((size - dot) / 2);
  context.fillStyle = colours["."];
  context.fillRect(from, from, dot, dot);
}
