import { type CloudWatchClient, DescribeAlarmsCommand } from "@aws-sdk/client-cloudwatch";
import type { AlarmHealth } from "@millrace/core/health";
import { say } from "@millrace/core/sentence";
import * as z from "zod";
import { throttledByName } from "../backoff/index.ts";

/** CloudWatch gives no more in one answer. */
const PAGE = 100;

const Alarm = z.object({
  AlarmName: z.string(),
  AlarmArn: z.string(),
  AlarmDescription: z.string().default(""),
  StateValue: z.enum(["OK", "ALARM", "INSUFFICIENT_DATA"]),
  StateReason: z.string().default(""),
  /** JSON: what it was judged by. */
  StateReasonData: z.string().default(""),
  StateTransitionedTimestamp: z.date().optional(),
});

const STATES = { OK: "ok", ALARM: "alarm", INSUFFICIENT_DATA: "unknown" } as const;

/** Metric alarms whose names begin so. */
export async function alarmsOf(input: {
  cloudWatch: CloudWatchClient;
  prefix: string;
}): Promise<AlarmHealth[]> {
  const { cloudWatch, prefix } = input;
  const alarms: AlarmHealth[] = [];
  for (let next: string | undefined; ; ) {
    const command = new DescribeAlarmsCommand({
      AlarmNamePrefix: prefix,
      AlarmTypes: ["MetricAlarm"],
      MaxRecords: PAGE,
      ...(next === undefined ? {} : { NextToken: next }),
    });
    const answer = await throttledByName(() => cloudWatch.send(command));
    for (const alarm of z.array(Alarm).parse(answer.MetricAlarms ?? [])) alarms.push(healthOf(alarm));
    next = answer.NextToken;
    if (next === undefined) return alarms;
  }
}

function healthOf(alarm: z.infer<typeof Alarm>): AlarmHealth {
  return {
    name: alarm.AlarmName,
    state: STATES[alarm.StateValue],
    description: alarm.AlarmDescription,
    reason: reasonOf(alarm),
    since: alarm.StateTransitionedTimestamp?.getTime() ?? null,
    consoleUrl: consoleUrl(alarm),
  };
}

const Measured = z.object({ threshold: z.number(), recentDatapoints: z.array(z.number()) });

/** What was found, in our words: CloudWatch's own has no codes. Where it says nothing that can be read, or nothing yet, as it says it. */
function reasonOf({ StateReason, StateReasonData, StateValue }: z.infer<typeof Alarm>): string {
  const measured = Measured.safeParse(dataOf(StateReasonData)).data;
  if (measured === undefined) return StateReason;
  const value = measured.recentDatapoints.at(-1);
  if (value === undefined) return say("found.nothing");
  const { threshold } = measured;
  return say(StateValue === "ALARM" ? "found.above" : "found.below", { value, threshold });
}

function dataOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

/** Its page in the console; null in partitions whose console is elsewhere. */
function consoleUrl({ AlarmArn, AlarmName }: { AlarmArn: string; AlarmName: string }): string | null {
  const [, partition, , region] = AlarmArn.split(":");
  if (partition !== "aws" || region === undefined) return null;
  const name = encodeURIComponent(AlarmName);
  return `https://${region}.console.aws.amazon.com/cloudwatch/home?region=${region}#alarmsV2:alarm/${name}`;
}
