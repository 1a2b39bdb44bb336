import type { cancelRun } from "@millrace/api/contract";
import { ask } from "../../../api/ask.ts";
import type { RunView } from "../../../api/views.ts";
import { useText } from "../../../i18n/i18n.ts";
import { Confirm } from "./confirm.tsx";
import { useAct } from "./use-act.ts";

/** Says what is kept of a run that is cancelled. */
export default function CancelModal({ run, onClose }: { run: RunView; onClose: () => void }) {
  const t = useText();
  const { runId } = run;
  const act = useAct({
    runId,
    act: () =>
      ask<typeof cancelRun>({
        method: "post",
        path: "/api/runs/{runId}/cancel",
        params: { runId },
        body: {},
      }),
    done: t("action.cancel.done"),
    onDone: onClose,
  });
  return (
    <Confirm
      title={t("action.cancel.title")}
      act={t("action.cancel")}
      isBusy={act.isPending}
      error={act.error}
      onAct={() => act.mutate()}
      onClose={onClose}
    >
      {t("action.cancel.what")}
    </Confirm>
  );
}
