import Alert from "@cloudscape-design/components/alert";
import Box from "@cloudscape-design/components/box";
import Header from "@cloudscape-design/components/header";
import SpaceBetween from "@cloudscape-design/components/space-between";
import StatusIndicator from "@cloudscape-design/components/status-indicator";
import Table from "@cloudscape-design/components/table";
import { Counts } from "../../component/counts.tsx";
import { useNow } from "../../component/relative-time.tsx";
import { useFormat, useTell, useText } from "../../i18n/i18n.ts";
import { useSession } from "../../session/session.ts";
import { CatalogOptions } from "./catalog-options.tsx";
import { Notes } from "./notes.tsx";
import { Reading } from "./reading.tsx";
import type { CatalogChoice, CatalogPreview } from "./use-preview.ts";

/** What a catalog's file would become, and what can be chosen about it. */
export function CatalogPreviewParts(props: {
  preview: CatalogPreview;
  choice: CatalogChoice;
  isOld: boolean;
  onChoice: (choice: CatalogChoice) => void;
}) {
  const { preview, choice, isOld, onChoice } = props;
  const t = useText();
  const { catalogs } = useSession();
  const { reading, counts, codeColumn } = preview;
  const { rows, products, fresh, duplicates, rejected } = counts;
  return (
    <SpaceBetween size="l">
      {!catalogs.ready && (
        <Alert type="warning" header={t("drop.keepa.missing")}>
          {t("drop.keepa.missing.what")}
        </Alert>
      )}
      <Notes notes={reading.notes} />
      {codeColumn === null && <Alert type="warning">{t("drop.codeColumn.none")}</Alert>}
      <div aria-busy={isOld}>
        <SpaceBetween size="s">
          <Header
            variant="h3"
            description={t(counts.complete ? "drop.outcome.all" : "drop.outcome.first", { count: rows })}
          >
            {t("drop.outcome")}
          </Header>
          <Counts
            parts={[
              { key: "drop.catalog.ask", count: products - fresh, tone: "success" },
              { key: "drop.catalog.fresh", count: fresh, tone: "info" },
              { key: "drop.catalog.duplicates", count: duplicates, tone: "warning" },
              { key: "drop.catalog.rejected", count: rejected, tone: "error" },
            ]}
            whole={rows}
          />
          <Tokens tokens={preview.tokens} />
        </SpaceBetween>
      </div>
      <CatalogRows rows={preview.rows} />
      <CatalogOptions preview={preview} choice={choice} onChoice={onChoice} />
      <Reading reading={reading} />
    </SpaceBetween>
  );
}

function Tokens({ tokens }: { tokens: CatalogPreview["tokens"] }) {
  const t = useText();
  const format = useFormat();
  const time = useNow();
  const { needed, left, perMinute, readyAt } = tokens;
  if (left === null || perMinute === null)
    return <Box color="text-body-secondary">{t("drop.tokens.unknown", { needed })}</Box>;
  return (
    <Box color="text-body-secondary">
      {t("drop.tokens.needed", { needed, left, rate: perMinute })}{" "}
      {readyAt !== null && t("drop.tokens.ready", { when: format.relative(readyAt, time) })}
    </Box>
  );
}

type Row = CatalogPreview["rows"][number];

/** The row that names a product first; the later ones are duplicates. */
function firstOf(rows: readonly Row[], code: string | null): Row | undefined {
  return rows.find((row) => row.refused === null && row.code === code);
}

function Outcome({ row: { refused }, isKnown }: { row: Row; isKnown: boolean }) {
  const t = useText();
  const tell = useTell();
  if (refused !== null)
    return (
      <div>
        <StatusIndicator type="error">{t("drop.rows.rejected")}</StatusIndicator>
        <Box variant="small" display="block">
          {tell(refused)}
        </Box>
      </div>
    );
  if (isKnown) return <StatusIndicator type="warning">{t("drop.rows.duplicate")}</StatusIndicator>;
  return <StatusIndicator type="success">{t("drop.rows.product")}</StatusIndicator>;
}

function CatalogRows({ rows }: { rows: CatalogPreview["rows"] }) {
  const t = useText();
  return (
    <Table
      variant="borderless"
      items={rows}
      trackBy={({ row }) => String(row)}
      wrapLines
      header={
        <Header variant="h3" counter={`(${rows.length})`}>
          {t("drop.rows")}
        </Header>
      }
      ariaLabels={{ tableLabel: t("drop.rows") }}
      columnDefinitions={[
        { id: "row", header: t("drop.rows.row"), isRowHeader: true, cell: ({ row }) => row },
        {
          id: "outcome",
          header: t("drop.rows.outcome"),
          cell: (row) => <Outcome row={row} isKnown={firstOf(rows, row.code) !== row} />,
        },
        { id: "code", header: t("drop.rows.code"), cell: ({ code }) => code ?? "" },
        { id: "kind", header: t("drop.rows.codeKind"), cell: ({ kind }) => kind?.toUpperCase() ?? "" },
        {
          id: "cells",
          header: t("drop.rows.cells"),
          cell: ({ cells }) => cells.filter((cell) => cell !== "").join(" · "),
        },
      ]}
    />
  );
}
