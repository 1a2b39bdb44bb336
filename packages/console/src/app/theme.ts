import { applyMode, Mode } from "@cloudscape-design/global-styles";
import { useCallback, useEffect, useState, useSyncExternalStore } from "react";

export const THEMES = ["system", "light", "dark"] as const;
export type Theme = (typeof THEMES)[number];

const ITEM = "millrace.theme";
const systemIsDark = matchMedia("(prefers-color-scheme: dark)");

/** Shows the chosen appearance, before anything is painted. */
export function applyTheme(): void {
  applyMode(isDarkBy(chosenTheme()) ? Mode.Dark : Mode.Light);
}

/** @returns what is chosen, whether that is dark now, and what chooses another; for the shell alone, which tells its children */
export function useTheme(): { theme: Theme; isDark: boolean; choose: (theme: Theme) => void } {
  const [theme, setTheme] = useState(chosenTheme);
  const systemDark = useSyncExternalStore(subscribeToSystem, () => systemIsDark.matches);
  const isDark = theme === "system" ? systemDark : theme === "dark";
  useEffect(() => applyMode(isDark ? Mode.Dark : Mode.Light), [isDark]);
  const choose = useCallback((chosen: Theme) => {
    localStorage.setItem(ITEM, chosen);
    setTheme(chosen);
  }, []);
  return { theme, isDark, choose };
}

/** @returns whether the page is dark now; for what draws its own colours, such as graphs */
export function useIsDark(): boolean {
  return useSyncExternalStore(subscribeToMode, () => document.body.classList.contains("awsui-dark-mode"));
}

export function isTheme(value: string): value is Theme {
  return THEMES.some((theme) => theme === value);
}

function chosenTheme(): Theme {
  const item = localStorage.getItem(ITEM) ?? "";
  return isTheme(item) ? item : "system";
}

function isDarkBy(theme: Theme): boolean {
  return theme === "system" ? systemIsDark.matches : theme === "dark";
}

function subscribeToSystem(listener: () => void): () => void {
  systemIsDark.addEventListener("change", listener);
  return () => systemIsDark.removeEventListener("change", listener);
}

function subscribeToMode(listener: () => void): () => void {
  const observer = new MutationObserver(listener);
  observer.observe(document.body, { attributes: true, attributeFilter: ["class"] });
  return () => observer.disconnect();
}
