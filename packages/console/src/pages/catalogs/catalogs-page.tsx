import { Page } from "../../component/page.tsx";
import { useText } from "../../i18n/i18n.ts";

export default function CatalogsPage() {
  const t = useText();
  return <Page title={t("page.catalogs")}>{null}</Page>;
}
