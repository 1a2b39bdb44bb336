import Button from "@cloudscape-design/components/button";
import ExpandableSection from "@cloudscape-design/components/expandable-section";
import Header from "@cloudscape-design/components/header";
import SpaceBetween from "@cloudscape-design/components/space-between";
import Table, { type TableProps } from "@cloudscape-design/components/table";
import type { UseQueryResult } from "@tanstack/react-query";
import { useState } from "react";
import { Empty } from "../../../component/empty.tsx";
import { ProblemAlert } from "../../../component/problem-alert.tsx";
import { useIsNarrow } from "../../../component/use-is-narrow.ts";
import { type Say, useFormat, useText } from "../../../i18n/i18n.ts";
import type { FlowEvent } from "../queries.ts";
import { JsonText } from "./json-text.tsx";

const COLUMNS = ["id", "type", "state", "after", "payload"];
/** Those that a phone has no room for. */
const WIDE = ["id", "after"];

/** The events of an execution. @param props.state - shows those of one state only */
export function EventTable(props: {
  query: UseQueryResult<FlowEvent[]>;
  startedAt: number;
  state: string | null;
  onShowAll: () => void;
}) {
  const { query, startedAt, state, onShowAll } = props;
  const t = useText();
  const format = useFormat();
  const isNarrow = useIsNarrow();
  const all = query.data ?? [];
  const events = state === null ? all : all.filter((event) => event.state === state);
  if (query.data === undefined && query.error !== null) {
    return <ProblemAlert error={query.error} onRetry={() => void query.refetch()} />;
  }
  return (
    <Table
      items={events}
      trackBy={({ id }) => String(id)}
      columnDefinitions={columns({ t, format, startedAt })}
      columnDisplay={COLUMNS.map((id) => ({ id, visible: !isNarrow || !WIDE.includes(id) }))}
      loading={query.isPending}
      loadingText={t("table.loading")}
      wrapLines
      ariaLabels={{ tableLabel: t("flow.events") }}
      empty={<Empty title={t("flow.events.none")} what={t("flow.events.none.what")} />}
      header={
        <Header
          counter={`(${format.number(events.length)})`}
          description={state === null ? t("flow.events.what") : t("flow.events.of", { state })}
          actions={state !== null && <Button onClick={onShowAll}>{t("flow.events.all")}</Button>}
        >
          {t("flow.events")}
        </Header>
      }
    />
  );
}

function columns(input: {
  t: Say;
  format: ReturnType<typeof useFormat>;
  startedAt: number;
}): TableProps.ColumnDefinition<FlowEvent>[] {
  const { t, format, startedAt } = input;
  return [
    { id: "id", header: t("flow.event.id"), cell: ({ id }) => format.number(id), minWidth: 70 },
    {
      ...{ id: "type", header: t("flow.event.type"), isRowHeader: true, minWidth: 150 },
      cell: ({ type }) => type,
    },
    { id: "state", header: t("flow.event.state"), cell: ({ state }) => state ?? "–", minWidth: 120 },
    {
      ...{ id: "after", header: t("flow.event.after"), minWidth: 110 },
      cell: ({ at }) => (
        <span title={format.dateTime(at)}>{format.duration(Math.max(at - startedAt, 0))}</span>
      ),
    },
    {
      ...{ id: "payload", header: t("flow.event.payload"), minWidth: 160 },
      cell: (event) => <Payload key={event.id} event={event} />,
    },
  ];
}

/** What an event holds, once it is asked for. */
function Payload({ event }: { event: FlowEvent }) {
  const t = useText();
  const [isOpen, setOpen] = useState(false);
  const { input, output, error, cause } = event;
  const parts = [
    ...(input === undefined ? [] : [t("flow.input")]),
    ...(output === undefined ? [] : [t("flow.output")]),
    ...(error === null ? [] : [t("flow.error")]),
  ];
  if (parts.length === 0) return "–";
  return (
    <ExpandableSection
      variant="inline"
      headerText={parts.join(", ")}
      headerAriaLabel={t("flow.event.show", { parts: parts.join(", "), id: event.id })}
      expanded={isOpen}
      onChange={({ detail }) => setOpen(detail.expanded)}
    >
      {isOpen && (
        <SpaceBetween size="xs">
          <JsonText title={t("flow.input")} value={input} />
          <JsonText title={t("flow.output")} value={output} />
          {error !== null && <JsonText title={t("flow.error")} value={{ error, cause }} />}
        </SpaceBetween>
      )}
    </ExpandableSection>
  );
}
