import LiveRegion from "@cloudscape-design/components/live-region";
import { type KeyboardEvent, type MouseEvent, useId, useMemo, useRef, useState } from "react";
import { type PlainKey, useText } from "../../../i18n/i18n.ts";
import styles from "./batch-grid.module.css";
import { type CellLetter, type Grid, letterAt } from "./grid.ts";
import { GridLegend } from "./grid-legend.tsx";
import { cellAfterKey, cellAt, cellCorner, gridLayout } from "./layout.ts";
import { usePaintedGrid } from "./use-painted-grid.ts";
import { useWidth } from "./use-width.ts";

/** As high as a page shows beside its other parts; a grid that needs more is scrolled. */
const MOST_HEIGHT = 400;

const TEXTS = {
  C: "grid.cell.C",
  F: "grid.cell.F",
  P: "grid.cell.P",
  ".": "grid.cell.none",
} as const satisfies Record<CellLetter, PlainKey>;

/**
 * The batches of a run as cells, each with the colour and shape of its status.
 *
 * Arrow keys, Page Up, Page Down, Home and End go from cell to cell, Enter opens a batch; so does the mouse.
 */
export function BatchGrid({ grid, onOpen }: { grid: Grid; onOpen: (index: number) => void }) {
  const t = useText();
  const frame = useRef<HTMLDivElement>(null);
  const canvas = useRef<HTMLCanvasElement>(null);
  const width = useWidth(frame);
  const hint = useId();
  const [top, setTop] = useState(0);
  const [focus, setFocus] = useState(0);
  const [hasFocus, setHasFocus] = useState(false);
  const [hovered, setHovered] = useState<number | null>(null);
  const layout = useMemo(
    () => gridLayout({ count: grid.all, width: Math.max(width, 1), height: MOST_HEIGHT }),
    [grid.all, width],
  );
  const whole = layout.rows * layout.pitch;
  const height = Math.min(whole, MOST_HEIGHT);
  usePaintedGrid({ canvas, grid, layout, height, top });

  const cellOf = (event: MouseEvent) => {
    const box = event.currentTarget.getBoundingClientRect();
    return cellAt(layout, { x: event.clientX - box.left, y: event.clientY - box.top + top });
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "Enter" || event.key === " ") onOpen(focus);
    const next = event.key === "Enter" || event.key === " " ? focus : cellAfterKey(layout, focus, event.key);
    if (next === null) return;
    event.preventDefault();
    setHovered(null);
    setFocus(next);
    bringIntoSight(frame.current, cellCorner(layout, next).y, layout.pitch);
  };
  const text = (index: number) =>
    t("grid.cell", { number: index + 1, count: grid.all, status: t(TEXTS[letterAt(grid, index)]) });
  const told = hovered ?? (hasFocus ? focus : null);
  const ring = cellCorner(layout, Math.min(focus, grid.all - 1));
  return (
    <div className={styles.grid}>
      <GridLegend grid={grid} />
      <div
        ref={frame}
        className={styles.frame}
        style={{ maxHeight: MOST_HEIGHT }}
        role="application"
        aria-label={t("grid.label", { count: grid.all })}
        aria-describedby={hint}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: it takes keys, as its role says
        tabIndex={0}
        onKeyDown={onKeyDown}
        onFocus={() => setHasFocus(true)}
        onBlur={() => setHasFocus(false)}
        onMouseMove={(event) => setHovered(cellOf(event))}
        onMouseLeave={() => setHovered(null)}
        onClick={(event) => {
          const index = cellOf(event);
          if (index === null) return;
          setFocus(index);
          onOpen(index);
        }}
        onScroll={(event) => setTop(event.currentTarget.scrollTop)}
      >
        <div style={{ height: whole }}>
          <div className={styles.sight} style={{ height }}>
            <canvas ref={canvas} />
            {hasFocus && grid.all > 0 && (
              <div
                className={styles.ring}
                style={{ left: ring.x, top: ring.y - top, width: layout.pitch, height: layout.pitch }}
              />
            )}
          </div>
        </div>
      </div>
      <div className={styles.told}>
        <span aria-hidden="true">{told === null ? "" : text(told)}</span>
        <span id={hint} hidden={told !== null}>
          {t("grid.hint")}
        </span>
      </div>
      <LiveRegion hidden>{hasFocus && grid.all > 0 ? text(Math.min(focus, grid.all - 1)) : ""}</LiveRegion>
    </div>
  );
}

function bringIntoSight(frame: HTMLElement | null, y: number, pitch: number): void {
  if (frame === null) return;
  if (y < frame.scrollTop) frame.scrollTop = y;
  if (y + pitch > frame.scrollTop + frame.clientHeight) frame.scrollTop = y + pitch - frame.clientHeight;
}
