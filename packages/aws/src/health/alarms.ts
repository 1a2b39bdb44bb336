import { type CloudWatchClient, DescribeAlarmsCommand } from "@aws-sdk/client-cloudwatch";
import type { AlarmHealth } from "@millrace/core/health";
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
    reason: alarm.StateReason,
    since: alarm.StateTransitionedTimestamp?.getTime() ?? null,
    consoleUrl: consoleUrl(alarm),
  };
}

/** Its page in the console; null in partitions whose console is elsewhere. */
function consoleUrl({ AlarmArn, AlarmName }: { AlarmArn: string; AlarmName: string }): string | null {
  const [, partition, , region] = AlarmArn.split(":");
  if (partition !== "aws" || region === undefined) return null;
  const name = encodeURIComponent(AlarmName);
  return `https://${region}.console.aws.amazon.com/cloudwatch/home?region=${region}#alarmsV2:alarm/${name}`;
}
