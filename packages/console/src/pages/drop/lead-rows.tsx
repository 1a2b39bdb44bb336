import Box from "@cloudscape-design/components/box";
import Header from "@cloudscape-design/components/header";
import StatusIndicator from "@cloudscape-design/components/status-indicator";
import Table, { type TableProps } from "@cloudscape-design/components/table";
import { Lines } from "../../component/lines.tsx";
import { isOwnColumn } from "../../component/own-column.ts";
import { useIsNarrow } from "../../component/use-is-narrow.ts";
import { useTell, useText } from "../../i18n/i18n.ts";
import { FIELDS } from "../lead/fields.ts";
import { issueText } from "./lead-issue.ts";
import type { LeadPreview } from "./use-preview.ts";

type Row = LeadPreview["rows"][number];

/** The first rows as they will become. A rejected one is shown as it stands in the file, with what is wrong. */
export function LeadRows({ rows, columns: own }: { rows: readonly Row[]; columns: LeadPreview["columns"] }) {
  const t = useText();
  const isNarrow = useIsNarrow();
  const isUploaders = (index: number) => !isOwnColumn(own[index]?.header);
  const used = FIELDS.filter(({ field }) => rows.some(({ fields }) => (fields?.[field] ?? "") !== ""));
  const columns: TableProps.ColumnDefinition<Row>[] = [
    { id: "row", header: t("drop.rows.row"), isRowHeader: true, cell: ({ row }) => row, minWidth: 70 },
    {
      id: "outcome",
      header: t("drop.rows.outcome"),
      cell: (row) => <Outcome row={row} isUploaders={isUploaders} isNarrow={isNarrow} />,
      minWidth: isNarrow ? 120 : 220,
    },
    // On a phone what a row becomes is told in one cell: nobody would find the others.
    ...(isNarrow ? [] : used).map(({ field, key }) => ({
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

function Outcome(props: { row: Row; isUploaders: (index: number) => boolean; isNarrow: boolean }) {
  const { outcome, refused, cells } = props.row;
  const t = useText();
  const tell = useTell();
  if (outcome === "lead") return <BecomesLead row={props.row} isNarrow={props.isNarrow} />;
  const isRejected = outcome === "rejected";
  const text = isRejected ? t("drop.rows.rejected") : t("drop.rows.duplicate");
  return (
    <div>
      <StatusIndicator type={isRejected ? "error" : "warning"}>{text}</StatusIndicator>
      <Box variant="small" display="block">
        {refused === null ? t("drop.rows.duplicate.why") : tell(refused)}
      </Box>
      <Box variant="small" display="block" color="text-body-secondary">
        {cells.filter((cell, index) => cell !== "" && props.isUploaders(index)).join(" · ")}
      </Box>
    </div>
  );
}

function BecomesLead({ row: { fields, issues }, isNarrow }: { row: Row; isNarrow: boolean }) {
  const t = useText();
  const noticed = new Set(issues.map(issueText).filter((key) => key !== null));
  const told = isNarrow && fields !== null ? inOneLine(fields) : "";
  return (
    <div>
      <StatusIndicator type="success">{t("drop.rows.lead")}</StatusIndicator>
      {told !== "" && <Box display="block">{told}</Box>}
      {[...noticed].map((key) => (
        <Box key={key} variant="small" display="block">
          {t(key)}
        </Box>
      ))}
    </div>
  );
}

function inOneLine(fields: NonNullable<Row["fields"]>): string {
  const { firstName, lastName, title, company, email, phone, remarks } = fields;
  const parts = [`${firstName} ${lastName}`.trim(), title, company, email, phone, remarks];
  return parts.filter((text) => text !== "").join(" · ");
}
