import type { RunPorts } from "@millrace/api";
import { submitText, uploadedObject } from "@millrace/aws/submissions";
import { systemClock as clock } from "@millrace/aws/system";
import { bucket, catalogDeps, flows, importDeps, once, s3 } from "../deps.ts";

/** What the routes of files and runs are made of in Lambda. */
export const runPorts = once((): RunPorts => {
  const { products, keepaTokens } = catalogDeps();
  const { objects, runs, leads } = importDeps();
  return {
    ...{ objects, runs, leads, products, keepaTokens },
    flows: flows(),
    upload: (file) => submitText(file, { client: s3(), bucket: bucket(), clock }),
    uploaded: (object) => uploadedObject(object, { client: s3(), bucket: bucket() }),
  };
});
