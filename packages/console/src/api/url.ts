/** The address of a request: `{name}` of the path filled in, the query behind it. Never holds the key. */
export function addressOf(request: { path: string; params?: unknown; query?: unknown }): string {
  const params = entriesOf(request.params);
  const path = request.path.replace(/\{([^}]+)\}/g, (_whole, name: string) => {
    const value = params.find(([each]) => each === name)?.[1];
    return encodeURIComponent(String(value));
  });
  const query = new URLSearchParams(
    entriesOf(request.query).flatMap(([name, value]) => {
      const values: unknown[] = Array.isArray(value) ? value : [value];
      return values.filter((each) => each !== undefined && each !== null).map((each) => [name, String(each)]);
    }),
  ).toString();
  return query === "" ? path : `${path}?${query}`;
}

function entriesOf(value: unknown): [string, unknown][] {
  return typeof value === "object" && value !== null ? Object.entries(value) : [];
}
