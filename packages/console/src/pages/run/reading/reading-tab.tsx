import Badge from "@cloudscape-design/components/badge";
import Box from "@cloudscape-design/components/box";
import Container from "@cloudscape-design/components/container";
import Header from "@cloudscape-design/components/header";
import KeyValuePairs, { type KeyValuePairsProps } from "@cloudscape-design/components/key-value-pairs";
import SpaceBetween from "@cloudscape-design/components/space-between";
import Table, { type TableProps } from "@cloudscape-design/components/table";
import type { RunView } from "../../../api/views.ts";
import { columnReason } from "../../../component/column-reason.ts";
import { Empty } from "../../../component/empty.tsx";
import { targetText } from "../../../component/target-text.ts";
import { type Say, useFormat, useTell, useText } from "../../../i18n/i18n.ts";

type Reading = NonNullable<RunView["reading"]>;
type Column = Reading["columns"][number];

/** How the run's file was read: what it is, and what its columns were taken for. */
export function ReadingTab({ run }: { run: RunView }) {
  const t = useText();
  const tell = useTell();
  const format = useFormat();
  const { reading } = run;
  if (reading === null) {
    return (
      <Container>
        <Empty title={t("reading.none")} what={t("reading.none.what")} />
      </Container>
    );
  }
  const { encoding, delimiter, sheet, headerRow, skipped } = reading;
  const items: KeyValuePairsProps.Item[] = [
    { label: t("reading.format"), value: reading.format.toUpperCase() },
    ...(encoding === undefined ? [] : [{ label: t("reading.encoding"), value: encoding }]),
    ...(delimiter === undefined
      ? []
      : [{ label: t("reading.delimiter"), value: delimiterText(delimiter, t) }]),
    ...(sheet === "" ? [] : [{ label: t("reading.sheet"), value: sheet }]),
    {
      label: t("reading.headerRow"),
      value: headerRow === null ? t("reading.headerRow.none") : format.number(headerRow),
    },
    { label: t("reading.bytes"), value: format.bytes(run.bytes) },
    { label: t("reading.skipped"), value: skippedText(skipped, t) },
  ];
  return (
    <SpaceBetween size="l">
      <Container header={<Header variant="h2">{t("reading.title")}</Header>}>
        <SpaceBetween size="m">
          <KeyValuePairs columns={3} items={items} />
          {reading.notes.length > 0 && (
            <div>
              <Box variant="awsui-key-label">{t("reading.notes")}</Box>
              <ul>
                {reading.notes.map((note) => (
                  <li key={note.message}>{tell(note)}</li>
                ))}
              </ul>
            </div>
          )}
        </SpaceBetween>
      </Container>
      <Table
        items={reading.columns}
        columnDefinitions={columns(t)}
        wrapLines
        ariaLabels={{ tableLabel: t("reading.columns") }}
        empty={<Empty title={t("reading.columns.none")} what={t("reading.none.what")} />}
        header={
          <Header
            counter={`(${format.number(reading.columns.length)})`}
            description={t("reading.columns.what")}
          >
            {t("reading.columns")}
          </Header>
        }
      />
    </SpaceBetween>
  );
}

function columns(t: Say): TableProps.ColumnDefinition<Column>[] {
  return [
    {
      ...{ id: "header", header: t("reading.column"), isRowHeader: true, minWidth: 160 },
      cell: ({ header }) => header,
    },
    {
      ...{ id: "target", header: t("reading.target"), minWidth: 140 },
      cell: ({ target }) => {
        if (target === "ignore") return t("reading.target.ignore");
        return target === null ? t("reading.target.none") : <strong>{targetText(target, t)}</strong>;
      },
    },
    {
      ...{ id: "confidence", header: t("reading.confidence"), minWidth: 110 },
      cell: ({ confidence }) => (
        <Badge color={confidence === "certain" ? "green" : confidence === "likely" ? "blue" : "grey"}>
          {t(`reading.confidence.${confidence}`)}
        </Badge>
      ),
    },
    {
      ...{ id: "reason", header: t("reading.reason"), minWidth: 180 },
      cell: ({ reason }) => columnReason(reason, t),
    },
  ];
}

function delimiterText(delimiter: string, t: Say): string {
  switch (delimiter) {
    case ",":
      return t("reading.delimiter.comma");
    case ";":
      return t("reading.delimiter.semicolon");
    case "\t":
      return t("reading.delimiter.tab");
    case "|":
      return t("reading.delimiter.pipe");
    default:
      return delimiter;
  }
}

function skippedText({ blank, preamble, repeatedHeader }: Reading["skipped"], t: Say): string {
  const parts = [
    ...(blank > 0 ? [t("reading.skipped.blank", { count: blank })] : []),
    ...(preamble > 0 ? [t("reading.skipped.preamble", { count: preamble })] : []),
    ...(repeatedHeader > 0 ? [t("reading.skipped.header", { count: repeatedHeader })] : []),
  ];
  return parts.length === 0 ? t("reading.skipped.none") : parts.join(", ");
}
