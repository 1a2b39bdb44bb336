import Button from "@cloudscape-design/components/button";
import Header from "@cloudscape-design/components/header";
import StatusIndicator from "@cloudscape-design/components/status-indicator";
import type { Health } from "../../api/use-health.ts";
import { Empty } from "../../component/empty.tsx";
import { Listing } from "../../component/listing.tsx";
import { useFormat, useText } from "../../i18n/i18n.ts";
import { useMay } from "../../session/session.ts";
import { useRedrive } from "./use-redrive.ts";

/** Queues with what waits in them; dead letters can be tried again. */
export function QueueTable({ queues }: { queues: Health["queues"] }) {
  const t = useText();
  const format = useFormat();
  const mayRedrive = useMay("operations:write");
  const redrive = useRedrive();
  return (
    <Listing
      label={t("health.queues")}
      items={queues}
      trackBy={({ name }) => name}
      header={
        <Header variant="h2" description={t("health.queues.what")}>
          {t("health.queues")}
        </Header>
      }
      empty={<Empty title={t("health.queues.empty")} what={t("health.queues.empty.what")} />}
      fields={[
        {
          ...{ id: "name", header: t("health.queue.name") },
          cell: ({ name }) => name,
        },
        {
          ...{ id: "kind", header: t("health.queue.kind") },
          cell: ({ kind }) =>
            t(kind === "work" ? "health.queue.kind.work" : "health.queue.kind.dead-letters"),
        },
        {
          ...{ id: "waiting", header: t("health.queue.waiting") },
          cell: ({ kind, waiting }) =>
            kind === "dead-letters" && waiting > 0 ? (
              <StatusIndicator type="error">{format.number(waiting)}</StatusIndicator>
            ) : (
              format.number(waiting)
            ),
        },
        {
          ...{ id: "inFlight", header: t("health.queue.inFlight") },
          cell: ({ inFlight }) => format.number(inFlight),
        },
        {
          ...{ id: "action", header: t("health.queue.action") },
          cell: ({ name, waiting, redrivable }) =>
            redrivable && mayRedrive ? (
              <Button
                variant="inline-link"
                ariaLabel={t("health.redrive.label", { queue: name })}
                disabled={waiting === 0}
                loading={redrive.isPending && redrive.variables === name}
                onClick={() => redrive.mutate(name)}
              >
                {t("health.redrive")}
              </Button>
            ) : (
              "–"
            ),
        },
      ]}
    />
  );
}
