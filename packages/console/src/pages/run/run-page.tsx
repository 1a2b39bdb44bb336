import Tabs from "@cloudscape-design/components/tabs";
import { usePrefetchQuery } from "@tanstack/react-query";
import { memo, useDeferredValue, useRef } from "react";
import { useParams, useSearchParams } from "react-router";
import type { RunView } from "../../api/views.ts";
import { Loading } from "../../app/page-frame.tsx";
import { CopyableId } from "../../component/copyable-id.tsx";
import { Page } from "../../component/page.tsx";
import { ProblemAlert } from "../../component/problem-alert.tsx";
import { isMoving } from "../../component/run-counts.ts";
import { shownName } from "../../component/shown-name.ts";
import { useFormat, useText } from "../../i18n/i18n.ts";
import { RunActions } from "./actions/run-actions.tsx";
import { BatchesTab } from "./batches/batches-tab.tsx";
import { RunAlert } from "./failure/run-alert.tsx";
import { FlowTab } from "./flow/flow-tab.tsx";
import { type Execution, readGrid, runKeys } from "./queries.ts";
import { ReadingTab } from "./reading/reading-tab.tsx";
import { RejectsTab } from "./rejects/rejects-tab.tsx";
import { Summary } from "./summary/summary.tsx";
import { useRun } from "./use-run.ts";

const TABS = ["batches", "rejects", "flow", "file"] as const;
type Tab = (typeof TABS)[number];

/** One run: how far it is, and what became of every row. */
export default function RunPage() {
  const t = useText();
  const { runId = "" } = useParams();
  // What is seen first does not wait until the run is known.
  usePrefetchQuery({
    queryKey: runKeys.grid(runId),
    queryFn: ({ signal }) => readGrid({ runId, signal }),
  });
  const { run, executions, pollMs } = useRun(runId);
  // Several changes a second are drawn when there is time, and never stand in the way of what is clicked.
  const shown = useDeferredValue(run.data);
  const executionsShown = useDeferredValue(executions.data);
  const parents = [{ text: t("page.runs"), href: "/runs" }];
  if (shown === undefined) {
    return (
      <Page title={t("run.title")} parents={parents}>
        {run.error === null ? (
          <Loading />
        ) : (
          <ProblemAlert error={run.error} onRetry={() => void run.refetch()} />
        )}
      </Page>
    );
  }
  return (
    <Page
      title={shownName(shown.sourceFile)}
      parents={parents}
      actions={<RunActions run={shown} execution={executionsShown?.[0]} />}
      description={<CopyableId id={runId} />}
    >
      {executions.error !== null && executions.data === undefined && (
        <ProblemAlert error={executions.error} onRetry={() => void executions.refetch()} />
      )}
      <Content run={shown} executions={executionsShown} pollMs={pollMs} />
    </Page>
  );
}

const Content = memo(function Content(props: {
  run: RunView;
  executions: readonly Execution[] | undefined;
  pollMs: number | false;
}) {
  const { run, executions, pollMs } = props;
  const t = useText();
  const format = useFormat();
  const [params, setParams] = useSearchParams();
  const wanted = params.get("tab");
  const active = TABS.find((tab) => tab === wanted) ?? "batches";
  const tabs = useRef<HTMLDivElement>(null);
  const show = (tab: Tab) => setParams({ tab }, { replace: true });
  const goTo = (tab: Tab) => {
    show(tab);
    tabs.current?.scrollIntoView();
  };
  const rejected = run.counts?.rejected ?? 0;
  const withCount = (text: string, count: number) =>
    count === 0 ? text : `${text} (${format.number(count)})`;
  return (
    <>
      {!isMoving(run) && <RunAlert run={run} onShow={goTo} />}
      <Summary run={run} />
      <div ref={tabs}>
        <Tabs
          activeTabId={active}
          ariaLabel={t("run.tabs")}
          onChange={({ detail }) => {
            const tab = TABS.find((each) => each === detail.activeTabId);
            if (tab !== undefined) show(tab);
          }}
          tabs={[
            {
              id: "batches",
              label: withCount(t("run.tab.batches"), run.batches.all),
              content: <BatchesTab run={run} pollMs={pollMs} />,
            },
            {
              id: "rejects",
              label: withCount(t("run.tab.rejects"), rejected),
              content: <RejectsTab run={run} />,
            },
            {
              id: "flow",
              label: t("run.tab.flow"),
              content:
                executions === undefined ? (
                  <Loading />
                ) : (
                  <FlowTab runId={run.runId} executions={executions} />
                ),
            },
            { id: "file", label: t("run.tab.file"), content: <ReadingTab run={run} /> },
          ]}
        />
      </div>
    </>
  );
});
