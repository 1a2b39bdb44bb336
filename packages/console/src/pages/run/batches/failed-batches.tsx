import Button from "@cloudscape-design/components/button";
import Header from "@cloudscape-design/components/header";
import Table, { type TableProps } from "@cloudscape-design/components/table";
import { useInfiniteQuery } from "@tanstack/react-query";
import type { BatchView, RunView } from "../../../api/views.ts";
import { Empty } from "../../../component/empty.tsx";
import { More } from "../../../component/more.tsx";
import { ProblemAlert } from "../../../component/problem-alert.tsx";
import { RelativeTime } from "../../../component/relative-time.tsx";
import { isMoving } from "../../../component/run-counts.ts";
import { useIsNarrow } from "../../../component/use-is-narrow.ts";
import { type Say, useFormat, useText } from "../../../i18n/i18n.ts";
import { RetryButton } from "../actions/retry-button.tsx";
import { FailureText } from "../failure/failure-text.tsx";
import { readBatches, runKeys } from "../queries.ts";

/** Those that a phone has no room for are among what is shown of a batch that is opened. */
const COLUMNS = ["batch", "rows", "reason", "finished"];
const WIDE = ["rows", "finished"];

/** While a run goes on, more may fail any time: what has failed is read again now and then, not each time. */
const REFETCH_MS = 3_000;

/** Batches that failed, with the reason. */
export function FailedBatches({ run, onOpen }: { run: RunView; onOpen: (index: number) => void }) {
  const t = useText();
  const format = useFormat();
  const { runId, batches } = run;
  const isNarrow = useIsNarrow();
  const isAny = batches.failed > 0;
  const query = useInfiniteQuery({
    queryKey: runKeys.batches(runId, "FAILED"),
    queryFn: ({ signal, pageParam }) => readBatches({ runId, signal, status: "FAILED", cursor: pageParam }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: ({ nextCursor }) => nextCursor ?? undefined,
    enabled: isAny,
    refetchInterval: isAny && isMoving(run) ? REFETCH_MS : false,
  });
  if (query.error !== null && query.data === undefined) {
    return <ProblemAlert error={query.error} onRetry={() => void query.refetch()} />;
  }
  const items = isAny ? (query.data?.pages.flatMap((page) => page.items) ?? []) : [];
  return (
    <Table
      items={items}
      trackBy="batchId"
      columnDefinitions={columns(t, onOpen)}
      columnDisplay={COLUMNS.map((id) => ({ id, visible: !isNarrow || !WIDE.includes(id) }))}
      loading={isAny && query.isPending}
      loadingText={t("table.loading")}
      wrapLines
      ariaLabels={{ tableLabel: t("batches.failed") }}
      empty={<Empty title={t("batches.failed.none")} what={t("batches.failed.none.what")} />}
      header={
        <Header
          counter={`(${format.number(batches.failed)})`}
          description={t("batches.failed.what")}
          actions={isAny && <RetryButton run={run} text={t("action.retry.failed")} />}
        >
          {t("batches.failed")}
        </Header>
      }
      footer={query.hasNextPage ? <More {...query} /> : undefined}
    />
  );
}

function columns(t: Say, onOpen: (index: number) => void): TableProps.ColumnDefinition<BatchView>[] {
  return [
    {
      ...{ id: "batch", header: t("batches.batch"), isRowHeader: true, minWidth: 100 },
      cell: ({ index }) => (
        <Button variant="inline-link" onClick={() => onOpen(index)}>
          {t("batch.title", { number: index + 1 })}
        </Button>
      ),
    },
    {
      ...{ id: "rows", header: t("runs.column.rows"), minWidth: 80 },
      cell: (batch) => (batch.flow === "lead-import" ? batch.rows : batch.products),
    },
    {
      ...{ id: "reason", header: t("batches.reason"), minWidth: 200 },
      cell: ({ error }) => (error === null ? "–" : <FailureText failure={error} />),
    },
    {
      ...{ id: "finished", header: t("batch.finished"), minWidth: 130 },
      cell: ({ finishedAt }) => <RelativeTime at={finishedAt} />,
    },
  ];
}
