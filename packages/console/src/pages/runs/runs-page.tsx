import Button from "@cloudscape-design/components/button";
import { lazy, Suspense, useEffect } from "react";
import { useSearchParams } from "react-router";
import { Loading } from "../../app/page-frame.tsx";
import { pageAt } from "../../app/pages.ts";
import { Empty } from "../../component/empty.tsx";
import { More } from "../../component/more.tsx";
import { Page } from "../../component/page.tsx";
import { ProblemAlert } from "../../component/problem-alert.tsx";
import { useGo } from "../../component/use-go.ts";
import { useIsNarrow } from "../../component/use-is-narrow.ts";
import { useText } from "../../i18n/i18n.ts";
import { useMay } from "../../session/session.ts";
import { FilterBar, isFlow, isStatus } from "./filter-bar.tsx";
import type { RunFilter } from "./merge.ts";
import { RunTable } from "./run-table.tsx";
import { useRuns } from "./use-runs.ts";

/** For phones alone. */
const RunCards = lazy(() => import("./run-cards.tsx"));

/** Every run, newest first. */
export default function RunsPage() {
  const t = useText();
  const isNarrow = useIsNarrow();
  const [params, setParams] = useSearchParams();
  const filter = filterOf(params);
  const { query, runs, isLooking } = useRuns(filter);
  // Whoever looks at the list opens a run next: its page is there by then.
  const hasRuns = runs.length > 0;
  useEffect(() => {
    if (hasRuns)
      pageAt("/runs/any")
        ?.load()
        .catch(() => {});
  }, [hasRuns]);
  const choose = ({ flow, status }: RunFilter) =>
    setParams({ ...(flow === undefined ? {} : { flow }), ...(status === undefined ? {} : { status }) });
  const isFiltered = filter.flow !== undefined || filter.status !== undefined;
  const List = isNarrow ? RunCards : RunTable;
  return (
    <Page title={t("page.runs")} description={t("runs.what")} actions={<DropButton />}>
      {query.error !== null && <ProblemAlert error={query.error} onRetry={() => void query.refetch()} />}
      {query.data === undefined && query.error !== null ? null : (
        <Suspense fallback={<Loading />}>
          <List
            runs={runs}
            isLoading={query.isPending || isLooking}
            filter={<FilterBar filter={filter} onChange={choose} />}
            empty={isFiltered ? <NothingMatches onClear={() => choose({})} /> : <NoRuns />}
            footer={query.hasNextPage ? <More {...query} /> : undefined}
          />
        </Suspense>
      )}
    </Page>
  );
}

function filterOf(params: URLSearchParams): RunFilter {
  const flow = params.get("flow") ?? "";
  const status = params.get("status") ?? "";
  return { flow: isFlow(flow) ? flow : undefined, status: isStatus(status) ? status : undefined };
}

function NoRuns() {
  const t = useText();
  return <Empty title={t("runs.empty")} what={t("runs.empty.what")} action={<DropButton isFirst />} />;
}

function NothingMatches({ onClear }: { onClear: () => void }) {
  const t = useText();
  return (
    <Empty
      title={t("table.filter.empty")}
      what={t("runs.filter.empty.what")}
      action={<Button onClick={onClear}>{t("table.filter.clear")}</Button>}
    />
  );
}

/** Leads to where files are dropped; not there for a key that may only look. */
function DropButton({ isFirst = false }: { isFirst?: boolean }) {
  const t = useText();
  const go = useGo();
  if (!useMay("leads:write", "catalogs:write")) return null;
  return (
    <Button variant={isFirst ? "normal" : "primary"} iconName="upload" href="/drop" onFollow={go}>
      {t("page.drop")}
    </Button>
  );
}
