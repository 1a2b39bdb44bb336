import Container from "@cloudscape-design/components/container";
import Header from "@cloudscape-design/components/header";
import KeyValuePairs from "@cloudscape-design/components/key-value-pairs";
import SpaceBetween from "@cloudscape-design/components/space-between";
import StatusIndicator from "@cloudscape-design/components/status-indicator";
import type { ReactNode } from "react";
import { Counts } from "../../component/counts.tsx";
import { useFormat, useText } from "../../i18n/i18n.ts";
import type { Found } from "./use-look-up.ts";

const SOURCES = {
  hit: "customers.source.hit",
  stale: "customers.source.stale",
  miss: "customers.source.miss",
} as const;

/** What became of the orders of a phone. */
export function Statistics(props: Found & { phone: string; actions: ReactNode }) {
  const { statistics, source, phone, actions } = props;
  const t = useText();
  const format = useFormat();
  const { cantOrders, delivered, cantReturOrders: returned, canceled } = statistics;
  const { percentageReturn, eligible, blockedBy } = statistics;
  const rate = format.percent(percentageReturn === null ? null : percentageReturn / 100);
  return (
    <Container
      header={
        <Header variant="h2" actions={actions}>
          {t("customers.orders.of", { phone })}
        </Header>
      }
    >
      <SpaceBetween size="l">
        <Counts
          whole={cantOrders}
          parts={[
            { key: "customers.delivered", count: delivered, tone: "success" },
            { key: "customers.returned", count: returned, tone: "error" },
            { key: "customers.canceled", count: canceled, tone: "warning" },
            {
              ...{ key: "customers.other", tone: "neutral" },
              count: Math.max(0, cantOrders - delivered - returned - canceled),
            },
          ]}
        />
        <KeyValuePairs
          columns={3}
          items={[
            {
              label: t("customers.rate"),
              value:
                percentageReturn === null
                  ? t("customers.rate.none")
                  : t("customers.rate.of", { rate, count: eligible }),
            },
            {
              label: t("customers.blocked"),
              value:
                blockedBy === 0 ? (
                  t("customers.blocked.none")
                ) : (
                  <StatusIndicator type="warning">
                    {t("customers.blocked.by", { count: blockedBy })}
                  </StatusIndicator>
                ),
            },
            { label: t("customers.source"), value: t(SOURCES[source]) },
          ]}
        />
      </SpaceBetween>
    </Container>
  );
}
