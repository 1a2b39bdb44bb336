import Container from "@cloudscape-design/components/container";
import Header from "@cloudscape-design/components/header";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import type { RunView } from "../../../api/views.ts";
import { Loading } from "../../../app/page-frame.tsx";
import { Empty } from "../../../component/empty.tsx";
import { ProblemAlert } from "../../../component/problem-alert.tsx";
import { useFormat, useText } from "../../../i18n/i18n.ts";
import { BatchGrid } from "../batch-grid/batch-grid.tsx";
import { type Grid, letterAt, NO_GRID, withNews } from "../batch-grid/grid.ts";
import { readGrid, runKeys } from "../queries.ts";
import { BatchDetail } from "./batch-detail.tsx";
import { FailedBatches } from "./failed-batches.tsx";

/** Every batch of a run, the one that was opened, and those that failed. */
export function BatchesTab({ run, pollMs }: { run: RunView; pollMs: number | false }) {
  const [opened, setOpened] = useState<number | null>(null);
  return (
    <SpaceBetween size="l">
      <AllBatches run={run} pollMs={pollMs} opened={opened} onOpen={setOpened} />
      <FailedBatches run={run} onOpen={setOpened} />
    </SpaceBetween>
  );
}

function AllBatches(props: {
  run: RunView;
  pollMs: number | false;
  opened: number | null;
  onOpen: (index: number | null) => void;
}) {
  const { run, pollMs, opened, onOpen } = props;
  const t = useText();
  const format = useFormat();
  const { runId, flow, batches } = run;
  const cache = useQueryClient();
  const queryKey = runKeys.grid(runId);
  const { data, error, isPending, refetch } = useQuery({
    queryKey,
    queryFn: async ({ signal }) => {
      const known = () => cache.getQueryData<Grid>(queryKey) ?? NO_GRID;
      const before = known();
      const asked = await readGrid({ runId, signal });
      return withNews(asked, { before, now: known() });
    },
    refetchInterval: pollMs,
  });
  // The run may be told of before its grid is.
  const isLate = data?.all === 0 && batches.all > 0;
  return (
    <Container
      header={
        <Header variant="h2" counter={`(${format.number(batches.all)})`} description={t(`grid.what.${flow}`)}>
          {t("grid.title")}
        </Header>
      }
    >
      {error !== null && data === undefined && <ProblemAlert error={error} onRetry={() => void refetch()} />}
      {(isPending || isLate) && <Loading />}
      {data?.all === 0 && !isLate && <Empty title={t("grid.empty")} what={t("grid.empty.what")} />}
      {data !== undefined && data.all > 0 && (
        <SpaceBetween size="m">
          <BatchGrid grid={data} onOpen={onOpen} />
          {opened !== null && (
            <BatchDetail
              runId={runId}
              index={opened}
              letter={letterAt(data, opened)}
              onClose={() => onOpen(null)}
            />
          )}
        </SpaceBetween>
      )}
    </Container>
  );
}
