import Container from "@cloudscape-design/components/container";
import Header from "@cloudscape-design/components/header";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import type { RunView } from "../../../api/views.ts";
import { Loading } from "../../../app/page-frame.tsx";
import { Empty } from "../../../component/empty.tsx";
import { ProblemAlert } from "../../../component/problem-alert.tsx";
import { useFormat, useText } from "../../../i18n/i18n.ts";
import { BatchGrid } from "../batch-grid/batch-grid.tsx";
import { letterAt } from "../batch-grid/grid.ts";
import { readGrid, runKeys } from "../queries.ts";
import { BatchDetail } from "./batch-detail.tsx";
import { FailedBatches } from "./failed-batches.tsx";

/** Every batch of a run, the one that was opened, and those that failed. */
export function BatchesTab({ run, pollMs }: { run: RunView; pollMs: number | false }) {
  const t = useText();
  const format = useFormat();
  const { runId } = run;
  const [opened, setOpened] = useState<number | null>(null);
  const grid = useQuery({
    queryKey: runKeys.grid(runId),
    queryFn: ({ signal }) => readGrid({ runId, signal }),
    refetchInterval: pollMs,
  });
  return (
    <SpaceBetween size="l">
      <Container
        header={
          <Header
            variant="h2"
            counter={`(${format.number(run.batches.all)})`}
            description={t(`grid.what.${run.flow}`)}
          >
            {t("grid.title")}
          </Header>
        }
      >
        {grid.error !== null && grid.data === undefined && (
          <ProblemAlert error={grid.error} onRetry={() => void grid.refetch()} />
        )}
        {grid.isPending && <Loading />}
        {grid.data?.all === 0 && <Empty title={t("grid.empty")} what={t("grid.empty.what")} />}
        {grid.data !== undefined && grid.data.all > 0 && (
          <SpaceBetween size="m">
            <BatchGrid grid={grid.data} onOpen={setOpened} />
            {opened !== null && (
              <BatchDetail
                runId={runId}
                index={opened}
                letter={letterAt(grid.data, opened)}
                onClose={() => setOpened(null)}
              />
            )}
          </SpaceBetween>
        )}
      </Container>
      <FailedBatches run={run} onOpen={setOpened} />
    </SpaceBetween>
  );
}
