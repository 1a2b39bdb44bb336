import Button from "@cloudscape-design/components/button";
import { lazy, Suspense, useState } from "react";
import type { RunView } from "../../../api/views.ts";
import { useMay } from "../../../session/session.ts";

const RetryModal = lazy(() => import("./retry-modal.tsx"));

/** Does the batches that failed or wait again, once that is confirmed; not there where it cannot be done. */
export function RetryButton({
  run,
  text,
  isFirst = false,
}: {
  run: RunView;
  text: string;
  isFirst?: boolean;
}) {
  const [isOpen, setOpen] = useState(false);
  const mayWrite = useMayWrite(run);
  if (!mayWrite || !run.can.includes("retry")) return null;
  return (
    <>
      <Button variant={isFirst ? "primary" : "normal"} iconName="refresh" onClick={() => setOpen(true)}>
        {text}
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
