import type { Clock } from "@millrace/core/clock";
import type { Log } from "@millrace/core/log";
import type { Notifier } from "@millrace/core/notify";
import { postToWebhook, slackWebhook } from "./webhook.ts";

export * from "./webhook.ts";

/**
 * Tells a Slack channel.
 *
 * @param input.url - an incoming webhook's, a secret
 * @throws Input.Invalid at once, where the URL is not Slack's
 */
export function slackNotifier(input: {
  url: string;
  clock: Clock;
  log: Log;
  fetch?: typeof fetch;
}): Notifier {
  const { clock, log, fetch } = input;
  const url = slackWebhook(input.url);
  return {
    async notify({ text }) {
      const { outcome, status } = await postToWebhook({
        url,
        text,
        clock,
        ...(fetch === undefined ? {} : { fetch }),
      });
      if (outcome === "failed") {
        log.warn("Slack was not told", { errorName: status === null ? "no answer" : `HTTP ${status}` });
      }
      return outcome;
    },
  };
}
