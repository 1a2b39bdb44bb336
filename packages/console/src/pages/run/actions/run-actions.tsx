import Button from "@cloudscape-design/components/button";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { lazy, Suspense, useState } from "react";
import type { RunView } from "../../../api/views.ts";
import { useText } from "../../../i18n/i18n.ts";
import type { Execution } from "../queries.ts";
import { RetryButton, useMayWrite } from "./retry-button.tsx";

const CancelModal = lazy(() => import("./cancel-modal.tsx"));
const UndoModal = lazy(() => import("./undo-modal.tsx"));

/** What may be done to a run as it stands, each of which is asked about first. */
export function RunActions({ run, execution }: { run: RunView; execution: Execution | undefined }) {
  const t = useText();
  const [open, setOpen] = useState<"cancel" | "undo" | null>(null);
  const close = () => setOpen(null);
  const mayWrite = useMayWrite(run);
  if (!mayWrite) return null;
  // An undo that did not come to its end can be asked for again.
  const isBeingUndone = run.status === "UNDOING" && execution?.status === "RUNNING";
  return (
    <>
      <SpaceBetween direction="horizontal" size="xs">
        {run.can.includes("cancel") && (
          <Button iconName="status-stopped" onClick={() => setOpen("cancel")}>
            {t("action.cancel")}
          </Button>
        )}
        {run.can.includes("undo") && !isBeingUndone && (
          <Button iconName="undo" onClick={() => setOpen("undo")}>
            {t("action.undo")}
          </Button>
        )}
        <RetryButton run={run} text={t("action.retry")} isFirst />
      </SpaceBetween>
      <Suspense>
        {open === "cancel" && <CancelModal run={run} onClose={close} />}
        {open === "undo" && <UndoModal run={run} onClose={close} />}
      </Suspense>
    </>
  );
}
