import type { ItemBatcher } from "../definition.ts";
import type { Json } from "../json.ts";
import { MAX_PAYLOAD_BYTES, payloadBytes } from "../payload.ts";
import { evaluateField, stateError } from "../states/fields.ts";
import type { MapPlan } from "./map.ts";
import { readNumber } from "./numbers.ts";

/** What one child execution gets, and how many items that is. */
export type ChildInput = { payload: Json; items: number };

/** `{"Items":[]}` or, with BatchInput, `{"BatchInput":,"Items":[]}` around the rest. */
const FRAME_BYTES = 28;

/**
 * Puts items together into batches: at most so many, and at most so many bytes with what belongs to each batch.
 *
 * @throws StatesError for an item that alone is too large for a batch
 */
export async function* batches(options: {
  plan: MapPlan;
  batcher: ItemBatcher;
  items: AsyncIterable<Json>;
}): AsyncGenerator<ChildInput> {
  const { plan, batcher, items } = options;
  const { visit, input } = plan;
  const maxItems =
    (await readNumber({
      visit,
      input,
      field: "MaxItemsPerBatch",
      template: batcher.MaxItemsPerBatch,
      path: batcher.MaxItemsPerBatchPath,
    })) ?? Number.POSITIVE_INFINITY;
  const maxBytes =
    (await readNumber({
      visit,
      input,
      field: "MaxInputBytesPerBatch",
      template: batcher.MaxInputBytesPerBatch,
      path: batcher.MaxInputBytesPerBatchPath,
    })) ?? MAX_PAYLOAD_BYTES;
  const shared =
    batcher.BatchInput === undefined
      ? undefined
      : await evaluateField({
          visit,
          field: "ItemBatcher/BatchInput",
          template: batcher.BatchInput,
          view: { input },
        });
  const emptyBytes = FRAME_BYTES + (shared === undefined ? 0 : payloadBytes(shared));
  const batchOf = (batch: Json[]): ChildInput => ({
    payload: shared === undefined ? { Items: batch } : { BatchInput: shared, Items: batch },
    items: batch.length,
  });
  let batch: Json[] = [];
  let bytes = emptyBytes;
  for await (const item of items) {
    const itemBytes = payloadBytes(item) + 1;
    if (emptyBytes + itemBytes > maxBytes) {
      throw stateError({
        visit,
        error: "States.ItemReaderFailed",
        cause: `An item of ${itemBytes - 1} bytes does not fit into a batch of ${maxBytes} bytes.`,
      });
    }
    if (batch.length > 0 && (batch.length >= maxItems || bytes + itemBytes > maxBytes)) {
      yield batchOf(batch);
      batch = [];
      bytes = emptyBytes;
    }
    batch.push(item);
    bytes += itemBytes;
  }
  if (batch.length > 0) yield batchOf(batch);
}
