import Header from "@cloudscape-design/components/header";
import { useText } from "../../i18n/i18n.ts";

export default function RunPage() {
  const t = useText();
  return <Header variant="h1">{t("page.runs")}</Header>;
}
