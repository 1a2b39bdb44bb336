import * as z from "zod";

/** What a page can show of one input or output, in bytes of JSON text: more would only make it slow. */
const MAX_SHOWN_BYTES = 32 * 1024;

/** Stands for an input or output that is too long to be shown: how many bytes of JSON it has, and how they start. */
export const CutPayload = z.object({ truncated: z.literal(true), bytes: z.int(), start: z.string() });
export type CutPayload = z.infer<typeof CutPayload>;

/**
 * An input or output as it is shown: whole up to 32 KiB of JSON text, else a {@link CutPayload}.
 *
 * @param text - JSON; any other text is shown as a string
 */
export function shownPayload(text: string): z.core.util.JSONType {
  const bytes = new TextEncoder().encode(text);
  if (bytes.length > MAX_SHOWN_BYTES) {
    // As a stream: a character that is cut in two is left out.
    const start = new TextDecoder().decode(bytes.subarray(0, MAX_SHOWN_BYTES), { stream: true });
    return { truncated: true, bytes: bytes.length, start } satisfies CutPayload;
  }
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
