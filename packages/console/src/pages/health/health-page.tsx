import Button from "@cloudscape-design/components/button";
import { useHealth } from "../../api/use-health.ts";
import { Loading } from "../../app/page-frame.tsx";
import { CacheRates } from "../../component/cache-rates.tsx";
import { Page } from "../../component/page.tsx";
import { ProblemAlert } from "../../component/problem-alert.tsx";
import { useNow } from "../../component/relative-time.tsx";
import { useFormat, useText } from "../../i18n/i18n.ts";
import { AlarmTable } from "./alarm-table.tsx";
import { ErrorTable } from "./error-table.tsx";
import { QueueTable } from "./queue-table.tsx";
import { Verdict } from "./verdict.tsx";

/** How Millrace stands, for those who operate it. */
export default function HealthPage() {
  const t = useText();
  const format = useFormat();
  const now = useNow();
  const { data, error, isFetching, refetch } = useHealth();
  const checkedAt = data === undefined ? null : data.checkedAt;
  return (
    <Page
      title={t("page.health")}
      description={
        checkedAt === null
          ? ""
          : t("health.checked", { when: format.relative(Math.min(checkedAt, now), now) })
      }
      actions={
        <Button iconName="refresh" loading={isFetching} onClick={() => void refetch()}>
          {t("health.refresh")}
        </Button>
      }
    >
      {error !== null && <ProblemAlert error={error} onRetry={() => void refetch()} />}
      {data === undefined && error === null && <Loading />}
      {data !== undefined && (
        <>
          <Verdict health={data} />
          <QueueTable queues={data.queues} />
          <ErrorTable errors={data.errors} />
          <AlarmTable alarms={data.alarms} />
          <CacheRates cache={data.cache} />
        </>
      )}
    </Page>
  );
}
