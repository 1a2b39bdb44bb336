interface Point {
  x: number;
  y: number;
}

/** An SVG path through the middles between points, its corners rounded: https://www.w3.org/TR/SVG2/paths.html */
export function edgePath(points: readonly Point[]): string {
  const [first, ...rest] = points;
  const last = rest.pop();
  if (first === undefined || last === undefined) return "";
  const begin = `M ${at(first)}`;
  if (rest.length === 0) return `${begin} L ${at(last)}`;
  const curves = rest.map((point, index) => {
    const next = rest[index + 1];
    return `Q ${at(point)} ${at(next === undefined ? last : middle(point, next))}`;
  });
  return [begin, ...curves].join(" ");
}

function middle(a: Point, b: Point): Point {
  return { x: (a.x + b.x) / 2, y: (a.y + b.y) / 2 };
}

function at({ x, y }: Point): string {
  return `${Math.round(x * 10) / 10} ${Math.round(y * 10) / 10}`;
}
