import Cards from "@cloudscape-design/components/cards";
import SpaceBetween from "@cloudscape-design/components/space-between";
import Table, { type TableProps } from "@cloudscape-design/components/table";
import type { ReactNode } from "react";
import type { LeadView } from "../../api/views.ts";
import { PageLink } from "../../component/page-link.tsx";
import { RelativeTime } from "../../component/relative-time.tsx";
import { shownName } from "../../component/shown-name.ts";
import { useIsNarrow } from "../../component/use-is-narrow.ts";
import { type Say, useText } from "../../i18n/i18n.ts";
import { nameOf } from "./lead-name.ts";

/** Leads as a table; as cards on a phone. */
export function LeadList(props: {
  leads: readonly LeadView[];
  isLoading: boolean;
  loadingText: string;
  filter: ReactNode;
  empty: ReactNode;
  footer: ReactNode;
}) {
  const { leads, isLoading, loadingText, filter, empty, footer } = props;
  const t = useText();
  const isNarrow = useIsNarrow();
  const shared = { items: leads, trackBy: "leadId", loading: isLoading, loadingText, filter, empty } as const;
  if (!isNarrow)
    return (
      <Table
        {...shared}
        columnDefinitions={columns(t)}
        footer={footer}
        wrapLines
        enableKeyboardNavigation
        ariaLabels={{ tableLabel: t("page.leads") }}
      />
    );
  return (
    <SpaceBetween size="l">
      <Cards
        {...shared}
        ariaLabels={{ itemSelectionLabel: () => "", selectionGroupLabel: "", cardsLabel: t("page.leads") }}
        cardsPerRow={[{ cards: 1 }]}
        cardDefinition={{
          header: (lead) => <LeadLink lead={lead} />,
          sections: [
            { id: "reach", content: ({ fields }) => joined([fields.email, fields.phone]) },
            { id: "work", content: ({ fields }) => joined([fields.title, fields.company]) },
          ],
        }}
      />
      {footer}
    </SpaceBetween>
  );
}

function joined(texts: string[]): string {
  return texts.filter((text) => text !== "").join(" · ");
}

function LeadLink({ lead }: { lead: LeadView }) {
  const t = useText();
  return <PageLink to={`/leads/${lead.leadId}`}>{nameOf(lead) || t("leads.unnamed")}</PageLink>;
}

function columns(t: Say): readonly TableProps.ColumnDefinition<LeadView>[] {
  return [
    {
      ...{ id: "name", header: t("leads.column.name"), isRowHeader: true, minWidth: 160 },
      cell: (lead) => <LeadLink lead={lead} />,
    },
    { id: "email", header: t("leads.column.email"), minWidth: 180, cell: ({ fields }) => fields.email },
    { id: "company", header: t("leads.column.company"), minWidth: 140, cell: ({ fields }) => fields.company },
    { id: "title", header: t("leads.column.title"), minWidth: 120, cell: ({ fields }) => fields.title },
    { id: "phone", header: t("leads.column.phone"), minWidth: 130, cell: ({ fields }) => fields.phone },
    {
      ...{ id: "source", header: t("leads.column.source"), minWidth: 140 },
      cell: ({ runId, sourceFile }) => <PageLink to={`/runs/${runId}`}>{shownName(sourceFile)}</PageLink>,
    },
    {
      ...{ id: "updated", header: t("leads.column.updated"), minWidth: 110 },
      cell: ({ updatedAt }) => <RelativeTime at={updatedAt} />,
    },
  ];
}
