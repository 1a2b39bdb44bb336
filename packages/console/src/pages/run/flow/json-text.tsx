import Box from "@cloudscape-design/components/box";
import { useFormat, useText } from "../../../i18n/i18n.ts";
import styles from "./json-text.module.css";

/** JSON, always as text; of what was too long to be sent, the beginning. */
export function JsonText({ title, value }: { title: string; value: unknown }) {
  const t = useText();
  const format = useFormat();
  if (value === undefined || value === null) return null;
  const cut = cutOf(value);
  return (
    <div>
      <Box variant="awsui-key-label">{title}</Box>
      {cut !== null && <Box variant="small">{t("flow.truncated", { size: format.bytes(cut.bytes) })}</Box>}
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what is long is scrolled, by the keyboard too */}
      <section className={styles.text} tabIndex={0} aria-label={title}>
        <pre>{cut === null ? JSON.stringify(value, null, 2) : cut.start}</pre>
      </section>
    </div>
  );
}

/** What the API sends in place of a value that is too long. */
function cutOf(value: unknown): { bytes: number; start: string } | null {
  if (typeof value !== "object" || value === null) return null;
  if (!("truncated" in value && "bytes" in value && "start" in value)) return null;
  const { truncated, bytes, start } = value;
  return truncated === true && typeof bytes === "number" && typeof start === "string"
    ? { bytes, start }
    : null;
}
