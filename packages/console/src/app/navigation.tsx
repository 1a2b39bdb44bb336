import SideNavigation from "@cloudscape-design/components/side-navigation";
import { useLocation } from "react-router";
import { useGo } from "../component/use-go.ts";
import { useText } from "../i18n/i18n.ts";
import { pageAt, SECTIONS } from "./pages.ts";

/** The list of pages at the side. */
export function Navigation({ onLeave }: { onLeave: () => void }) {
  const t = useText();
  const go = useGo();
  const { pathname } = useLocation();
  const active = pageAt(pathname)?.section ?? "";
  return (
    <SideNavigation
      activeHref={active}
      onFollow={(event) => {
        go(event);
        onLeave();
      }}
      items={SECTIONS.map(({ title, pages }) => ({
        type: "section",
        text: t(title),
        items: pages.map(({ to, text }) => ({ type: "link", href: to, text: t(text) })),
      }))}
    />
  );
}
