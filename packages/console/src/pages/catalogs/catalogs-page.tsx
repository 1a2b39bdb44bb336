import Button from "@cloudscape-design/components/button";
import Container from "@cloudscape-design/components/container";
import Header from "@cloudscape-design/components/header";
import KeyValuePairs from "@cloudscape-design/components/key-value-pairs";
import type { listCatalogs } from "@millrace/api/contract";
import { useQuery } from "@tanstack/react-query";
import { ask } from "../../api/ask.ts";
import type { AnswerOf } from "../../api/route-types.ts";
import { Empty } from "../../component/empty.tsx";
import { Listing } from "../../component/listing.tsx";
import { Page } from "../../component/page.tsx";
import { PageLink } from "../../component/page-link.tsx";
import { ProblemAlert } from "../../component/problem-alert.tsx";
import { RelativeTime, useNow } from "../../component/relative-time.tsx";
import { shownName } from "../../component/shown-name.ts";
import { RunStatusLabel } from "../../component/status-label.tsx";
import { useGo } from "../../component/use-go.ts";
import { useFormat, useText } from "../../i18n/i18n.ts";
import { useMay } from "../../session/session.ts";

type Catalogs = AnswerOf<typeof listCatalogs>;

/** Tokens come by the minute: more often there is nothing new. */
const REFRESH_MS = 15_000;

/** Every catalog, and how the account's tokens stand. */
export default function CatalogsPage() {
  const t = useText();
  const query = useQuery({
    queryKey: ["catalogs"],
    queryFn: ({ signal }) => ask<typeof listCatalogs>({ method: "get", path: "/api/catalogs", signal }),
    refetchInterval: REFRESH_MS,
  });
  return (
    <Page title={t("page.catalogs")} description={t("catalogs.what")} actions={<DropButton />}>
      {query.error !== null && <ProblemAlert error={query.error} onRetry={() => void query.refetch()} />}
      {query.data !== undefined && query.data.items.length > 0 && <Tokens tokens={query.data.tokens} />}
      {query.error === null && <List items={query.data?.items ?? []} isLoading={query.isPending} />}
    </Page>
  );
}

function Tokens({ tokens }: { tokens: Catalogs["tokens"] }) {
  const t = useText();
  const format = useFormat();
  const time = useNow();
  const { left, perMinute, waiting, readyAt } = tokens;
  const known = (value: number | null) =>
    value === null ? t("catalogs.tokens.unknown") : format.number(value);
  const ready = readyAt === null ? t("catalogs.tokens.unknown") : format.relative(readyAt, time);
  return (
    <Container
      header={
        <Header variant="h2" description={t("catalogs.tokens.what")}>
          {t("catalogs.tokens")}
        </Header>
      }
    >
      <KeyValuePairs
        columns={4}
        items={[
          { label: t("catalogs.tokens.left"), value: known(left) },
          { label: t("catalogs.tokens.rate"), value: known(perMinute) },
          { label: t("catalogs.tokens.waiting"), value: format.number(waiting) },
          {
            label: t("catalogs.tokens.ready"),
            value: waiting === 0 ? t("catalogs.tokens.ready.now") : ready,
          },
        ]}
      />
    </Container>
  );
}

function List({ items, isLoading }: { items: Catalogs["items"]; isLoading: boolean }) {
  const t = useText();
  return (
    <Listing
      items={items}
      loading={isLoading}
      label={t("page.catalogs")}
      trackBy={({ catalogId }) => catalogId}
      empty={
        <Empty title={t("catalogs.empty")} what={t("catalogs.empty.what")} action={<DropButton isFirst />} />
      }
      fields={[
        {
          ...{ id: "id", header: t("catalogs.column.id"), minWidth: 150 },
          cell: ({ catalogId }) => <PageLink to={`/catalogs/${catalogId}`}>{catalogId}</PageLink>,
        },
        {
          ...{ id: "status", header: t("catalogs.column.status"), minWidth: 190 },
          cell: ({ lastRun }) => <RunStatusLabel status={lastRun.status} />,
        },
        {
          ...{ id: "file", header: t("catalogs.column.file"), minWidth: 150 },
          cell: ({ lastRun }) => (
            <PageLink to={`/runs/${lastRun.runId}`}>{shownName(lastRun.sourceFile)}</PageLink>
          ),
        },
        {
          ...{ id: "when", header: t("catalogs.column.when"), minWidth: 150 },
          cell: ({ lastRun }) => <RelativeTime at={lastRun.registeredAt} />,
        },
      ]}
    />
  );
}

function DropButton({ isFirst = false }: { isFirst?: boolean }) {
  const t = useText();
  const go = useGo();
  if (!useMay("catalogs:write")) return null;
  return (
    <Button variant={isFirst ? "normal" : "primary"} iconName="upload" href="/drop" onFollow={go}>
      {t("page.drop")}
    </Button>
  );
}
