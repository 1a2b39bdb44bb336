import Button from "@cloudscape-design/components/button";
import Container from "@cloudscape-design/components/container";
import Header from "@cloudscape-design/components/header";
import SpaceBetween from "@cloudscape-design/components/space-between";
import type { downloadRejects } from "@millrace/api/contract";
import { useMutation, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { download } from "../../../api/download.ts";
import type { RunView } from "../../../api/views.ts";
import { Loading } from "../../../app/page-frame.tsx";
import { Empty } from "../../../component/empty.tsx";
import { PageLink } from "../../../component/page-link.tsx";
import { ProblemAlert } from "../../../component/problem-alert.tsx";
import type { Reason } from "../../../component/reject-reason.ts";
import { isMoving } from "../../../component/run-counts.ts";
import { useText } from "../../../i18n/i18n.ts";
import { readRejectSummary, runKeys } from "../queries.ts";
import { ReasonTable } from "./reason-table.tsx";
import { RejectTable } from "./reject-table.tsx";

/** Which rows were rejected and why, to be corrected and dropped again. */
export function RejectsTab({ run }: { run: RunView }) {
  const t = useText();
  const { runId } = run;
  const [reason, setReason] = useState<Reason | null>(null);
  const isRead = run.reading !== null;
  const summary = useQuery({
    queryKey: runKeys.rejectSummary(runId),
    queryFn: ({ signal }) => readRejectSummary({ runId, signal }),
    enabled: isRead,
  });
  if (!isRead) {
    return (
      <Container>
        <Empty title={t("reading.none")} what={t("reading.none.what")} />
      </Container>
    );
  }
  if (summary.isPending) return <Loading />;
  if (summary.data === undefined) {
    return <ProblemAlert error={summary.error} onRetry={() => void summary.refetch()} />;
  }
  if (summary.data.total === 0) {
    return (
      <Container>
        <NoRejects run={run} />
      </Container>
    );
  }
  return (
    <SpaceBetween size="l">
      <ReasonTable summary={summary.data} chosen={reason} onChoose={setReason} />
      <Correcting run={run} />
      <RejectTable run={run} summary={summary.data} reason={reason} onShowAll={() => setReason(null)} />
    </SpaceBetween>
  );
}

/** Products can be rejected by the provider, too: their rows were read, and the catalog says why. */
function NoRejects({ run }: { run: RunView }) {
  const t = useText();
  if (run.flow === "lead-import" || run.counts === null || run.counts.rejected === 0) {
    return <Empty title={t("rejects.none")} what={t("rejects.none.what")} />;
  }
  return (
    <Empty
      title={t("rejects.none")}
      what={t("rejects.none.products", { count: run.counts.rejected })}
      action={
        <PageLink to={`/catalogs/${encodeURIComponent(run.catalogId)}`}>{t("rejects.none.catalog")}</PageLink>
      }
    />
  );
}

/** How rejected rows come in after all: the file of them, corrected, is dropped like any other. */
function Correcting({ run }: { run: RunView }) {
  const t = useText();
  const { runId, sourceFile } = run;
  const file = useMutation({
    mutationFn: () =>
      download<typeof downloadRejects>({
        ...{ method: "get", path: "/api/runs/{runId}/rejects.csv", params: { runId } },
        name: `${sourceFile.replace(/(-rejected)?\.[^.]+$/, "")}-rejected.csv`,
      }),
  });
  return (
    <Container
      header={
        <Header
          variant="h2"
          actions={
            <Button
              iconName="download"
              variant="primary"
              loading={file.isPending}
              // The file is written when the run ends.
              disabled={isMoving(run)}
              disabledReason={t("rejects.download.later")}
              onClick={() => file.mutate()}
            >
              {t("rejects.download")}
            </Button>
          }
        >
          {t("rejects.correct")}
        </Header>
      }
    >
      <SpaceBetween size="s">
        <span>
          {t("rejects.correct.what")} <PageLink to="/drop">{t("page.drop")}</PageLink>
        </span>
        {file.error !== null && <ProblemAlert error={file.error} />}
      </SpaceBetween>
    </Container>
  );
}
