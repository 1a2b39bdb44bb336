import Container from "@cloudscape-design/components/container";
import Header from "@cloudscape-design/components/header";
import KeyValuePairs from "@cloudscape-design/components/key-value-pairs";
import StatusIndicator, { type StatusIndicatorProps } from "@cloudscape-design/components/status-indicator";
import { RelativeTime } from "../../component/relative-time.tsx";
import { type PlainKey, useText } from "../../i18n/i18n.ts";
import type { Cached } from "./use-look-up.ts";

const STATES: Record<Cached["state"], [StatusIndicatorProps.Type, PlainKey]> = {
  fresh: ["success", "customers.cached.fresh"],
  stale: ["warning", "customers.cached.stale"],
  absent: ["stopped", "customers.cached.absent"],
};

/** What the cache has of a phone. */
export function CachedEntry({ cached }: { cached: Cached }) {
  const t = useText();
  const { state, holds, storedAt, freshUntil, expiresAt } = cached;
  const [type, key] = STATES[state];
  const held = { value: "customers.cached.value", nothing: "customers.cached.nothing" } as const;
  return (
    <Container header={<Header variant="h2">{t("customers.cached")}</Header>}>
      <KeyValuePairs
        columns={3}
        items={[
          {
            label: t("customers.cached.state"),
            value: <StatusIndicator type={type}>{t(key)}</StatusIndicator>,
          },
          { label: t("customers.cached.holds"), value: holds === null ? "–" : t(held[holds]) },
          { label: t("customers.cached.stored"), value: <RelativeTime at={storedAt} /> },
          { label: t("customers.cached.freshUntil"), value: <RelativeTime at={freshUntil} /> },
          { label: t("customers.cached.expires"), value: <RelativeTime at={expiresAt} /> },
        ]}
      />
    </Container>
  );
}
