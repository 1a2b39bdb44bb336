import { step } from "@millrace/core/step";
import { describe, expect, it } from "vitest";
import * as z from "zod";

const double = step(z.object({ n: z.number() }), async ({ n }, { times }: { times: number }) => ({
  n: n * times,
}));

describe("a step", () => {
  it("answers for a right input", async () => expect(await double({ n: 2 }, { times: 3 })).toEqual({ n: 6 }));

  it.each([[null], [{}], [{ n: "secret@example.com" }]])(
    "refuses %j by name, without quoting it",
    async (input) => {
      const refused = double(input, { times: 3 });
      await expect(refused).rejects.toMatchObject({ name: "Input.Invalid" });
      await expect(refused).rejects.not.toThrow(/secret/);
    },
  );
});
