import Box from "@cloudscape-design/components/box";
import Header from "@cloudscape-design/components/header";
import StatusIndicator from "@cloudscape-design/components/status-indicator";
import Table, { type TableProps } from "@cloudscape-design/components/table";
import { Lines } from "../../component/lines.tsx";
import { reasonText } from "../../component/reject-reason.ts";
import { useText } from "../../i18n/i18n.ts";
import { FIELDS } from "../lead/fields.ts";
import type { LeadPreview } from "./use-preview.ts";

type Row = LeadPreview["rows"][number];

/** The first rows as they will become. A rejected one is shown as it stands in the file, with what is wrong. */
export function LeadRows(props: {
  rows: readonly Row[];
  columns: LeadPreview["columns"];
  isLoading: boolean;
}) {
  const { rows, isLoading } = props;
  const t = useText();
  const used = FIELDS.filter(({ field }) => rows.some(({ fields }) => (fields?.[field] ?? "") !== ""));
  const columns: TableProps.ColumnDefinition<Row>[] = [
    { id: "row", header: t("drop.rows.row"), isRowHeader: true, cell: ({ row }) => row, minWidth: 70 },
    { id: "outcome", header: t("drop.rows.outcome"), cell: (row) => <Outcome row={row} />, minWidth: 220 },
    ...used.map(({ field, key }) => ({
      id: field,
      header: t(key),
      minWidth: field === "remarks" ? 320 : 110,
      cell: ({ fields }: Row) => <Lines text={fields?.[field] ?? ""} />,
    })),
  ];
  return (
    <Table
      variant="borderless"
      items={rows}
      trackBy={({ row }) => String(row)}
      columnDefinitions={columns}
      loading={isLoading && rows.length === 0}
      loadingText={t("drop.reading")}
      header={
        <Header variant="h3" counter={`(${rows.length})`}>
          {t("drop.rows")}
        </Header>
      }
      wrapLines
      ariaLabels={{ tableLabel: t("drop.rows") }}
    />
  );
}

function Outcome({ row: { outcome, refused, cells } }: { row: Row }) {
  const t = useText();
  if (outcome === "lead") return <StatusIndicator type="success">{t("drop.rows.lead")}</StatusIndicator>;
  const isRejected = outcome === "rejected";
  const text = isRejected ? t("drop.rows.rejected") : t("drop.rows.duplicate");
  return (
    <div>
      <StatusIndicator type={isRejected ? "error" : "warning"}>{text}</StatusIndicator>
      <Box variant="small" display="block">
        {refused === null ? t("drop.rows.duplicate.why") : reasonText(refused, t)}
      </Box>
      <Box variant="small" display="block" color="text-body-secondary">
        {cells.filter((cell) => cell !== "").join(" · ")}
      </Box>
    </div>
  );
}
