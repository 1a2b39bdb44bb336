import FormField from "@cloudscape-design/components/form-field";
import Input from "@cloudscape-design/components/input";
import type { retryRun } from "@millrace/api/contract";
import { useState } from "react";
import { ask } from "../../../api/ask.ts";
import type { RunView } from "../../../api/views.ts";
import { useFormat, useText } from "../../../i18n/i18n.ts";
import { Confirm } from "./confirm.tsx";
import { useAct } from "./use-act.ts";

/** Says what a retry does again; where the model's cost is limited, the limit can be raised. */
export default function RetryModal({ run, onClose }: { run: RunView; onClose: () => void }) {
  const t = useText();
  const format = useFormat();
  const { runId, batches } = run;
  const limit = run.flow === "lead-import" ? run.options.maxCostUsd : null;
  const [most, setMost] = useState(limit === null ? "" : String(limit));
  const maxCostUsd = Number(most);
  const isValid = limit === null || maxCostUsd > 0;
  const open = batches.all - batches.completed;
  const act = useAct({
    runId,
    act: () =>
      ask<typeof retryRun>({
        ...{ method: "post", path: "/api/runs/{runId}/retry", params: { runId } },
        body: limit === null || maxCostUsd === limit ? {} : { maxCostUsd },
      }),
    done: t("action.retry.done"),
    onDone: onClose,
  });
  return (
    <Confirm
      title={t("action.retry.title")}
      act={t("action.retry")}
      isReady={isValid}
      isBusy={act.isPending}
      error={act.error}
      onAct={() => act.mutate()}
      onClose={onClose}
    >
      <span>
        {run.reading === null
          ? t("action.retry.file")
          : open > 0
            ? t("action.retry.batches", { count: open })
            : t("action.retry.rest")}
      </span>
      <span>{t("action.retry.kept")}</span>
      {limit !== null && run.flow === "lead-import" && (
        <FormField
          label={t("action.retry.limit")}
          description={t("action.retry.limit.what", { spent: format.usd(run.model.costUsd) })}
          errorText={isValid ? "" : t("action.retry.limit.invalid")}
        >
          <Input
            type="number"
            inputMode="decimal"
            step="any"
            value={most}
            onChange={({ detail }) => setMost(detail.value)}
          />
        </FormField>
      )}
    </Confirm>
  );
}
