import Button from "@cloudscape-design/components/button";
import Header from "@cloudscape-design/components/header";
import Table, { type TableProps } from "@cloudscape-design/components/table";
import { keepPreviousData, useInfiniteQuery } from "@tanstack/react-query";
import type { RunView } from "../../../api/views.ts";
import { Empty } from "../../../component/empty.tsx";
import { More } from "../../../component/more.tsx";
import { isOwnColumn } from "../../../component/own-column.ts";
import { ProblemAlert } from "../../../component/problem-alert.tsx";
import { fieldText, type Reason } from "../../../component/reject-reason.ts";
import { useIsNarrow } from "../../../component/use-is-narrow.ts";
import { type Say, type Tell, useFormat, useTell, useText } from "../../../i18n/i18n.ts";
import { type RejectedRow, type RejectSummary, readRejects, runKeys } from "../queries.ts";
import styles from "./reject-table.module.css";

/** Rejected rows with their cells as they stand in the file. */
export function RejectTable(props: {
  run: RunView;
  summary: RejectSummary;
  reason: Reason | null;
  onShowAll: () => void;
}) {
  const { run, summary, reason, onShowAll } = props;
  const t = useText();
  const tell = useTell();
  const format = useFormat();
  const isNarrow = useIsNarrow();
  const { runId } = run;
  const query = useInfiniteQuery({
    queryKey: runKeys.rejects(runId, reason === null ? "" : `${reason.field} ${reason.code}`),
    queryFn: ({ signal, pageParam }) =>
      readRejects({
        ...{ runId, signal, cursor: pageParam },
        ...{ code: reason?.code, field: reason === null || reason.field === "" ? undefined : reason.field },
      }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: ({ nextCursor }) => nextCursor ?? undefined,
    placeholderData: keepPreviousData,
  });
  if (query.error !== null && query.data === undefined) {
    return <ProblemAlert error={query.error} onRetry={() => void query.refetch()} />;
  }
  // Where all of them have the same one, it is told above.
  const isMixed = reason === null && summary.reasons.length > 1;
  const rows = query.data?.pages.flatMap(({ items }) => items) ?? [];
  return (
    <Table
      items={rows}
      trackBy={({ row }) => String(row)}
      columnDefinitions={columns({ ...{ header: summary.header, rows, t, tell, format }, isMixed, isNarrow })}
      stickyColumns={{ first: 1 }}
      loading={query.isPending}
      loadingText={t("table.loading")}
      ariaLabels={{ tableLabel: t("rejects.rows") }}
      empty={<Empty title={t("table.filter.empty")} what={t("rejects.none.what")} />}
      header={
        <Header
          description={reason === null ? t("rejects.rows.what") : tell(reason)}
          actions={reason !== null && <Button onClick={onShowAll}>{t("flow.events.all")}</Button>}
        >
          {t("rejects.rows")}
        </Header>
      }
      footer={query.hasNextPage ? <More {...query} /> : undefined}
    />
  );
}

/** The row's place and what is wrong, then the file's own columns. A row may have more cells than the header. */
function columns(input: {
  header: readonly string[];
  rows: readonly RejectedRow[];
  t: Say;
  tell: Tell;
  format: ReturnType<typeof useFormat>;
  isMixed: boolean;
  isNarrow: boolean;
}): TableProps.ColumnDefinition<RejectedRow>[] {
  const { header, rows, t, tell, format, isMixed, isNarrow } = input;
  const width = rows.reduce((most, { cells }) => Math.max(most, cells.length), header.length);
  const uploaders = Array.from({ length: width }, (_, index) => index).filter(
    (index) => !isOwnColumn(header[index]),
  );
  const nameAt = (index: number) => header[index] || t("rejects.column", { number: index + 1 });
  return [
    {
      ...{ id: "row", header: t("rejects.row"), isRowHeader: true, minWidth: 80 },
      cell: ({ row }) => format.number(row),
    },
    ...(isMixed ? reasonColumns(t, tell) : []),
    ...(isNarrow
      ? [filledColumn({ uploaders, nameAt, t })]
      : uploaders.map(
          (index): TableProps.ColumnDefinition<RejectedRow> => ({
            ...{ id: `cell-${index}`, header: nameAt(index), minWidth: 120 },
            cell: ({ cells }) => (
              <span className={styles.cell} title={cells[index] ?? ""}>
                {cells[index] ?? ""}
              </span>
            ),
          }),
        )),
  ];
}

/** All that a row holds, for a phone: of many columns most would be empty, and out of sight. */
function filledColumn(input: {
  uploaders: readonly number[];
  nameAt: (index: number) => string;
  t: Say;
}): TableProps.ColumnDefinition<RejectedRow> {
  const { uploaders, nameAt, t } = input;
  return {
    ...{ id: "cells", header: t("drop.rows.cells"), minWidth: 120 },
    cell: ({ cells }) => {
      const filled = uploaders.filter((index) => (cells[index] ?? "") !== "");
      return (
        <span className={styles.reason}>
          {filled.map((index) => `${nameAt(index)}: ${cells[index]}`).join(" · ")}
        </span>
      );
    },
  };
}

function reasonColumns(t: Say, tell: Tell): TableProps.ColumnDefinition<RejectedRow>[] {
  return [
    {
      ...{ id: "reason", header: t("rejects.reason"), minWidth: 220 },
      cell: (row) => <span className={styles.reason}>{tell(row)}</span>,
    },
    {
      ...{ id: "field", header: t("rejects.field"), minWidth: 110 },
      cell: ({ field }) => fieldText(field, t),
    },
  ];
}
