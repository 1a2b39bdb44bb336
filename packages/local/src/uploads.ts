import type { Clock } from "@millrace/core/clock";
import { MillraceError } from "@millrace/core/error";
import { MAX_UPLOAD_BYTES } from "@millrace/core/file";
import type { ObjectStore } from "@millrace/core/object";
import type { Uploads } from "@millrace/core/preview";
import { say } from "@millrace/core/sentence";
import { uploadOf } from "./intake.ts";
import type { UploadOrders } from "./store/upload-orders.ts";
import { signedFields } from "./upload-form.ts";

/** The uploads of one machine, which takes its forms itself. */
export interface LocalUploads extends Uploads {
  /**
   * Takes a form that was sent for an object.
   *
   * @throws Input.Invalid, LeadFile.TooLarge: why it is not taken
   */
  receive(input: { key: string; request: Request }): Promise<void>;
}

/**
 * @param input.secret - signs forms; of this process alone, so that a form is over with it
 */
export function localUploads(input: {
  objects: ObjectStore;
  orders: UploadOrders;
  clock: Clock;
  secret: Uint8Array;
}): LocalUploads {
  const { objects, orders, clock, secret } = input;
  return {
    async form({ key, path, maxBytes, expiresAt }) {
      return { url: path, fields: signedFields({ key, maxBytes, expiresAt }, secret) };
    },

    async receive({ key, request }) {
      // Its library is loaded with the first form.
      const { receiveForm } = await import("./receive-form.ts");
      const form = { key, request, maxBytes: MAX_UPLOAD_BYTES, secret, now: clock.now() };
      await receiveForm(form, { objects });
    },

    async submit({ key, tenantId, sourceFile }) {
      const bytes = await objects.size({ key });
      if (bytes === null) throw new MillraceError("Object.NotFound", say("file.notSent"));
      const order = orders.next(tenantId);
      const upload = uploadOf({ tenantId, sourceFile, order, prefix: "submitted", bytes });
      await objects.put({ key: upload.key, body: await objects.get({ key }) });
      return upload;
    },

    async submitText({ text, tenantId, sourceFile }) {
      const order = orders.next(tenantId);
      const bytes = Buffer.byteLength(text);
      const upload = uploadOf({ tenantId, sourceFile, order, prefix: "submitted", bytes });
      await objects.put({ key: upload.key, body: text });
      return upload;
    },
  };
}
