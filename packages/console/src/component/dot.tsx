import styles from "./dot.module.css";

/** What became of something, as a colour. */
export type Tone = "success" | "info" | "warning" | "error" | "neutral" | "none";

/** A colour beside its word; those who cannot see it have the word. */
export function Dot({ tone }: { tone: Tone }) {
  return <span className={`${styles.dot} ${styles[tone]}`} aria-hidden="true" />;
}

/** The class that gives an element a tone's colour. */
export function toneClass(tone: Tone): string | undefined {
  return styles[tone];
}
