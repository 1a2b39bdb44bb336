import Container from "@cloudscape-design/components/container";
import Header from "@cloudscape-design/components/header";
import type { Health } from "../api/use-health.ts";
import { useFormat, useText } from "../i18n/i18n.ts";
import { Counts } from "./counts.tsx";
import { Empty } from "./empty.tsx";

/** How often the cache of customers could answer; a stale answer is one of the cache. */
export function CacheRates({ cache }: { cache: Health["cache"] }) {
  const t = useText();
  const format = useFormat();
  if (cache === null)
    return (
      <Container header={<Header variant="h2">{t("cache.rates")}</Header>}>
        <Empty title={t("cache.rates.none")} what={t("cache.rates.none.what")} />
      </Container>
    );
  const { hits, stale, misses, since } = cache;
  const all = hits + stale + misses;
  const rate = format.percent(all === 0 ? null : (hits + stale) / all);
  return (
    <Container
      header={
        <Header
          variant="h2"
          description={`${t("cache.rates.rate", { rate })}. ${t("cache.rates.what", { since: format.dateTime(since) })}`}
        >
          {t("cache.rates")}
        </Header>
      }
    >
      <Counts
        whole={all}
        parts={[
          { key: "cache.rates.hits", count: hits, tone: "success" },
          { key: "cache.rates.stale", count: stale, tone: "warning" },
          { key: "cache.rates.misses", count: misses, tone: "info" },
        ]}
      />
    </Container>
  );
}
