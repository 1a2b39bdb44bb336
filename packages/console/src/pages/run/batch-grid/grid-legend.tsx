import { type PlainKey, useFormat, useText } from "../../../i18n/i18n.ts";
import styles from "./batch-grid.module.css";
import { type CellLetter, countCells, type Grid } from "./grid.ts";

const ENTRIES: readonly { letter: CellLetter; key: PlainKey; shape: string }[] = [
  { letter: "C", key: "grid.cell.C", shape: "completed" },
  { letter: "F", key: "grid.cell.F", shape: "failed" },
  { letter: "P", key: "grid.cell.P", shape: "waiting" },
  { letter: ".", key: "grid.cell.none", shape: "none" },
];

/** What the colours and shapes of the cells mean, and how many there are of each. */
export function GridLegend({ grid }: { grid: Grid }) {
  const t = useText();
  const format = useFormat();
  const counts = countCells(grid);
  return (
    <ul className={styles.legend}>
      {ENTRIES.map(({ letter, key, shape }) => (
        <li key={letter}>
          <span className={`${styles.sample} ${styles[shape]}`} aria-hidden="true" />
          {t(key)} <strong>{format.number(counts[letter])}</strong>
        </li>
      ))}
    </ul>
  );
}
