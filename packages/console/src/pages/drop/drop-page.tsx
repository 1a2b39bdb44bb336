import Alert from "@cloudscape-design/components/alert";
import Button from "@cloudscape-design/components/button";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { useCallback, useEffect, useState } from "react";
import { useNavigate } from "react-router";
import { Page } from "../../component/page.tsx";
import { PageLink } from "../../component/page-link.tsx";
import { useText } from "../../i18n/i18n.ts";
import { useMay } from "../../session/session.ts";
import { random } from "../../system.ts";
import { Dropzone } from "./dropzone.tsx";
import { FileCard } from "./file-card.tsx";

/** What a file is taken for. */
export type FileKind = "leads" | "catalog";

/** A file that was dropped here, until it is started or discarded. */
interface Dropped {
  /** Never used again: what was sent of a file is remembered by it. */
  id: string;
  file: File;
  kind: FileKind;
}

/** What starts each file that can be started as it stands, by the file's id. */
type Starters = Readonly<Record<string, () => void>>;

/** Files are dropped here, looked at, and started. */
export default function DropPage() {
  const t = useText();
  const navigate = useNavigate();
  const mayLeads = useMay("leads:write");
  const [kind, setKind] = useState<FileKind>(mayLeads ? "leads" : "catalog");
  const [files, setFiles] = useState<readonly Dropped[]>([]);
  const [refused, setRefused] = useState<readonly string[]>([]);
  const [runs, setRuns] = useState<readonly string[]>([]);
  const [starters, setStarters] = useState<Starters>({});

  const add = (added: { files: readonly File[]; refused: readonly string[] }) => {
    setRefused(added.refused);
    const dropped = added.files.map((file) => ({ id: String(random()), file, kind }));
    setFiles((known) => [...known, ...dropped]);
  };
  const remove = (gone: string) => setFiles((known) => known.filter(({ id }) => id !== gone));
  const started = (id: string, runId: string) => {
    remove(id);
    // A button that was pressed twice has started one run.
    setRuns((known) => (known.includes(runId) ? known : [...known, runId]));
  };
  const setStarter = useCallback((id: string, start: (() => void) | null) => {
    setStarters(({ [id]: _, ...others }) => (start === null ? others : { ...others, [id]: start }));
  }, []);
  // Whoever has started everything wants to see it run.
  useEffect(() => {
    const [only] = runs;
    if (files.length > 0 || only === undefined) return;
    void navigate(runs.length === 1 ? `/runs/${only}` : "/runs");
  }, [files, runs, navigate]);
  const ready = Object.values(starters);
  const startAll = () => {
    for (const start of ready) start();
  };

  return (
    <Page
      title={t("page.drop")}
      description={t("drop.what")}
      actions={
        ready.length > 1 && (
          <Button variant="primary" onClick={startAll}>
            {t("drop.startAll", { count: ready.length })}
          </Button>
        )
      }
    >
      <SpaceBetween size="l">
        <Dropzone kind={kind} onKind={setKind} onFiles={add} isCompact={files.length > 0} />
        {refused.length > 0 && (
          <Alert type="error" dismissible onDismiss={() => setRefused([])}>
            {refused.map((text) => (
              <div key={text}>{text}</div>
            ))}
          </Alert>
        )}
        {runs.length > 0 && (
          <Alert type="success" action={<PageLink to="/runs">{t("page.runs")}</PageLink>}>
            {t("drop.started", { count: runs.length })}
          </Alert>
        )}
        {files.map((dropped) => (
          <FileCard
            key={`${dropped.id} ${dropped.kind}`}
            id={dropped.id}
            file={dropped.file}
            kind={dropped.kind}
            onKind={(other) =>
              setFiles((known) =>
                known.map((each) => (each.id === dropped.id ? { ...each, kind: other } : each)),
              )
            }
            onDiscard={() => remove(dropped.id)}
            onReady={setStarter}
            onStarted={(runId) => started(dropped.id, runId)}
          />
        ))}
      </SpaceBetween>
    </Page>
  );
}
