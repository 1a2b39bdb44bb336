import Box from "@cloudscape-design/components/box";
import Header from "@cloudscape-design/components/header";
import Link from "@cloudscape-design/components/link";
import StatusIndicator, { type StatusIndicatorProps } from "@cloudscape-design/components/status-indicator";
import type { Health } from "../../api/use-health.ts";
import { Empty } from "../../component/empty.tsx";
import { Listing } from "../../component/listing.tsx";
import { RelativeTime } from "../../component/relative-time.tsx";
import { type PlainKey, type Say, useTell, useText } from "../../i18n/i18n.ts";

type Alarm = Health["alarms"][number];

const STATES: Record<Alarm["state"], [StatusIndicatorProps.Type, PlainKey]> = {
  ok: ["success", "health.alarm.state.ok"],
  alarm: ["error", "health.alarm.state.alarm"],
  unknown: ["pending", "health.alarm.state.unknown"],
};

/** Those of one machine; those on AWS are called as CloudWatch does. */
const NAMES: Readonly<Record<string, PlainKey>> = {
  "dead-letters": "health.alarm.deadLetters",
  "paused-runs": "health.alarm.pausedRuns",
  disk: "health.alarm.disk",
};

function nameText(name: string, t: Say): string {
  const key = NAMES[name];
  return key === undefined ? name : t(key);
}

/** Alarms, those that ring first. */
export function AlarmTable({ alarms }: { alarms: readonly Alarm[] }) {
  const t = useText();
  const tell = useTell();
  return (
    <Listing
      label={t("health.alarms")}
      items={alarms}
      trackBy={({ name }) => name}
      header={
        <Header variant="h2" counter={`(${alarms.length})`} description={t("health.alarms.what")}>
          {t("health.alarms")}
        </Header>
      }
      empty={<Empty title={t("health.alarms.empty")} what={t("health.alarms.empty.what")} />}
      fields={[
        {
          ...{ id: "name", header: t("health.alarm.name"), minWidth: 260 },
          cell: ({ name, description, consoleUrl }) => (
            <>
              {consoleUrl === null ? (
                nameText(name, t)
              ) : (
                <Link href={consoleUrl} external>
                  {name}
                </Link>
              )}
              <Box variant="small" display="block">
                {tell(description)}
              </Box>
            </>
          ),
        },
        {
          ...{ id: "state", header: t("health.alarm.state"), minWidth: 180 },
          cell: ({ state }) => {
            const [type, key] = STATES[state];
            return <StatusIndicator type={type}>{t(key)}</StatusIndicator>;
          },
        },
        { ...{ id: "reason", header: t("health.alarm.reason") }, cell: ({ reason }) => tell(reason) },
        {
          ...{ id: "since", header: t("health.alarm.since"), minWidth: 130 },
          cell: ({ since }) => <RelativeTime at={since} />,
        },
      ]}
    />
  );
}
