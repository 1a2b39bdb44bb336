import type { ReactNode } from "react";
import type { LeadView } from "../../api/views.ts";
import { Listing } from "../../component/listing.tsx";
import { PageLink } from "../../component/page-link.tsx";
import { RelativeTime } from "../../component/relative-time.tsx";
import { shownName } from "../../component/shown-name.ts";
import { useText } from "../../i18n/i18n.ts";
import { nameOf } from "./lead-name.ts";

/** Leads with what says most of them; a click on the name shows the rest. */
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
  return (
    <Listing
      {...{ items: leads, loading: isLoading, loadingText, filter, empty, footer, label: t("page.leads") }}
      trackBy={({ leadId }) => leadId}
      fields={[
        {
          ...{ id: "name", header: t("leads.column.name"), minWidth: 150 },
          cell: (lead) => (
            <PageLink to={`/leads/${lead.leadId}`}>{nameOf(lead) || t("leads.unnamed")}</PageLink>
          ),
        },
        { id: "email", header: t("leads.column.email"), minWidth: 150, cell: ({ fields }) => fields.email },
        {
          id: "company",
          header: t("leads.column.company"),
          minWidth: 110,
          cell: ({ fields }) => fields.company,
        },
        { id: "title", header: t("leads.column.title"), minWidth: 110, cell: ({ fields }) => fields.title },
        { id: "phone", header: t("leads.column.phone"), minWidth: 130, cell: ({ fields }) => fields.phone },
        {
          ...{ id: "source", header: t("leads.column.source"), minWidth: 130 },
          cell: ({ runId, sourceFile }) => <PageLink to={`/runs/${runId}`}>{shownName(sourceFile)}</PageLink>,
        },
        {
          ...{ id: "updated", header: t("leads.column.updated"), minWidth: 150 },
          cell: ({ updatedAt }) => <RelativeTime at={updatedAt} />,
        },
      ]}
    />
  );
}
