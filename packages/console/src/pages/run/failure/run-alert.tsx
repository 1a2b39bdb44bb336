import Alert, { type AlertProps } from "@cloudscape-design/components/alert";
import Button from "@cloudscape-design/components/button";
import type { RunView } from "../../../api/views.ts";
import { useText } from "../../../i18n/i18n.ts";
import { type Failure, Recorded } from "./failure-text.tsx";
import { wordsOf } from "./failures.ts";

/** Why a run is not simply done, in plain words, with what to do; nothing where there is nothing to say. */
export function RunAlert({ run, onShow }: { run: RunView; onShow: (tab: "batches" | "rejects") => void }) {
  const t = useText();
  const { status, error, halted, batches } = run;
  if (status === "FAILED" && error !== null) {
    return <FailureAlert type="error" title={t("alert.failed")} failure={error} />;
  }
  if (status === "PAUSED") {
    if (halted === null) return <Alert type="warning" header={t("alert.paused")} />;
    return <FailureAlert type="warning" title={t("alert.paused")} failure={halted} />;
  }
  if (status === "UNDONE" || status === "UNDOING" || status === "CANCELLED") {
    return <Alert type="info">{t(`alert.${status}`)}</Alert>;
  }
  const rejected = run.counts?.rejected ?? 0;
  return (
    <>
      {halted !== null && <FailureAlert type="warning" title={t("alert.halted")} failure={halted} />}
      {batches.failed > 0 && (
        <Alert
          type="warning"
          header={t("alert.batches", { count: batches.failed })}
          action={<Button onClick={() => onShow("batches")}>{t("alert.batches.show")}</Button>}
        >
          {t(batches.completed > 0 ? "alert.batches.what" : "alert.batches.all")}
        </Alert>
      )}
      {rejected > 0 && (
        <Alert
          type="info"
          header={t(run.flow === "lead-import" ? "alert.rejects" : "alert.rejects.products", {
            count: rejected,
          })}
          action={<Button onClick={() => onShow("rejects")}>{t("alert.rejects.show")}</Button>}
        >
          {t("alert.rejects.what")}
        </Alert>
      )}
    </>
  );
}

function FailureAlert(props: { type: AlertProps.Type; title: string; failure: Failure }) {
  const { type, title, failure } = props;
  const t = useText();
  const { what, todo } = wordsOf(failure.name);
  return (
    <Alert type={type} header={`${title}: ${t(what)}`}>
      {t(todo)}
      <Recorded failure={failure} />
    </Alert>
  );
}
