import Alert from "@cloudscape-design/components/alert";
import { useText } from "../../i18n/i18n.ts";
import { useMay } from "../../session/session.ts";
import { isAboutPhone } from "./lead-issue.ts";
import type { LeadChoice, LeadPreview } from "./use-preview.ts";

/** What somebody should know before starting a file of leads as it stands; nothing where it is as it should be. */
export function LeadHints({ preview, choice }: { preview: LeadPreview; choice: LeadChoice }) {
  const { counts, rows, country } = preview;
  const t = useText();
  const mayCatalogs = useMay("catalogs:write");
  const phones = rows.filter(({ issues }) => issues.some(isAboutPhone)).length;
  if (counts.rows === 0) {
    return (
      <Alert type="warning" header={t("drop.hint.noRows")}>
        {t("drop.hint.noRows.what")}
      </Alert>
    );
  }
  if (counts.rejected === counts.rows) {
    return (
      <Alert type="warning" header={t("drop.hint.nobody")}>
        {t(mayCatalogs ? "drop.hint.nobody.catalog" : "drop.hint.nobody.what")}
      </Alert>
    );
  }
  if (phones === 0 || (choice.country ?? country) !== null) return null;
  return (
    <Alert type="warning" header={t("drop.hint.country", { count: phones })}>
      {t("drop.hint.country.what")}
    </Alert>
  );
}
