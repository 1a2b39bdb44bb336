import type { Edge, EdgeProps } from "@xyflow/react";
import { useText } from "../../../i18n/i18n.ts";
import { edgePath } from "./edge-path.ts";
import { type PlacedEdge, shortLabel } from "./layout.ts";
import styles from "./state-machine.module.css";

export interface ArrowData extends Record<string, unknown> {
  edge: PlacedEdge;
}

/** Half of the width of an arrow's head, and its length. */
const HEAD = { half: 4, length: 7 };

/** A transition: dashed where it is that of a failure. */
export function Arrow({ data }: EdgeProps<Edge<ArrowData, "arrow">>) {
  const t = useText();
  if (data === undefined) return null;
  const { points, kind, label, labelAt } = data.edge;
  const text = kind === "otherwise" ? t("flow.otherwise") : label;
  return (
    <g className={`${styles.arrow} ${kind === "catch" ? styles.catch : ""}`}>
      <path d={edgePath(points)} className={styles.line} />
      <path d={headPath(points)} className={styles.head} />
      {labelAt !== null && (
        <text x={labelAt.x} y={labelAt.y} className={styles.label}>
          <title>{text}</title>
          {shortLabel(text)}
        </text>
      )}
    </g>
  );
}

/** A triangle at the end, in the direction of the last stretch. */
function headPath(points: PlacedEdge["points"]): string {
  const tip = points.at(-1);
  const before = points.at(-2);
  if (tip === undefined || before === undefined) return "";
  const length = Math.hypot(tip.x - before.x, tip.y - before.y) || 1;
  const along = { x: (tip.x - before.x) / length, y: (tip.y - before.y) / length };
  const base = { x: tip.x - along.x * HEAD.length, y: tip.y - along.y * HEAD.length };
  const left = { x: base.x - along.y * HEAD.half, y: base.y + along.x * HEAD.half };
  const right = { x: base.x + along.y * HEAD.half, y: base.y - along.x * HEAD.half };
  return `M ${tip.x} ${tip.y} L ${left.x} ${left.y} L ${right.x} ${right.y} Z`;
}
