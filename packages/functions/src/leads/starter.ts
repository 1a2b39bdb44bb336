import { BatchProcessor, EventType, processPartialResponse } from "@aws-lambda-powertools/batch";
import { MillraceError } from "@millrace/core/error";
import { registerUpload } from "@millrace/core/run-lifecycle";
import { withoutData } from "@millrace/core/step";
import type { SQSRecord } from "aws-lambda";
import { catalogOptions, flows, importDeps, importOptions } from "../deps.ts";
import { queueEvent } from "../event/queue.ts";
import { storageMessage } from "../event/storage.ts";
import { lambdaHandler } from "../handler.ts";
import { log, logger, measure } from "../observe.ts";
import { uploadOf } from "./upload.ts";

/**
 * Invoked with messages that S3 sent about uploads, of leads and of catalogs: starts a run for each. A message that fails comes back alone, and
 * goes to the dead-letter queue after some tries; a repeated one starts nothing new.
 */
export const handler = lambdaHandler("Starter", (event, context) =>
  processPartialResponse(queueEvent(event), startRuns, new BatchProcessor(EventType.SQS), {
    context,
    throwOnFullBatchFailure: false,
  }),
);

async function startRuns({ body }: Pick<SQSRecord, "body">): Promise<void> {
  try {
    const { created, others } = storageMessage(json(body));
    for (const type of others) skip(type);
    for (const object of created) {
      const sorted = uploadOf(object);
      if (sorted === null) {
        skip("no upload");
        continue;
      }
      const { of, upload } = sorted;
      const options = of === "catalog" ? catalogOptions(upload) : importOptions();
      await registerUpload({ upload, options }, { ...importDeps(), flows: flows() });
    }
  } catch (error) {
    const { name, message } = withoutData(error);
    logger.error("no run started", { errorName: name, errorMessage: message });
    throw error;
  }
}

function json(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    throw new MillraceError("Input.Invalid", "the message in the queue of uploads is no JSON");
  }
}

/** What starts no run is counted and named, so that a file in the wrong place does not vanish in silence. */
function skip(action: string): void {
  log.warn("event skipped", { action });
  measure("UploadsSkipped", 1);
}
