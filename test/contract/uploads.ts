import type { ObjectStore } from "@millrace/core/object";
import { readText } from "@millrace/core/object";
import type { UploadForm, Uploads } from "@millrace/core/preview";
import { runIdOf, uploadOrder } from "@millrace/core/run";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { unique } from "./samples.ts";

/** What became of a form that was sent. */
export type Sent = "taken" | "too long" | "refused";

/** What {@link uploadsContract} asks of an adapter. */
export interface UploadsCase {
  uploads: Uploads;
  objects: ObjectStore;
  /** Sends a body as a browser would send a form for `key`. */
  send(input: { key: string; form: UploadForm; request: { headers: Headers; body: Blob } }): Promise<Sent>;
  /** As the adapter's clock has it. */
  now: () => number;
  close(): Promise<void>;
}

const MOST = 1_000;
const MINUTE = 60_000;

/** What every {@link Uploads} does: forms are taken as their policies say, whatever is sent. */
export function uploadsContract(name: string, make: () => Promise<UploadsCase>): void {
  describe(`${name}: the contract of Uploads`, () => {
    let store: UploadsCase;
    beforeAll(async () => {
      store = await make();
    });
    afterAll(() => store.close());

    const aKey = () => `previews/acme/${unique("preview")}/file`;
    const formFor = (key: string, expiresAt = store.now() + MINUTE) =>
      store.uploads.form({ key, path: "/here", maxBytes: MOST, expiresAt });
    /** The form as a browser makes it: fields first, the file last. */
    const filled = ({ fields }: UploadForm, file: string): FormData => {
      const data = new FormData();
      for (const [field, value] of Object.entries(fields)) data.append(field, value);
      data.append("file", new Blob([file]), "leads.csv");
      return data;
    };
    const sent = async (key: string, form: UploadForm, data: FormData, cut = 0): Promise<Sent> => {
      const whole = new Request("http://localhost/", { method: "POST", body: data });
      const { headers } = whole;
      const body = await whole.blob();
      return store.send({ key, form, request: { headers, body: body.slice(0, body.size - cut) } });
    };

    it.each([
      ["one byte", 1],
      ["as many bytes as are allowed", MOST],
    ])("a file of %s is taken, and is the object", async (_, length) => {
      const key = aKey();
      const form = await formFor(key);
      expect(await sent(key, form, filled(form, "x".repeat(length)))).toBe("taken");
      expect(await readText({ objects: store.objects, key })).toBe("x".repeat(length));
    });

    it("a file keeps every byte, and may be sent again", async () => {
      const key = aKey();
      const form = await formFor(key);
      const text = "Ñandú\r\n--boundary\r\n\0\u{1f980}";
      expect(await sent(key, form, filled(form, "before"))).toBe("taken");
      expect(await sent(key, form, filled(form, text))).toBe("taken");
      expect(await readText({ objects: store.objects, key })).toBe(text);
    });

    const without = (form: UploadForm, field: string): UploadForm => {
      const fields = Object.entries(form.fields).filter(([one]) => one !== field);
      return { ...form, fields: Object.fromEntries(fields) };
    };
    it.each<[string, Sent, (key: string, form: UploadForm) => Promise<Sent>]>([
      ["too long a file", "too long", (key, form) => sent(key, form, filled(form, "x".repeat(MOST + 1)))],
      ["an empty file", "refused", (key, form) => sent(key, form, filled(form, ""))],
      [
        "another key",
        "refused",
        (key, form) => {
          const fields = { ...form.fields, key: `${key}-other` };
          return sent(key, form, filled({ ...form, fields }, "text"));
        },
      ],
      ["no key", "refused", (key, form) => sent(key, form, filled(without(form, "key"), "text"))],
      [
        "another type",
        "refused",
        (key, form) => {
          const fields = { ...form.fields, "Content-Type": "text/html" };
          return sent(key, form, filled({ ...form, fields }, "text"));
        },
      ],
      [
        "a field that is not listed",
        "refused",
        (key, form) =>
          sent(key, form, filled({ ...form, fields: { ...form.fields, acl: "public-read" } }, "text")),
      ],
      [
        "two files",
        "refused",
        (key, form) => {
          const data = filled(form, "text");
          data.append("file", new Blob(["more"]), "more.csv");
          return sent(key, form, data);
        },
      ],
      [
        "no file",
        "refused",
        (key, form) => {
          const data = filled(form, "text");
          data.delete("file");
          return sent(key, form, data);
        },
      ],
      [
        "a policy that was changed",
        "refused",
        (key, form) => {
          const changed = Object.entries(form.fields).map(([field, value]): [string, string] =>
            field.toLowerCase() === "policy" ? [field, forged(value)] : [field, value],
          );
          return sent(
            key,
            form,
            filled({ ...form, fields: Object.fromEntries(changed) }, "x".repeat(MOST + 1)),
          );
        },
      ],
      ["half a form", "refused", (key, form) => sent(key, form, filled(form, "x".repeat(500)), 300)],
      ["a form without its end", "refused", (key, form) => sent(key, form, filled(form, "x"), 20)],
    ])("%s: %s, and nothing is there", async (_, expected, send) => {
      const key = aKey();
      expect(await send(key, await formFor(key))).toBe(expected);
      expect(await store.objects.list({ prefix: key })).toEqual([]);
    });

    it("a form whose time is over is refused", async () => {
      const key = aKey();
      const form = await formFor(key, store.now() - 2_000);
      expect(await sent(key, form, filled(form, "text"))).toBe("refused");
      expect(await store.objects.size({ key })).toBeNull();
    });

    it("a form of another object is refused", async () => {
      const [mine, other] = [aKey(), aKey()];
      const form = await formFor(other);
      const fields = { ...form.fields, key: mine };
      expect(await sent(mine, form, filled({ ...form, fields }, "text"))).toBe("refused");
      expect(await store.objects.size({ key: mine })).toBeNull();
    });

    it("an object is submitted as an upload of its own, which nothing under uploads/ or catalogs/ announces", async () => {
      const key = aKey();
      const text = "email\nana@example.com\n";
      await store.objects.put({ key, body: text });
      const file = { tenantId: "acme", sourceFile: "Ñandú leads (1).csv" };
      const upload = await store.uploads.submit({ key, ...file });
      expect(upload).toMatchObject({ ...file, bytes: Buffer.byteLength(text), sequencer: "" });
      expect(upload.key).toMatch(/^submitted\/acme\//);
      const { version } = upload;
      const stream = await store.objects.get({ key: upload.key, version });
      expect(Buffer.concat(await stream.toArray()).toString()).toBe(text);
      await store.objects.delete({ key });
      expect(await store.objects.size({ key: upload.key })).toBe(upload.bytes);
    });

    it("each submission is another upload, later than the one before", async () => {
      const key = aKey();
      await store.objects.put({ key, body: "email\n" });
      const file = { tenantId: unique("tenant"), sourceFile: "leads.csv" };
      const first = await store.uploads.submit({ key, ...file });
      const second = await store.uploads.submitText({ text: "email\n", ...file });
      const [one, two] = [runIdOf(first), runIdOf(second)];
      expect(one).not.toBe(two);
      expect(second.eventTime).toBeGreaterThanOrEqual(first.eventTime);
      expect(uploadOrder({ ...first, runId: one })).not.toBe(uploadOrder({ ...second, runId: two }));
    });

    it("what is not there cannot be submitted", async () => {
      const file = { key: aKey(), tenantId: "acme", sourceFile: "leads.csv" };
      await expect(store.uploads.submit(file)).rejects.toThrow(
        expect.objectContaining({ name: "Object.NotFound" }),
      );
    });
  });
}

/** A policy that allows longer files, in whatever base 64 it was. */
function forged(policy: string): string {
  const text = Buffer.from(policy, "base64")
    .toString()
    .replaceAll(String(MOST), String(MOST * 10));
  return Buffer.from(text).toString("base64");
}
