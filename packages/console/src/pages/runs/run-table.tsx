import Table, { type TableProps } from "@cloudscape-design/components/table";
import type { ReactNode } from "react";
import type { RunView } from "../../api/views.ts";
import { PageLink } from "../../component/page-link.tsx";
import { RelativeTime } from "../../component/relative-time.tsx";
import { tookOf, wholeOf } from "../../component/run-counts.ts";
import { shownName } from "../../component/shown-name.ts";
import { RunStatusLabel } from "../../component/status-label.tsx";
import { type Say, useFormat, useText } from "../../i18n/i18n.ts";
import { OutcomeCell } from "./outcome-cell.tsx";
import styles from "./run-table.module.css";

export interface RunListProps {
  runs: readonly RunView[];
  isLoading: boolean;
  filter: ReactNode;
  empty: ReactNode;
  footer: ReactNode;
}

/** Runs as a table, where there is room for one. */
export function RunTable({ runs, isLoading, filter, empty, footer }: RunListProps) {
  const t = useText();
  const format = useFormat();
  return (
    <Table
      items={runs}
      trackBy="runId"
      columnDefinitions={columns(t, format)}
      loading={isLoading}
      loadingText={t("table.loading")}
      filter={filter}
      empty={empty}
      footer={footer}
      wrapLines
      enableKeyboardNavigation
      ariaLabels={{ tableLabel: t("page.runs") }}
    />
  );
}

function columns(
  t: Say,
  format: ReturnType<typeof useFormat>,
): readonly TableProps.ColumnDefinition<RunView>[] {
  return [
    {
      ...{ id: "file", header: t("runs.column.file"), isRowHeader: true, minWidth: 130 },
      cell: (run) => <PageLink to={`/runs/${run.runId}`}>{shownName(run.sourceFile)}</PageLink>,
    },
    {
      ...{ id: "status", header: t("runs.status"), minWidth: 140 },
      cell: (run) => <RunStatusLabel status={run.status} />,
    },
    {
      ...{ id: "flow", header: t("runs.flow"), minWidth: 80 },
      cell: (run) => t(`run.flow.${run.flow}`),
    },
    {
      ...{ id: "rows", header: t("runs.column.rows"), minWidth: 80 },
      cell: (run) => format.number(run.counts === null ? null : wholeOf(run)),
    },
    {
      ...{ id: "outcome", header: t("runs.column.outcome"), minWidth: 180 },
      cell: (run) => <OutcomeCell run={run} />,
    },
    {
      ...{ id: "registered", header: t("runs.column.registered"), minWidth: 110 },
      cell: (run) => (
        <span className={styles.line}>
          <RelativeTime at={run.registeredAt} />
        </span>
      ),
    },
    {
      ...{ id: "took", header: t("runs.column.took"), minWidth: 90 },
      cell: (run) => <span className={styles.line}>{format.duration(tookOf(run))}</span>,
    },
  ];
}
