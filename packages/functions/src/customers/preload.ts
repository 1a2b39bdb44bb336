import { BatchProcessor, EventType, processPartialResponse } from "@aws-lambda-powertools/batch";
import { MillraceError } from "@millrace/core/error";
import { type Preload, preloadStatistics } from "@millrace/core/statistics";
import type { SQSRecord } from "aws-lambda";
import { queueEvent } from "../event/queue.ts";
import { lambdaHandler } from "../handler.ts";
import { measure } from "../observe.ts";
import { preloadDeps } from "./deps.ts";

/**
 * Invoked with messages about customers: stores the statistics of their phones, all of them together. A message that fails comes
 * back alone, or with those whose phones were asked for in the same query, and goes to the dead-letter queue after some tries.
 */
export const handler = lambdaHandler("PreloadStatistics", async (event, context) => {
  const messages = queueEvent(event);
  const preload = await preloadStatistics({ records: messages.Records }, preloadDeps());
  measurePreload(preload);
  const failed = new Set(preload.failedMessageIds);
  const answer = async ({ messageId }: Pick<SQSRecord, "messageId">) => {
    if (failed.has(messageId)) throw new MillraceError("Input.Invalid", "the message is to be tried again");
  };
  return processPartialResponse(messages, answer, new BatchProcessor(EventType.SQS), {
    context,
    throwOnFullBatchFailure: false,
  });
});

function measurePreload({ summary, invalidPhones, queryMs, digest }: Preload): void {
  const { records, phones, queries, cached, notFound, withoutPhone, failed } = summary;
  measure("CustomerMessages", records);
  measure("CustomerMessageSuccessRate", (100 * (records - failed)) / records);
  measure("CustomerPhones", phones);
  measure("CustomerPhonesMissing", withoutPhone - invalidPhones);
  measure("CustomerPhonesInvalid", invalidPhones);
  measure("StatisticsCacheWrites", cached + notFound);
  if (queries > 0) measure("StatisticsQueryDuration", queryMs);
  if (digest === "sent" || digest === "failed") measure("SlackDeliveries", digest === "sent" ? 1 : 0);
}
