import Box from "@cloudscape-design/components/box";
import Spinner from "@cloudscape-design/components/spinner";
import type { previewUndo, undoRun } from "@millrace/api/contract";
import { useQuery } from "@tanstack/react-query";
import { ask } from "../../../api/ask.ts";
import type { AnswerOf } from "../../../api/route-types.ts";
import type { RunView } from "../../../api/views.ts";
import { shownName } from "../../../component/shown-name.ts";
import { useFormat, useText } from "../../../i18n/i18n.ts";
import { readUndo, runKeys } from "../queries.ts";
import { Confirm } from "./confirm.tsx";
import styles from "./undo-modal.module.css";
import { useAct } from "./use-act.ts";

/** Shows what taking a run back would do; only then it can be confirmed. */
export default function UndoModal({ run, onClose }: { run: RunView; onClose: () => void }) {
  const t = useText();
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
    act: () =>
      ask<typeof undoRun>({ method: "post", path: "/api/runs/{runId}/undo", params: { runId }, body: {} }),
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
      <span>{t("action.undo.what", { file: shownName(run.sourceFile) })}</span>
      {preview.isPending && (
        <span>
          <Spinner /> {t("action.undo.counting")}
        </span>
      )}
      {preview.data !== undefined && (
        <ul className={styles.effects}>
          <Effect
            count={preview.data.deleted}
            name={t("action.undo.deleted", { count: preview.data.deleted })}
            why={t("action.undo.deleted.what")}
          />
          <Effect
            count={preview.data.restored}
            name={t("action.undo.restored", { count: preview.data.restored })}
            why={t("action.undo.restored.what")}
          />
          <Effect
            count={preview.data.untouched}
            name={t("action.undo.untouched", { count: preview.data.untouched })}
            why={t("action.undo.untouched.what")}
          />
        </ul>
      )}
      {preview.data?.complete === false && (
        <span>{t("action.undo.more", { count: lookedAt(preview.data) })}</span>
      )}
      <span>{t("action.undo.window")}</span>
    </Confirm>
  );
}

function lookedAt({ deleted, restored, untouched }: AnswerOf<typeof previewUndo>): number {
  return deleted + restored + untouched;
}

function Effect({ count, name, why }: { count: number; name: string; why: string }) {
  const format = useFormat();
  return (
    <li>
      <Box variant="span" fontSize="heading-m" fontWeight="bold">
        {format.number(count)}
      </Box>
      <span>
        {name}
        <Box variant="small" display="block" color="text-body-secondary">
          {why}
        </Box>
      </span>
    </li>
  );
}
