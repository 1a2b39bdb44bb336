import Box from "@cloudscape-design/components/box";
import ProgressBar from "@cloudscape-design/components/progress-bar";
import type { RunView } from "../../api/views.ts";
import { Dot } from "../../component/dot.tsx";
import { isMoving, partsOf, partText, progressOf } from "../../component/run-counts.ts";
import { shownName } from "../../component/shown-name.ts";
import { useText } from "../../i18n/i18n.ts";
import { wordsOf } from "../run/failure/failures.ts";
import styles from "./outcome-cell.module.css";

/** How far a run is while it runs; then what became of its rows, the largest parts first. */
export function OutcomeCell({ run }: { run: RunView }) {
  const t = useText();
  const progress = progressOf(run);
  if (isMoving(run) && run.status !== "UNDOING") {
    const { done, all } = run.batches.all === 0 ? { done: 0, all: 0 } : progress;
    if (all === 0) return <Box color="text-body-secondary">{t("runs.reading")}</Box>;
    return (
      <div className={styles.progress}>
        <ProgressBar
          value={(done / all) * 100}
          ariaLabel={t("runs.progress", { file: shownName(run.sourceFile) })}
          additionalInfo={t("runs.batches", { done, count: all })}
        />
      </div>
    );
  }
  const parts = partsOf(run).filter(({ count }) => count > 0);
  const why = run.status === "FAILED" ? run.error : run.status === "PAUSED" ? run.halted : null;
  if (parts.length === 0 && why !== null) return t(wordsOf(why.name).what);
  if (parts.length === 0) return <Box color="text-body-secondary">{t("runs.nothing")}</Box>;
  return (
    <span className={styles.parts}>
      {parts.map((part) => (
        <span key={part.key} className={styles.part}>
          <Dot tone={part.tone} />
          {partText(part, t)}
        </span>
      ))}
      {why !== null && <span>{t(wordsOf(why.name).what)}</span>}
    </span>
  );
}
