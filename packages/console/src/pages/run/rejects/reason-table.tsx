import Button from "@cloudscape-design/components/button";
import Header from "@cloudscape-design/components/header";
import Table, { type TableProps } from "@cloudscape-design/components/table";
import { fieldText, isSameReason, type Reason, reasonText } from "../../../component/reject-reason.ts";
import { type Say, useFormat, useText } from "../../../i18n/i18n.ts";
import type { RejectSummary } from "../queries.ts";

/** Why rows were rejected: by field and reason, with how many rows. */
export function ReasonTable(props: {
  summary: RejectSummary;
  chosen: Reason | null;
  onChoose: (reason: Reason | null) => void;
}) {
  const { summary, chosen, onChoose } = props;
  const t = useText();
  const format = useFormat();
  const definitions: TableProps.ColumnDefinition<RejectSummary["reasons"][number]>[] = [
    ...reasonColumns(t),
    {
      ...{ id: "rows", header: t("runs.column.rows"), minWidth: 90 },
      cell: ({ rows }) => format.number(rows),
    },
    {
      ...{ id: "show", header: t("rejects.show"), minWidth: 140 },
      cell: (reason) => {
        const isChosen = isSameReason(chosen, reason);
        return (
          <Button
            variant="inline-link"
            ariaLabel={`${t(isChosen ? "rejects.show.all" : "rejects.show.only")}: ${reasonText(reason, t)}`}
            onClick={() => onChoose(isChosen ? null : reason)}
          >
            {t(isChosen ? "rejects.show.all" : "rejects.show.only")}
          </Button>
        );
      },
    },
  ];
  return (
    <Table
      items={summary.reasons}
      columnDefinitions={definitions}
      wrapLines
      ariaLabels={{ tableLabel: t("rejects.reasons") }}
      header={
        <Header counter={`(${format.number(summary.total)})`} description={t("rejects.reasons.what")}>
          {t("rejects.reasons")}
        </Header>
      }
    />
  );
}

function reasonColumns(t: Say): TableProps.ColumnDefinition<RejectSummary["reasons"][number]>[] {
  return [
    {
      ...{ id: "reason", header: t("rejects.reason"), isRowHeader: true, minWidth: 260 },
      cell: (reason) => reasonText(reason, t),
    },
    {
      ...{ id: "field", header: t("rejects.field"), minWidth: 130 },
      cell: ({ field }) => fieldText(field, t),
    },
  ];
}
