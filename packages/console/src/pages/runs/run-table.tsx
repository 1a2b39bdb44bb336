import Box from "@cloudscape-design/components/box";
import Table, { type TableProps } from "@cloudscape-design/components/table";
import type { ReactNode } from "react";
import type { RunView } from "../../api/views.ts";
import { PageLink } from "../../component/page-link.tsx";
import { RelativeTime } from "../../component/relative-time.tsx";
import { isMoving, tookOf, wholeOf } from "../../component/run-counts.ts";
import { shownName } from "../../component/shown-name.ts";
import { RunStatusLabel } from "../../component/status-label.tsx";
import { type Say, useFormat, useText } from "../../i18n/i18n.ts";
import { OutcomeCell } from "./outcome-cell.tsx";

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
      ...{ id: "file", header: t("runs.column.file"), isRowHeader: true, minWidth: 160 },
      cell: (run) => (
        <>
          <PageLink to={`/runs/${run.runId}`}>{shownName(run.sourceFile)}</PageLink>
          <Beside>{t(`run.flow.${run.flow}`)}</Beside>
        </>
      ),
    },
    {
      ...{ id: "status", header: t("runs.status"), minWidth: 172 },
      cell: (run) => <RunStatusLabel status={run.status} />,
    },
    {
      ...{ id: "rows", header: t("runs.column.rows"), minWidth: 80 },
      cell: (run) => format.number(run.counts === null ? null : wholeOf(run)),
    },
    {
      ...{ id: "outcome", header: t("runs.column.outcome"), minWidth: 240 },
      cell: (run) => <OutcomeCell run={run} />,
    },
    {
      ...{ id: "registered", header: t("runs.column.registered"), minWidth: 160 },
      cell: (run) => {
        const took = isMoving(run) ? null : tookOf(run);
        return (
          <>
            <RelativeTime at={run.registeredAt} />
            {took !== null && <Beside>{t("runs.took", { duration: format.duration(took) })}</Beside>}
          </>
        );
      },
    },
  ];
}

/** What belongs to a cell, and is looked for less often. */
function Beside({ children }: { children: string }) {
  return (
    <Box variant="small" display="block" color="text-body-secondary">
      {children}
    </Box>
  );
}
