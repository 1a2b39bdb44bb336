import Button from "@cloudscape-design/components/button";
import SpaceBetween from "@cloudscape-design/components/space-between";
import TextFilter from "@cloudscape-design/components/text-filter";
import Toggle from "@cloudscape-design/components/toggle";
import { useState } from "react";
import { useSearchParams } from "react-router";
import { Empty } from "../../component/empty.tsx";
import { More } from "../../component/more.tsx";
import { Page } from "../../component/page.tsx";
import { ProblemAlert } from "../../component/problem-alert.tsx";
import { useGo } from "../../component/use-go.ts";
import { useText } from "../../i18n/i18n.ts";
import { useMay } from "../../session/session.ts";
import { ExportButton } from "./export-button.tsx";
import { LeadList } from "./lead-list.tsx";
import { useLeads } from "./use-leads.ts";

/** Everybody the files have named, to be searched. */
export default function LeadsPage() {
  const t = useText();
  const [params, setParams] = useSearchParams();
  const search = params.get("search") ?? "";
  const runId = params.get("run") ?? undefined;
  const { query, leads, looked, isLooking } = useLeads({ search, runId });
  const isFiltered = search !== "" || runId !== undefined;
  const clear = () => setParams({});
  return (
    <Page title={t("page.leads")} description={t("leads.what")} actions={<ExportButton />}>
      {query.error !== null && <ProblemAlert error={query.error} onRetry={() => void query.refetch()} />}
      {query.data === undefined && query.error !== null ? null : (
        <LeadList
          leads={leads}
          isLoading={query.isPending || isLooking}
          loadingText={
            isLooking && looked > 0
              ? `${t("leads.looking")}: ${t("leads.looked", { count: looked })}`
              : t("table.loading")
          }
          filter={
            <SpaceBetween size="s">
              <Search
                search={search}
                onSearch={(text) => setParams(paramsOf({ search: text, runId }), { replace: true })}
                countText={t(query.hasNextPage ? "leads.foundMore" : "leads.found", { count: leads.length })}
              />
              {runId !== undefined && (
                <Toggle checked onChange={() => setParams(paramsOf({ search, runId: undefined }))}>
                  {t("leads.ofRun")}
                </Toggle>
              )}
            </SpaceBetween>
          }
          empty={isFiltered ? <NothingMatches onClear={clear} /> : <NoLeads />}
          footer={query.hasNextPage ? <More {...query} /> : undefined}
        />
      )}
    </Page>
  );
}

function paramsOf({ search, runId }: { search: string; runId: string | undefined }): Record<string, string> {
  return { ...(search === "" ? {} : { search }), ...(runId === undefined ? {} : { run: runId }) };
}

/** Searches a moment after the last letter: each search looks through thousands of leads. */
function Search(props: { search: string; onSearch: (search: string) => void; countText: string }) {
  const { search, onSearch, countText } = props;
  const t = useText();
  const [text, setText] = useState(search);
  return (
    <TextFilter
      filteringText={text}
      filteringPlaceholder={t("leads.search")}
      filteringAriaLabel={t("leads.search")}
      filteringClearAriaLabel={t("leads.search.clear")}
      countText={search === "" ? "" : countText}
      onChange={({ detail }) => setText(detail.filteringText)}
      onDelayedChange={({ detail }) => onSearch(detail.filteringText.trim())}
    />
  );
}

function NoLeads() {
  const t = useText();
  const go = useGo();
  const action = useMay("leads:write") ? (
    <Button iconName="upload" href="/drop" onFollow={go}>
      {t("page.drop")}
    </Button>
  ) : undefined;
  return <Empty title={t("leads.empty")} what={t("leads.empty.what")} action={action} />;
}

function NothingMatches({ onClear }: { onClear: () => void }) {
  const t = useText();
  return (
    <Empty
      title={t("table.filter.empty")}
      what={t("leads.nothing.what")}
      action={<Button onClick={onClear}>{t("table.filter.clear")}</Button>}
    />
  );
}
