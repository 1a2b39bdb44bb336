import type { Say } from "../../../i18n/i18n.ts";
import { lookOf, type StateProgress } from "./look.ts";

/** Where a state stands, in words. */
export function stateText(progress: StateProgress | undefined, t: Say): string {
  if (progress === undefined || lookOf(progress) === "idle") return t("flow.state.idle");
  const { running, done, failed } = progress;
  if (running + done + failed === 1) return t(`flow.state.one.${lookOf(progress)}`);
  return [
    ...(running > 0 ? [t("flow.state.running", { count: running })] : []),
    ...(done > 0 ? [t("flow.state.done", { count: done })] : []),
    ...(failed > 0 ? [t("flow.state.failed", { count: failed })] : []),
  ].join(" · ");
}
