import Box from "@cloudscape-design/components/box";
import { type PlainKey, useFormat, useText } from "../i18n/i18n.ts";
import styles from "./counts.module.css";
import { Dot, type Tone, toneClass } from "./dot.tsx";

/** One of the parts that a whole is made of. */
export interface CountPart {
  /** Of its label. */
  key: PlainKey;
  count: number;
  tone: Tone;
}

/** Counts that add up: a bar of their shares, and each with its number and share, the whole at the end. Nobody has to add. */
export function Counts({ parts, whole }: { parts: readonly CountPart[]; whole: number }) {
  const t = useText();
  const format = useFormat();
  const shown = parts.filter(({ count }) => count > 0);
  return (
    <div>
      <div className={styles.bar} aria-hidden="true">
        {shown.map(({ key, count, tone }) => (
          <span key={key} className={toneClass(tone)} style={{ flexGrow: count }} />
        ))}
      </div>
      <dl className={styles.list}>
        {parts.map(({ key, count, tone }) => (
          <div key={key} className={styles.part}>
            <dt>
              <Dot tone={tone} />
              {t(key)}
            </dt>
            <dd>
              <Box variant="span" fontWeight="bold">
                {format.number(count)}
              </Box>{" "}
              <Box variant="span" color="text-body-secondary">
                {whole > 0 ? format.percent(count / whole) : ""}
              </Box>
            </dd>
          </div>
        ))}
        <div className={styles.part}>
          <dt>{t("counts.total")}</dt>
          <dd>
            <Box variant="span" fontWeight="bold">
              {format.number(whole)}
            </Box>
          </dd>
        </div>
      </dl>
    </div>
  );
}
