import Alert from "@cloudscape-design/components/alert";
import SpaceBetween from "@cloudscape-design/components/space-between";
import type { Health } from "../../api/use-health.ts";
import { useText } from "../../i18n/i18n.ts";

/** Whether anybody has to do something, before the details. */
export function Verdict({ health }: { health: Health }) {
  const t = useText();
  const ringing = health.alarms.filter(({ state }) => state === "alarm").length;
  const letters = health.queues
    .filter(({ kind }) => kind === "dead-letters")
    .reduce((sum, { waiting }) => sum + waiting, 0);
  if (ringing === 0 && letters === 0)
    return (
      <Alert type="success" header={t("health.good")}>
        {t("health.good.what")}
      </Alert>
    );
  return (
    <Alert type="warning" header={t("health.bad")}>
      <SpaceBetween size="xxs">
        {ringing > 0 && <span>{t("health.alarms.ringing", { count: ringing })}</span>}
        {letters > 0 && <span>{t("health.letters.waiting", { count: letters })}</span>}
      </SpaceBetween>
    </Alert>
  );
}
