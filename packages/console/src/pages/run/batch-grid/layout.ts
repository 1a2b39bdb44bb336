/** Where the cells of a grid are: row by row, `pitch` pixels apart in both directions. */
export interface GridLayout {
  count: number;
  columns: number;
  rows: number;
  /** From the edge of a cell to the edge of the next, in CSS pixels. */
  pitch: number;
}

/** Smaller cells could neither be told apart nor hit. */
const SMALLEST_PITCH = 5;
/** Larger cells say no more. */
const LARGEST_PITCH = 20;

/**
 * The largest cells with which all batches fit; the smallest where they do not: then the grid is higher, and scrolls.
 *
 * @param input.width - there is, in CSS pixels
 * @param input.height - it may have without being scrolled
 */
export function gridLayout(input: { count: number; width: number; height: number }): GridLayout {
  const { count, width, height } = input;
  for (let pitch = LARGEST_PITCH; ; pitch--) {
    const columns = Math.max(1, Math.floor(width / pitch));
    const rows = Math.ceil(count / columns);
    if (rows * pitch <= height || pitch === SMALLEST_PITCH) return { count, columns, rows, pitch };
  }
}

/** The left upper corner of a cell. */
export function cellCorner(layout: GridLayout, index: number): { x: number; y: number } {
  const { columns, pitch } = layout;
  return { x: (index % columns) * pitch, y: Math.floor(index / columns) * pitch };
}

/** The cell at a point, with the gap beside it; null where there is none. */
export function cellAt(layout: GridLayout, point: { x: number; y: number }): number | null {
  const { columns, pitch, count } = layout;
  const column = Math.floor(point.x / pitch);
  const row = Math.floor(point.y / pitch);
  if (column < 0 || column >= columns || row < 0) return null;
  const index = row * columns + column;
  return index < count ? index : null;
}

/** The cells of the rows that are in sight, from the first to before `end`. */
export function cellsInSight(
  layout: GridLayout,
  sight: { top: number; height: number },
): { first: number; end: number } {
  const { columns, pitch, count } = layout;
  const first = Math.floor(Math.max(sight.top, 0) / pitch) * columns;
  const end = Math.ceil(Math.max(sight.top + sight.height, 0) / pitch) * columns;
  return { first: Math.min(first, count), end: Math.min(end, count) };
}

/** Rows that Page Up and Page Down go. */
const PAGE_ROWS = 10;

/** Where a key leads from a cell; null for a key that leads nowhere. A step that would leave the grid stays. */
export function cellAfterKey(layout: GridLayout, from: number, key: string): number | null {
  const { columns, count } = layout;
  const last = count - 1;
  const step = (by: number) => (from + by >= 0 && from + by <= last ? from + by : from);
  switch (key) {
    case "ArrowLeft":
      return step(-1);
    case "ArrowRight":
      return step(1);
    case "ArrowUp":
      return step(-columns);
    case "ArrowDown":
      return step(columns);
    case "PageUp":
      return from - PAGE_ROWS * columns >= 0 ? from - PAGE_ROWS * columns : from % columns;
    case "PageDown": {
      const column = from % columns;
      const lastOfColumn = last - ((last - column) % columns);
      return Math.min(from + PAGE_ROWS * columns, lastOfColumn);
    }
    case "Home":
      return 0;
    case "End":
      return last;
    default:
      return null;
  }
}
