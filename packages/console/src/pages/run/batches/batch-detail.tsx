import Box from "@cloudscape-design/components/box";
import Button from "@cloudscape-design/components/button";
import KeyValuePairs, { type KeyValuePairsProps } from "@cloudscape-design/components/key-value-pairs";
import Spinner from "@cloudscape-design/components/spinner";
import { useQuery } from "@tanstack/react-query";
import type { BatchView } from "../../../api/views.ts";
import { ProblemAlert } from "../../../component/problem-alert.tsx";
import { BatchStatusLabel } from "../../../component/status-label.tsx";
import { type Say, useFormat, useText } from "../../../i18n/i18n.ts";
import { FailureText } from "../failure/failure-text.tsx";
import { readBatch, runKeys } from "../queries.ts";
import styles from "./batch-detail.module.css";

/** What became of one batch. @param props.letter - its status, which says when what is known of it is out of date */
export function BatchDetail(props: { runId: string; index: number; letter: string; onClose: () => void }) {
  const { runId, index, letter, onClose } = props;
  const t = useText();
  const query = useQuery({
    queryKey: runKeys.batch(runId, index, letter),
    queryFn: ({ signal }) => readBatch({ runId, signal, index }),
  });
  return (
    <section className={styles.detail} aria-label={t("batch.title", { number: index + 1 })}>
      <div className={styles.head}>
        <Box variant="h3">{t("batch.title", { number: index + 1 })}</Box>
        <Button variant="icon" iconName="close" ariaLabel={t("shell.close")} onClick={onClose} />
      </div>
      {query.isPending && <Spinner />}
      {query.error !== null && <ProblemAlert error={query.error} onRetry={() => void query.refetch()} />}
      {query.data === null && <Box color="text-body-secondary">{t("batch.none")}</Box>}
      {query.data && <OneBatch batch={query.data} />}
    </section>
  );
}

function OneBatch({ batch }: { batch: BatchView }) {
  const t = useText();
  const format = useFormat();
  const { status, error, startedAt, finishedAt, batchId } = batch;
  const items: KeyValuePairsProps.Item[] = [
    { label: t("flow.status"), value: <BatchStatusLabel status={status} /> },
    { label: t("batch.id"), value: batchId },
    { label: t("batch.outcome"), value: outcomeText(batch, t) },
    { label: t("flow.took"), value: format.duration(Math.max(finishedAt - startedAt, 0)) },
    { label: t("batch.finished"), value: format.dateTime(finishedAt) },
    batch.flow === "lead-import"
      ? { label: t("batch.cost"), value: format.usd(batch.costUsd) }
      : { label: t("batch.tokens"), value: format.number(batch.tokens) },
  ];
  return (
    <>
      <KeyValuePairs columns={3} items={items} />
      {error !== null && (
        <Box padding={{ top: "s" }}>
          <FailureText failure={error} />
        </Box>
      )}
    </>
  );
}

/** Such as `10 rows: 8 created, 2 updated`. */
export function outcomeText(batch: BatchView, t: Say): string {
  if (batch.flow === "lead-import") {
    const { rows, created, updated, unchanged, superseded } = batch;
    const parts = [
      ...part(created, t("count.created")),
      ...part(updated, t("count.updated")),
      ...part(unchanged, t("count.unchanged")),
      ...part(superseded, t("count.superseded")),
    ];
    return [t("batch.rows", { count: rows }), parts.join(", ")].filter((text) => text !== "").join(": ");
  }
  const { products, enriched, noData, rejected, pending } = batch;
  const parts = [
    ...part(enriched, t("product.status.enriched")),
    ...part(noData, t("product.status.noData")),
    ...part(rejected, t("product.status.rejected")),
    ...part(pending, t("product.status.pending")),
  ];
  return [t("batch.products", { count: products }), parts.join(", ")]
    .filter((text) => text !== "")
    .join(": ");
}

function part(count: number, label: string): string[] {
  return count === 0 ? [] : [`${count} ${label.toLocaleLowerCase()}`];
}
