import TopNavigation, { type TopNavigationProps } from "@cloudscape-design/components/top-navigation";
import { useNavigate } from "react-router";
import { isLanguage, LANGUAGES, useI18n, useText } from "../i18n/i18n.ts";
import { dropKey } from "../session/key.ts";
import type { Session } from "../session/session.ts";
import { isTheme, THEMES, useTheme } from "./theme.ts";

/** Languages are found by those who read them. */
const LANGUAGE_NAMES = { en: "English", es: "Español" } as const;

const THEME_NAMES = {
  system: "shell.theme.system",
  light: "shell.theme.light",
  dark: "shell.theme.dark",
} as const;

/** The bar on top: what this is, how it looks and speaks, and whose it is. */
export function TopBar({ session }: { session: Session | undefined }) {
  const t = useText();
  const navigate = useNavigate();
  const goHome = (event: CustomEvent<unknown>) => {
    event.preventDefault();
    void navigate("/");
  };
  const { language, choose: chooseLanguage } = useI18n();
  const { theme, choose: chooseTheme } = useTheme();
  const settings: TopNavigationProps.Utility = {
    type: "menu-dropdown",
    iconName: "settings",
    ariaLabel: t("shell.settings"),
    title: t("shell.settings"),
    items: [
      {
        id: "theme",
        text: t("shell.theme"),
        items: THEMES.map((id) => ({
          ...{ id, itemType: "checkbox", checked: id === theme, text: t(THEME_NAMES[id]) },
        })),
      },
      {
        id: "language",
        text: t("shell.language"),
        items: LANGUAGES.map((id) => ({
          ...{ id, itemType: "checkbox", checked: id === language, text: LANGUAGE_NAMES[id] },
        })),
      },
    ],
    onItemClick: ({ detail: { id } }) => {
      if (isTheme(id)) chooseTheme(id);
      if (isLanguage(id)) chooseLanguage(id);
    },
  };
  return (
    <TopNavigation
      identity={{ href: "/", title: "Millrace", onFollow: goHome }}
      utilities={session === undefined ? [settings] : [settings, keyMenu(session, t)]}
      i18nStrings={{
        overflowMenuTriggerText: t("shell.menu"),
        overflowMenuTitleText: t("shell.menu"),
        overflowMenuBackIconAriaLabel: t("shell.back"),
        overflowMenuDismissIconAriaLabel: t("shell.close"),
      }}
    />
  );
}

function keyMenu(session: Session, t: ReturnType<typeof useText>): TopNavigationProps.Utility {
  return {
    type: "menu-dropdown",
    iconName: "user-profile",
    text: t("shell.tenant", { tenant: session.tenantId }),
    description: t("shell.key", { name: session.key.name }),
    items: [{ id: "leave", text: t("shell.leave") }],
    onItemClick: () => dropKey(false),
  };
}
