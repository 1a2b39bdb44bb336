import "@xyflow/react/dist/style.css";
import {
  type AriaLabelConfig,
  Controls,
  type Edge,
  type Node,
  type NodeChange,
  Panel,
  ReactFlow,
} from "@xyflow/react";
import { type ReactNode, useMemo } from "react";
import { useIsDark } from "../../../app/theme.ts";
import { type Say, useText } from "../../../i18n/i18n.ts";
import type { Execution } from "../queries.ts";
import { Arrow, type ArrowData } from "./arrow.tsx";
import { type BoxData, MapBox, PointBox, StateBox } from "./boxes.tsx";
import { DEFINITIONS } from "./definitions.ts";
import { machineGraph, stateId } from "./graph.ts";
import { layoutMachine } from "./layout.ts";
import type { StateProgress } from "./look.ts";
import styles from "./state-machine.module.css";
import { stateText } from "./state-text.ts";

const NODE_TYPES = { start: PointBox, end: PointBox, state: StateBox, map: MapBox };
const EDGE_TYPES = { arrow: Arrow };

/** Above and below the boxes, in pixels. */
const ROOM = 60;

/** Smaller than half, names could not be read. */
const FIT = { padding: 0.03, minZoom: 0.5, maxZoom: 1 };

/**
 * A flow's state machine with where an execution stands in it. Nothing can be changed; a state can be selected.
 *
 * @param props.untold - the names of states of which nobody tells whether they were entered
 * @param props.selected - the name of a state
 * @param props.detail - shown over the drawing while a state is selected
 */
export default function StateMachine(props: {
  flow: Execution["flow"];
  states: readonly StateProgress[];
  untold: ReadonlySet<string>;
  selected: string | null;
  onSelect: (name: string | null) => void;
  detail: ReactNode;
}) {
  const { flow, states, untold, selected, onSelect, detail } = props;
  const t = useText();
  const isDark = useIsDark();
  const layout = useMemo(() => layoutMachine(machineGraph(DEFINITIONS[flow])), [flow]);
  const edges = useMemo(
    () =>
      layout.edges.map((edge): Edge<ArrowData, "arrow"> => {
        const { id, from, to } = edge;
        return { id, source: from, target: to, type: "arrow", data: { edge }, zIndex: 1, focusable: false };
      }),
    [layout],
  );
  const nodes = layout.nodes.map((node): Node<BoxData> => {
    const { id, kind, name, x, y, width, height } = node;
    const progress = states.find((state) => state.name === name);
    const isState = kind === "state" || kind === "map";
    const isUntold = untold.has(name);
    return {
      ...{ id, type: kind, position: { x, y }, width, height, data: { node, progress, isUntold } },
      // A Map is behind the arrows between the states within it.
      zIndex: kind === "map" ? -1 : 2,
      selectable: isState,
      focusable: isState,
      selected: isState && name === selected,
      ariaLabel: isState
        ? `${name}: ${isUntold ? t("flow.state.untold") : stateText(progress, t)}`
        : t(kind === "start" ? "flow.start" : "flow.end"),
    };
  });
  const onNodesChange = (changes: NodeChange<Node<BoxData>>[]) => {
    for (const change of changes) {
      if (change.type !== "select") continue;
      const name = layout.nodes.find(({ id }) => id === change.id)?.name ?? null;
      if (change.selected) onSelect(name);
      else if (selected !== null && change.id === stateId(selected)) onSelect(null);
    }
  };
  return (
    <section
      className={styles.drawing}
      // As high as it needs, and no higher than what can be seen of a page.
      style={{ height: `min(${layout.height + ROOM}px, 860px, 70vh)` }}
      aria-label={t("flow.drawing", { flow: t(`flow.name.${flow}`) })}
    >
      <ReactFlow
        nodes={nodes}
        edges={edges}
        nodeTypes={NODE_TYPES}
        edgeTypes={EDGE_TYPES}
        onNodesChange={onNodesChange}
        colorMode={isDark ? "dark" : "light"}
        ariaLabelConfig={ariaLabels(t)}
        fitView
        fitViewOptions={FIT}
        minZoom={0.2}
        maxZoom={2}
        nodesDraggable={false}
        nodesConnectable={false}
        edgesFocusable={false}
        elementsSelectable
        multiSelectionKeyCode={null}
        deleteKeyCode={null}
        zoomOnScroll={false}
        zoomOnDoubleClick={false}
        preventScrolling={false}
      >
        <Controls showInteractive={false} fitViewOptions={FIT} />
        {selected !== null && (
          <Panel position="top-right" className={styles.detail ?? ""}>
            {detail}
          </Panel>
        )}
      </ReactFlow>
    </section>
  );
}

function ariaLabels(t: Say): Partial<AriaLabelConfig> {
  return {
    "node.a11yDescription.default": t("flow.aria.select"),
    "node.a11yDescription.keyboardDisabled": t("flow.aria.select"),
    "edge.a11yDescription.default": "",
    "controls.ariaLabel": t("flow.aria.controls"),
    "controls.zoomIn.ariaLabel": t("flow.aria.zoomIn"),
    "controls.zoomOut.ariaLabel": t("flow.aria.zoomOut"),
    "controls.fitView.ariaLabel": t("flow.aria.fit"),
  };
}
