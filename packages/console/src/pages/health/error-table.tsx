import Header from "@cloudscape-design/components/header";
import type { Health } from "../../api/use-health.ts";
import { CopyableId } from "../../component/copyable-id.tsx";
import { Empty } from "../../component/empty.tsx";
import { Listing } from "../../component/listing.tsx";
import { PageLink } from "../../component/page-link.tsx";
import { RelativeTime } from "../../component/relative-time.tsx";
import { useTell, useText } from "../../i18n/i18n.ts";
import { useSession } from "../../session/session.ts";

/** What failed lately, and which run it was of. */
export function ErrorTable({ errors }: { errors: Health["errors"] }) {
  const t = useText();
  const tell = useTell();
  const { tenantId: own } = useSession();
  return (
    <Listing
      label={t("health.errors")}
      items={errors}
      header={
        <Header variant="h2" counter={`(${errors.length})`} description={t("health.errors.what")}>
          {t("health.errors")}
        </Header>
      }
      empty={<Empty title={t("health.errors.empty")} what={t("health.errors.empty.what")} />}
      fields={[
        { ...{ id: "name", header: t("health.error.name") }, cell: ({ name }) => name },
        { ...{ id: "message", header: t("health.error.message") }, cell: (error) => tell(error) },
        {
          ...{ id: "at", header: t("health.error.at"), minWidth: 140 },
          cell: ({ at }) => <RelativeTime at={at} />,
        },
        {
          ...{ id: "run", header: t("health.error.run") },
          cell: ({ runId, tenantId }) => {
            if (runId === null) return "–";
            // Another tenant's run is not this key's to see.
            const isOwn = tenantId === null || tenantId === own;
            return isOwn ? <PageLink to={`/runs/${runId}`}>{runId}</PageLink> : <CopyableId id={runId} />;
          },
        },
        {
          ...{ id: "request", header: t("health.error.request") },
          cell: ({ requestId }) => (requestId === null ? "–" : <CopyableId id={requestId} />),
        },
      ]}
    />
  );
}
