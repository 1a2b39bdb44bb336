import Button from "@cloudscape-design/components/button";
import Flashbar, { type FlashbarProps } from "@cloudscape-design/components/flashbar";
import { type ReactNode, useCallback, useRef, useState } from "react";
import { useGo } from "../component/use-go.ts";
import { useText } from "../i18n/i18n.ts";
import { after } from "../system.ts";
import { type Notification, NotifyContext } from "./notifications.ts";

/** Read by then; the page itself shows what came of it. What went wrong stays until it is dismissed. */
const SUCCESS_MS = 10_000;

interface Shown extends Notification {
  id: string;
}

/** Keeps notifications; `children` gets the bar that shows them. */
export function NotificationsProvider({ children }: { children: (bar: ReactNode) => ReactNode }) {
  const t = useText();
  const go = useGo();
  const [shown, setShown] = useState<readonly Shown[]>([]);
  const last = useRef(0);
  const dismiss = useCallback((id: string) => setShown((all) => all.filter((each) => each.id !== id)), []);
  const notify = useCallback(
    (notification: Notification) => {
      last.current += 1;
      const id = String(last.current);
      setShown((all) => [{ ...notification, id }, ...all]);
      if (notification.type === "success") after(SUCCESS_MS, () => dismiss(id));
      return () => dismiss(id);
    },
    [dismiss],
  );
  const items = shown.map(({ id, type, header, content, link }): FlashbarProps.MessageDefinition => {
    const isBusy = type === "in-progress";
    return {
      ...{ id, header, type: isBusy ? "info" : type, loading: isBusy, dismissible: true },
      dismissLabel: t("shell.dismiss"),
      onDismiss: () => dismiss(id),
      content,
      action: link !== undefined && (
        <Button href={link.to} onFollow={go}>
          {link.text}
        </Button>
      ),
    };
  });
  const bar = <Flashbar items={items} stackItems={items.length > 3} />;
  return <NotifyContext value={notify}>{children(bar)}</NotifyContext>;
}
