import Alert from "@cloudscape-design/components/alert";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { useState } from "react";
import { useNavigate } from "react-router";
import { useNotify } from "../../app/notifications.ts";
import { Page } from "../../component/page.tsx";
import { shownName } from "../../component/shown-name.ts";
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

/** Files are dropped here, looked at, and started. */
export default function DropPage() {
  const t = useText();
  const notify = useNotify();
  const navigate = useNavigate();
  const mayLeads = useMay("leads:write");
  const [kind, setKind] = useState<FileKind>(mayLeads ? "leads" : "catalog");
  const [files, setFiles] = useState<readonly Dropped[]>([]);
  const [refused, setRefused] = useState<readonly string[]>([]);

  const add = (added: { files: readonly File[]; refused: readonly string[] }) => {
    setRefused(added.refused);
    const dropped = added.files.map((file) => ({ id: String(random()), file, kind }));
    setFiles((known) => [...known, ...dropped]);
  };
  const remove = (gone: string) => setFiles((known) => known.filter(({ id }) => id !== gone));
  const started = ({ id, file }: Dropped, runId: string) => {
    // Whoever has dropped one file wants to see it run; of several, the others are still to be looked at.
    if (files.length === 1) return void navigate(`/runs/${runId}`);
    remove(id);
    notify({
      type: "success",
      header: t("drop.started"),
      content: t("drop.started.what", { name: shownName(file.name) }),
      link: { text: t("drop.started.link"), to: `/runs/${runId}` },
    });
  };

  return (
    <Page title={t("page.drop")} description={t("drop.what")}>
      <SpaceBetween size="l">
        <Dropzone kind={kind} onKind={setKind} onFiles={add} isCompact={files.length > 0} />
        {refused.length > 0 && (
          <Alert type="error" dismissible onDismiss={() => setRefused([])}>
            {refused.map((text) => (
              <div key={text}>{text}</div>
            ))}
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
            onStarted={(runId) => started(dropped, runId)}
          />
        ))}
      </SpaceBetween>
    </Page>
  );
}
