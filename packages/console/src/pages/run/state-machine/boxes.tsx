import StatusIndicator, { type StatusIndicatorProps } from "@cloudscape-design/components/status-indicator";
import { type Node as FlowNode, Handle, type NodeProps, Position } from "@xyflow/react";
import { useText } from "../../../i18n/i18n.ts";
import type { PlacedNode } from "./layout.ts";
import { lookOf, type StateLook, type StateProgress } from "./look.ts";
import styles from "./state-machine.module.css";
import { stateText } from "./state-text.ts";

export interface BoxData extends Record<string, unknown> {
  node: PlacedNode;
  progress: StateProgress | undefined;
  /** Nobody tells whether it was entered. */
  isUntold: boolean;
}

type BoxProps = NodeProps<FlowNode<BoxData>>;

const ICONS: Record<StateLook, StatusIndicatorProps.Type> = {
  idle: "pending",
  running: "in-progress",
  done: "success",
  failed: "error",
  mixed: "warning",
};

/** A state. */
export function StateBox({ data, selected }: BoxProps) {
  const look = data.isUntold ? "" : styles[lookOf(data.progress)];
  return (
    <div className={`${styles.state} ${look} ${selected ? styles.selected : ""}`}>
      <Ends />
      <Title {...data} />
    </div>
  );
}

/** A Map, around the states of its children. */
export function MapBox({ data, selected }: BoxProps) {
  return (
    <div className={`${styles.map} ${styles[lookOf(data.progress)]} ${selected ? styles.selected : ""}`}>
      <Ends />
      <Title {...data} />
    </div>
  );
}

/** The start or the end. */
export function PointBox({ data }: BoxProps) {
  const t = useText();
  return (
    <div className={styles.point}>
      <Ends />
      {t(data.node.kind === "start" ? "flow.start" : "flow.end")}
    </div>
  );
}

function Title({ node, progress }: BoxData) {
  const t = useText();
  const look = lookOf(progress);
  return (
    <div title={node.comment}>
      <div className={styles.name}>{node.name}</div>
      {look === "idle" ? (
        <div className={styles.kind}>{node.type}</div>
      ) : (
        <div className={styles.progress} title={stateText(progress, t)}>
          <StatusIndicator type={ICONS[look]}>{stateText(forBox(progress), t)}</StatusIndicator>
        </div>
      )}
    </div>
  );
}

/** A box has room for two counts: where there are three, those that are done are the ones nobody waits for. */
function forBox(progress: StateProgress | undefined): StateProgress | undefined {
  if (progress === undefined || progress.running === 0 || progress.failed === 0) return progress;
  return { ...progress, done: 0 };
}

/** React Flow draws no arrow without them; ours go through the points of the layout. */
function Ends() {
  return (
    <>
      <Handle type="target" position={Position.Top} isConnectable={false} className={styles.end ?? ""} />
      <Handle type="source" position={Position.Bottom} isConnectable={false} className={styles.end ?? ""} />
    </>
  );
}
