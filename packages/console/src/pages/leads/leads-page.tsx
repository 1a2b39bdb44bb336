import Button from "@cloudscape-design/components/button";
import SpaceBetween from "@cloudscape-design/components/space-between";
import TextFilter from "@cloudscape-design/components/text-filter";
import Toggle from "@cloudscape-design/components/toggle";
import { useState } from "react";
import { useLocation, useNavigate, useSearchParams } from "react-router";
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
  const [search, setSearch] = useSearch();
  const runId = params.get("run") ?? undefined;
  const { query, leads, looked, isLooking } = useLeads({ search, runId });
  const isFiltered = search !== "" || runId !== undefined;
  // Makes the field anew, empty.
  const [clearings, setClearings] = useState(0);
  const clear = () => {
    setParams({});
    setClearings((count) => count + 1);
  };
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
                key={clearings}
                search={search}
                onSearch={setSearch}
                countText={t(query.hasNextPage ? "leads.foundMore" : "leads.found", { count: leads.length })}
              />
              {runId !== undefined && (
                <Toggle checked onChange={() => setParams({})}>
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

/**
 * What is searched, kept with the entry of the browser's history, where going back finds it. Not in the address: names and phones have
 * no place in lists of visited addresses.
 */
function useSearch(): [search: string, set: (search: string) => void] {
  const { state, search: query } = useLocation();
  const navigate = useNavigate();
  const isKept = typeof state === "object" && state !== null && "search" in state;
  const search = isKept && typeof state.search === "string" ? state.search : "";
  return [search, (text) => void navigate({ search: query }, { replace: true, state: { search: text } })];
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
