import KeyValuePairs from "@cloudscape-design/components/key-value-pairs";
import Spinner from "@cloudscape-design/components/spinner";
import type { undoRun } from "@millrace/api/contract";
import { useQuery } from "@tanstack/react-query";
import { ask } from "../../../api/ask.ts";
import type { RunView } from "../../../api/views.ts";
import { useFormat, useText } from "../../../i18n/i18n.ts";
import { readUndo, runKeys } from "../queries.ts";
import { Confirm } from "./confirm.tsx";
import { useAct } from "./use-act.ts";

/** Shows what taking a run back would do; only then it can be confirmed. */
export default function UndoModal({ run, onClose }: { run: RunView; onClose: () => void }) {
  const t = useText();
  const format = useFormat();
  const { runId } = run;
  const preview = useQuery({
    queryKey: runKeys.undo(runId),
    queryFn: ({ signal }) => readUndo({ runId, signal }),
    // Other runs change what it would do.
    staleTime: 0,
    gcTime: 0,
  });
  const act = useAct({
    runId,
    act: () => ask<typeof undoRun>({ method: "post", path: "/api/runs/{runId}/undo", params: { runId } }),
    done: t("action.undo.done"),
    onDone: onClose,
  });
  return (
    <Confirm
      title={t("action.undo.title")}
      act={t("action.undo")}
      isReady={preview.data !== undefined && !preview.isFetching}
      isBusy={act.isPending}
      error={act.error ?? preview.error}
      onAct={() => act.mutate()}
      onClose={onClose}
    >
      <span>{t("action.undo.what", { file: run.sourceFile })}</span>
      {preview.isPending && (
        <span>
          <Spinner /> {t("action.undo.counting")}
        </span>
      )}
      {preview.data !== undefined && (
        <KeyValuePairs
          columns={1}
          items={[
            {
              label: t("action.undo.deleted"),
              value: format.number(preview.data.deleted),
              info: <small>{t("action.undo.deleted.what")}</small>,
            },
            {
              label: t("action.undo.restored"),
              value: format.number(preview.data.restored),
              info: <small>{t("action.undo.restored.what")}</small>,
            },
            {
              label: t("action.undo.untouched"),
              value: format.number(preview.data.untouched),
              info: <small>{t("action.undo.untouched.what")}</small>,
            },
          ]}
        />
      )}
      <span>{t("action.undo.window")}</span>
    </Confirm>
  );
}
