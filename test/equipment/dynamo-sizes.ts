import * as z from "zod";

/** A value as DynamoDB's protocol writes it. */
interface Value {
  S?: string | undefined;
  N?: string | undefined;
  B?: string | undefined;
  BOOL?: boolean | undefined;
  NULL?: boolean | undefined;
  L?: Value[] | undefined;
  M?: Record<string, Value> | undefined;
}

const Value: z.ZodType<Value> = z.strictObject({
  S: z.string().optional(),
  N: z.string().optional(),
  B: z.base64().optional(),
  BOOL: z.boolean().optional(),
  NULL: z.boolean().optional(),
  get L() {
    return z.array(Value).optional();
  },
  get M() {
    return z.record(z.string(), Value).optional();
  },
});

/** An item as DynamoDB's protocol writes it. */
export const Item = z.record(z.string(), Value);

/**
 * How large an item is, in bytes: names and values, with what DynamoDB adds to numbers and documents.
 * Source: https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/CapacityUnitCalculations.html
 */
export function itemBytes(item: Record<string, Value>): number {
  return Object.entries(item).reduce(
    (sum, [name, value]) => sum + Buffer.byteLength(name) + valueBytes(value),
    0,
  );
}

function valueBytes({ S: text, N: number, B: binary, L: list, M: map }: Value): number {
  if (text !== undefined) return Buffer.byteLength(text);
  // One byte for two digits, and one more.
  if (number !== undefined) return Math.ceil(number.replace(/\D/g, "").length / 2) + 1;
  if (binary !== undefined) return Buffer.from(binary, "base64").length;
  // Three bytes for a document, and one for each of its elements.
  if (list !== undefined) return list.reduce((sum, value) => sum + 1 + valueBytes(value), 3);
  if (map !== undefined) return 3 + Object.keys(map).length + itemBytes(map);
  return 1;
}
