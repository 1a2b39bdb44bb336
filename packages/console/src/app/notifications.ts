import { createContext, use } from "react";

/** Something that happened, shown above the page until it is dismissed; a success for some seconds. */
export interface Notification {
  type: "success" | "info" | "warning" | "error" | "in-progress";
  header: string;
  content?: string;
  /** A page that shows more about it. */
  link?: { text: string; to: string };
}

/** Shows a notification. @returns what takes it away */
export type Notify = (notification: Notification) => () => void;

export const NotifyContext = createContext<Notify>(() => () => {});

/**
 * @example
 * const notify = useNotify();
 * notify({ type: "success", header: t("run.undone") });
 */
export function useNotify(): Notify {
  return use(NotifyContext);
}
