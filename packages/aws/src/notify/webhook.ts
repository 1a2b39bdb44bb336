import type { Clock } from "@millrace/core/clock";
import { MillraceError } from "@millrace/core/error";
import { retryAfterMs } from "@millrace/core/model";

const TIMEOUT_MS = 5_000;

/** A message is not worth a longer wait: what it waits for is a batch of other work. */
const LONGEST_WAIT_MS = 5_000;

/** Slack's own host for incoming webhooks. */
const SLACK_HOST = "hooks.slack.com";

/**
 * The URL of a Slack webhook, which is a secret: whoever has it can write to the channel. No other host is ever called, so that a
 * setting that was tampered with does not carry texts elsewhere.
 *
 * @throws Input.Invalid where it is no https URL of hooks.slack.com; the message does not repeat it
 */
export function slackWebhook(text: string): URL {
  const url = URL.parse(text);
  const isSlack =
    url !== null &&
    url.protocol === "https:" &&
    url.host === SLACK_HOST &&
    url.username + url.password === "";
  if (!isSlack)
    throw new MillraceError("Input.Invalid", `the Slack webhook is no https URL of ${SLACK_HOST}`);
  return url;
}

/** What became of a message: the status is the last answer's; null where there was none. */
export interface Posted {
  outcome: "sent" | "failed";
  status: number | null;
}

/**
 * Sends a text to an incoming webhook (https://docs.slack.dev/messaging/sending-messages-using-incoming-webhooks). Follows no redirect, waits at
 * most 5 s for an answer; where Slack says 429 and when to come back, and that is within 5 s, it tries once more. Never throws.
 */
export async function postToWebhook(input: {
  url: URL;
  text: string;
  clock: Clock;
  fetch?: typeof fetch;
}): Promise<Posted> {
  const { clock } = input;
  const first = await post(input);
  if (first === null) return { outcome: "failed", status: null };
  const waitMs =
    first.status === 429 ? retryAfterMs({ headers: first.headers, now: clock.now() }) : undefined;
  if (waitMs === undefined || waitMs > LONGEST_WAIT_MS) return posted(first);
  await clock.sleep(waitMs);
  return posted(await post(input));
}

function posted(response: Response | null): Posted {
  return { outcome: response?.ok === true ? "sent" : "failed", status: response?.status ?? null };
}

async function post(input: { url: URL; text: string; fetch?: typeof fetch }): Promise<Response | null> {
  const { url, text, fetch = globalThis.fetch } = input;
  try {
    const response = await fetch(url, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ text: escaped(text) }),
      redirect: "manual",
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    await response.body?.cancel();
    return response;
  } catch {
    return null;
  }
}

/** Slack's three control characters: `<!channel>` would call everybody (docs.slack.dev, formatting message text). */
function escaped(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}
