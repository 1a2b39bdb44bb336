import Container from "@cloudscape-design/components/container";
import KeyValuePairs, { type KeyValuePairsProps } from "@cloudscape-design/components/key-value-pairs";
import Link from "@cloudscape-design/components/link";
import SpaceBetween from "@cloudscape-design/components/space-between";
import StatusIndicator, { type StatusIndicatorProps } from "@cloudscape-design/components/status-indicator";
import { CopyableId } from "../../../component/copyable-id.tsx";
import { useNow } from "../../../component/relative-time.tsx";
import { useFormat, useText } from "../../../i18n/i18n.ts";
import type { Execution } from "../queries.ts";

const TYPES: Record<Execution["status"], StatusIndicatorProps.Type> = {
  RUNNING: "in-progress",
  SUCCEEDED: "success",
  FAILED: "error",
  TIMED_OUT: "error",
  ABORTED: "stopped",
};

/** How an execution stands, and where AWS shows it. */
export function ExecutionSummary({ execution }: { execution: Execution }) {
  const t = useText();
  const format = useFormat();
  const time = useNow();
  const { name, status, startedAt, stoppedAt, mapRun, error, cause, consoleUrl } = execution;
  const links = [
    { href: consoleUrl, text: t("flow.aws.execution") },
    { href: mapRun?.consoleUrl ?? null, text: t("flow.aws.mapRun") },
  ].filter((link): link is { href: string; text: string } => link.href !== null);
  const items: KeyValuePairsProps.Item[] = [
    {
      label: t("flow.status"),
      value: <StatusIndicator type={TYPES[status]}>{t(`flow.status.${status}`)}</StatusIndicator>,
    },
    { label: t("flow.started"), value: format.dateTime(startedAt) },
    { label: t("flow.took"), value: format.duration(Math.max((stoppedAt ?? time) - startedAt, 0)) },
    { label: t("flow.execution"), value: <CopyableId id={name} /> },
  ];
  if (mapRun !== null) {
    const { total, succeeded, failed, running } = mapRun;
    const value = t("flow.children.value", { done: succeeded, total, failed, running });
    items.push({ label: t("flow.children"), value });
  }
  if (error !== null) {
    items.push({ label: t("flow.error"), value: cause === null ? error : `${error}: ${cause}` });
  }
  return (
    <Container>
      <SpaceBetween size="m">
        <KeyValuePairs columns={3} items={items} />
        {links.length > 0 && (
          <SpaceBetween direction="horizontal" size="l">
            {links.map(({ href, text }) => (
              <Link key={text} href={href} external>
                {text}
              </Link>
            ))}
          </SpaceBetween>
        )}
      </SpaceBetween>
    </Container>
  );
}
