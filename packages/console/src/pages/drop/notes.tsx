import Alert from "@cloudscape-design/components/alert";
import { useTell } from "../../i18n/i18n.ts";
import type { Preview } from "./use-preview.ts";

/** What was noticed while the file was read; nothing where there was nothing. */
export function Notes({ notes }: { notes: Preview["reading"]["notes"] }) {
  const tell = useTell();
  if (notes.length === 0) return null;
  return (
    <Alert type="info">
      {notes.map((note) => (
        <div key={note.message}>{tell(note)}</div>
      ))}
    </Alert>
  );
}
