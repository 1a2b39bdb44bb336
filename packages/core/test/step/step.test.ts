import { MillraceError } from "@millrace/core/error";
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

describe("an error within a step", () => {
  const failing = (error: unknown) => step(z.object({}), () => Promise.reject(error))({}, {});

  it("that is ours is thrown as it is", async () => {
    const error = new MillraceError("LeadFile.Empty", "leads.csv is empty");
    await expect(failing(error)).rejects.toBe(error);
  });

  it.each([
    [
      "a syntax error",
      new SyntaxError("Unexpected token 'A', \"Ana,ana@example.com\" is not JSON"),
      "SyntaxError",
    ],
    ["of many lines", new TypeError("Ana\n    at ana@example.com (x.ts:1:1)\nPaz"), "TypeError"],
    ["no error at all", "ana@example.com", "Error"],
  ])("that is %s keeps its name and place, and loses what it quotes", async (_, error, name) => {
    const caught = await failing(error).catch((thrown: unknown) => thrown);
    if (!(caught instanceof Error)) throw new Error("no error was thrown");
    expect(caught.name).toBe(name);
    expect(caught.message).toMatch(/^unexpected \w+ at [\w.-]+:\d+:\d+$/);
    expect(`${caught.message}${caught.stack}${caught.cause}`).not.toMatch(/ana@|Paz/);
  });

  it("of the system keeps its code", async () => {
    const full = Object.assign(new Error("ENOSPC: no space left on device, write"), { code: "ENOSPC" });
    await expect(failing(full)).rejects.toThrow(/^unexpected Error ENOSPC at /);
  });
});
