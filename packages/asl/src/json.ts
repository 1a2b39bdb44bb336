/** A value that JSON can carry: what states take, give and keep in variables. */
export type Json = null | boolean | number | string | Json[] | { [key: string]: Json };

/** Whether a value is an object of the kind JSON has: neither null nor an array. */
export function isJsonObject(value: Json): value is { [key: string]: Json } {
  return value !== null && typeof value === "object" && !Array.isArray(value);
}

/** A text that two values share exactly when they are equal as JSON: the order of keys does not count. */
export function canonicalJson(value: Json): string {
  return JSON.stringify(value, (_key, inner: Json) =>
    isJsonObject(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([left], [right]) => (left < right ? -1 : 1)))
      : inner,
  );
}
