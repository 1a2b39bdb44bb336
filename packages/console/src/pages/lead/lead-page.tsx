import Container from "@cloudscape-design/components/container";
import Header from "@cloudscape-design/components/header";
import KeyValuePairs from "@cloudscape-design/components/key-value-pairs";
import SpaceBetween from "@cloudscape-design/components/space-between";
import Spinner from "@cloudscape-design/components/spinner";
import type { getLead } from "@millrace/api/contract";
import { useQuery } from "@tanstack/react-query";
import { useParams } from "react-router";
import { ask } from "../../api/ask.ts";
import type { LeadView } from "../../api/views.ts";
import { CopyableId } from "../../component/copyable-id.tsx";
import { Lines } from "../../component/lines.tsx";
import { Page } from "../../component/page.tsx";
import { PageLink } from "../../component/page-link.tsx";
import { ProblemAlert } from "../../component/problem-alert.tsx";
import { RelativeTime } from "../../component/relative-time.tsx";
import { shownName } from "../../component/shown-name.ts";
import { useText } from "../../i18n/i18n.ts";
import { nameOf } from "../leads/lead-name.ts";
import { FIELDS } from "./fields.ts";
import { VersionCard } from "./version-card.tsx";

/** One lead: as it stands, and every row that ever spoke for it. */
export default function LeadPage() {
  const { leadId = "" } = useParams();
  const t = useText();
  const query = useQuery({
    queryKey: ["lead", leadId],
    queryFn: ({ signal }) =>
      ask<typeof getLead>({ method: "get", path: "/api/leads/{leadId}", params: { leadId }, signal }),
  });
  const parents = [{ text: t("page.leads"), href: "/leads" }];
  if (query.data === undefined)
    return (
      <Page title={leadId} parents={parents}>
        {query.error === null ? (
          <Spinner size="large" />
        ) : (
          <ProblemAlert error={query.error} onRetry={() => void query.refetch()} />
        )}
      </Page>
    );
  const { lead, history } = query.data;
  return (
    <Page title={nameOf(lead) || t("leads.unnamed")} parents={parents}>
      <Current lead={lead} />
      <SpaceBetween size="m">
        <Header variant="h2" counter={`(${history.length})`} description={t("lead.history.what")}>
          {t("lead.history")}
        </Header>
        {history.map((version, index) => (
          <VersionCard
            key={`${version.runId} ${version.row}`}
            version={version}
            before={history[index + 1]}
          />
        ))}
      </SpaceBetween>
    </Page>
  );
}

function Current({ lead }: { lead: LeadView }) {
  const t = useText();
  const { fields, runId, sourceFile, row, createdAt, updatedAt, leadId } = lead;
  return (
    <Container header={<Header variant="h2">{t("lead.fields")}</Header>}>
      <KeyValuePairs
        columns={3}
        items={[
          ...FIELDS.map(({ field, key }) => ({
            label: t(key),
            value: <Lines text={fields[field] || t("lead.none")} label={t(key)} />,
          })),
          {
            label: t("lead.source"),
            value: (
              <PageLink to={`/runs/${runId}`}>{t("lead.row", { row, file: shownName(sourceFile) })}</PageLink>
            ),
          },
          { label: t("lead.created"), value: <RelativeTime at={createdAt} /> },
          { label: t("lead.updated"), value: <RelativeTime at={updatedAt} /> },
          { label: t("lead.id"), value: <CopyableId id={leadId} /> },
        ]}
      />
    </Container>
  );
}
