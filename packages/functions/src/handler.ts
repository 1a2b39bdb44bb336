import { withoutData } from "@millrace/core/step";
import type { Context } from "aws-lambda";
import * as z from "zod";
import { logger, measure, metrics, tracer } from "./observe.ts";
import { takeStoreFailures } from "./store-failures.ts";

/** A function as Lambda calls it. */
export type Handler<Answer> = (event: unknown, context: Context) => Promise<Answer>;

const OfRun = z.looseObject({ runId: z.string() });

/**
 * What every function does around its work: log lines with the run's id, a trace, metrics published at the end, and no
 * error that leaves with data in its message.
 *
 * @param name - the trace's
 */
export function lambdaHandler<Answer>(
  name: string,
  work: (event: unknown, context: Context) => Promise<Answer>,
): Handler<Answer> {
  return async (event, context) => {
    logger.resetKeys();
    logger.addContext(context);
    const ofRun = OfRun.safeParse(event);
    if (ofRun.success) logger.appendKeys({ runId: ofRun.data.runId });
    const endTrace = beginTrace(name);
    takeStoreFailures();
    let failed = false;
    try {
      return await work(event, context);
    } catch (error) {
      failed = true;
      const safe = withoutData(error);
      logger.error("the function failed", { errorName: safe.name, errorMessage: safe.message });
      tracer.addErrorAsMetadata(safe);
      throw safe;
    } finally {
      endTrace();
      measure("StoreErrors", failed && takeStoreFailures() > 0 ? 1 : 0);
      metrics.publishStoredMetrics();
    }
  };
}

/** Opens a part of Lambda's own trace; the answer closes it. Without one (tests) nothing happens. */
function beginTrace(name: string): () => void {
  if (!tracer.isTracingEnabled()) return () => {};
  const parent = tracer.getSegment();
  const segment = parent?.addNewSubsegment(`## ${name}`);
  if (parent === undefined || segment === undefined) return () => {};
  tracer.setSegment(segment);
  tracer.annotateColdStart();
  tracer.addServiceNameAnnotation();
  return () => {
    segment.close();
    tracer.setSegment(parent);
  };
}
