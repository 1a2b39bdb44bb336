import { type EdgeConfig, Graph, type GraphLabel, layout, type Point } from "@dagrejs/dagre";
import type { MachineEdge, MachineGraph, MachineNode } from "./graph.ts";

/** Where a box is, from the drawing's left upper corner, in pixels. */
export interface PlacedNode extends MachineNode {
  x: number;
  y: number;
  width: number;
  height: number;
}

/** The points an arrow goes through, its ends included, and the middle of its label where it has one. */
export interface PlacedEdge extends MachineEdge {
  points: Point[];
  labelAt: Point | null;
}

export interface MachineLayout {
  width: number;
  height: number;
  /** A Map comes before the states within it. */
  nodes: PlacedNode[];
  edges: PlacedEdge[];
}

interface Size {
  width: number;
  height: number;
}

/** Wide enough for the longest name of a state in our definitions, and for a line of counts below it. */
const STATE: Size = { width: 196, height: 48 };
const POINT: Size = { width: 60, height: 26 };
/** Around the states of a Map; above them there is room for its name and counts. */
const MAP_PADDING = 16;
const MAP_HEADER = 50;

/** About the width of a letter of 11 px; labels are cut to {@link MOST_LABEL} letters. */
const LETTER_WIDTH = 6.2;
const LABEL_HEIGHT = 16;
const MOST_LABEL = 26;

const SPACING: GraphLabel = { rankdir: "TB", nodesep: 24, ranksep: 26, edgesep: 14 };

/** The label as it is drawn; whole in the arrow's title. */
export function shortLabel(label: string): string {
  return label.length > MOST_LABEL ? `${label.slice(0, MOST_LABEL - 1)}…` : label;
}

/**
 * Places boxes from top to bottom so that none overlaps another. The states of a Map are laid out first, on their own, for the
 * layout of nested groups does not take arrows that begin or end at a group.
 */
export function layoutMachine(graph: MachineGraph): MachineLayout {
  return layoutLevel({ graph, parent: null });
}

function layoutLevel({ graph, parent }: { graph: MachineGraph; parent: string | null }): MachineLayout {
  const nodes = graph.nodes.filter((node) => node.parent === parent);
  const ids = new Set(nodes.map(({ id }) => id));
  const edges = graph.edges.filter(({ from }) => ids.has(from));
  const within = new Map(
    nodes
      .filter(({ kind }) => kind === "map")
      .map(({ id }) => [id, layoutLevel({ graph, parent: id })] as const),
  );
  const drawing = new Graph({ multigraph: true });
  drawing.setGraph({ ...SPACING });
  for (const node of nodes) drawing.setNode(node.id, sizeOf(node, within.get(node.id)));
  for (const edge of edges) drawing.setEdge(edge.from, edge.to, edgeConfig(edge), edge.id);
  layout(drawing);
  const placed: MachineLayout = {
    width: drawing.graph().width,
    height: drawing.graph().height,
    nodes: [],
    edges: edges.map((edge) => {
      const at = drawing.edge(edge.from, edge.to, edge.id);
      return placeEdge(edge, edge.from === edge.to ? atTheSide(at, drawing.node(edge.from)) : at);
    }),
  };
  for (const node of nodes) {
    const { x, y, width, height } = drawing.node(node.id);
    const corner = { x: x - width / 2, y: y - height / 2 };
    placed.nodes.push({ ...node, ...corner, width, height });
    const inner = within.get(node.id);
    if (inner === undefined) continue;
    // What is within was laid out on its own; the box may be wider than it needs.
    const by = { x: corner.x + (width - inner.width) / 2, y: corner.y + MAP_HEADER };
    placed.nodes.push(...inner.nodes.map((each) => ({ ...each, ...moved(each, by) })));
    placed.edges.push(...inner.edges.map((each) => movedEdge(each, by)));
  }
  return placed;
}

function sizeOf({ kind }: MachineNode, inner: MachineLayout | undefined): Size {
  if (inner !== undefined) {
    return {
      width: Math.max(inner.width, STATE.width) + 2 * MAP_PADDING,
      height: inner.height + MAP_HEADER + MAP_PADDING,
    };
  }
  return { ...(kind === "state" ? STATE : POINT) };
}

function edgeConfig({ label, kind }: MachineEdge): EdgeConfig {
  // "otherwise" and its like in other languages.
  const letters = kind === "otherwise" ? 12 : shortLabel(label).length;
  // The way of a success is kept straight, at the cost of that of a failure.
  const weight = kind === "catch" ? 1 : 4;
  return letters === 0
    ? { weight }
    : { weight, width: letters * LETTER_WIDTH + 8, height: LABEL_HEIGHT, labelpos: "c" };
}

interface EdgePlace {
  points: Point[];
  x?: number;
  y?: number;
}

/** The layout has the arrow of a state that leads to itself begin and end a little beside the state. */
function atTheSide(at: EdgePlace, box: Size & { x?: number }): EdgePlace {
  const side = (box.x ?? 0) + box.width / 2;
  const last = at.points.length - 1;
  const points = at.points.map((point, index) =>
    index === 0 || index === last ? { ...point, x: side } : point,
  );
  return { ...at, points };
}

function placeEdge(edge: MachineEdge, at: EdgePlace): PlacedEdge {
  const { points, x, y } = at;
  const hasLabel = edge.label !== "" || edge.kind === "otherwise";
  return { ...edge, points, labelAt: hasLabel && x !== undefined && y !== undefined ? { x, y } : null };
}

function moved(at: Point, by: Point): Point {
  return { x: at.x + by.x, y: at.y + by.y };
}

function movedEdge(edge: PlacedEdge, by: Point): PlacedEdge {
  return {
    ...edge,
    points: edge.points.map((point) => moved(point, by)),
    labelAt: edge.labelAt === null ? null : moved(edge.labelAt, by),
  };
}
