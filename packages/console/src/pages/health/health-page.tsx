import { Page } from "../../component/page.tsx";
import { useText } from "../../i18n/i18n.ts";

export default function HealthPage() {
  const t = useText();
  return <Page title={t("page.health")}>{null}</Page>;
}
