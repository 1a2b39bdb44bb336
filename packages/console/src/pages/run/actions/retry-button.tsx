import Button from "@cloudscape-design/components/button";
import { lazy, Suspense, useState } from "react";
import type { RunView } from "../../../api/views.ts";
import { useText } from "../../../i18n/i18n.ts";
import { useMay } from "../../../session/session.ts";

const RetryModal = lazy(() => import("./retry-modal.tsx"));

/** Does the batches that failed or wait again, once that is confirmed; not there where it cannot be done. */
export function RetryButton({ run, isFirst = false }: { run: RunView; isFirst?: boolean }) {
  const t = useText();
  const [isOpen, setOpen] = useState(false);
  const mayWrite = useMayWrite(run);
  if (!mayWrite || !run.can.includes("retry")) return null;
  return (
    <>
      <Button variant={isFirst ? "primary" : "normal"} iconName="refresh" onClick={() => setOpen(true)}>
        {t("action.retry")}
      </Button>
      {isOpen && (
        <Suspense>
          <RetryModal run={run} onClose={() => setOpen(false)} />
        </Suspense>
      )}
    </>
  );
}

/** Whether the key may change a run of this kind. */
export function useMayWrite({ flow }: RunView): boolean {
  return useMay(flow === "lead-import" ? "leads:write" : "catalogs:write");
}
