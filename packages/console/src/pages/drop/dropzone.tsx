import Box from "@cloudscape-design/components/box";
import Container from "@cloudscape-design/components/container";
import FileDropzone from "@cloudscape-design/components/file-dropzone";
import FileInput from "@cloudscape-design/components/file-input";
import FormField from "@cloudscape-design/components/form-field";
import SegmentedControl from "@cloudscape-design/components/segmented-control";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { shownName } from "../../component/shown-name.ts";
import { useIsNarrow } from "../../component/use-is-narrow.ts";
import { useFormat, useText } from "../../i18n/i18n.ts";
import { useMay, useSession } from "../../session/session.ts";
import type { FileKind } from "./drop-page.tsx";

/**
 * Takes files, by dropping or choosing them.
 *
 * @param props.onFiles - told the files that can be sent, and why others cannot
 * @param props.isCompact - whether files are being looked at below
 */
export function Dropzone(props: {
  kind: FileKind;
  onKind: (kind: FileKind) => void;
  onFiles: (files: { files: readonly File[]; refused: readonly string[] }) => void;
  isCompact: boolean;
}) {
  const { kind, onKind, onFiles, isCompact } = props;
  const t = useText();
  const format = useFormat();
  const { uploads } = useSession();
  const mayLeads = useMay("leads:write");
  const mayCatalogs = useMay("catalogs:write");
  const isNarrow = useIsNarrow();
  const size = format.bytes(uploads.maxBytes);
  const take = (files: readonly File[]) => {
    const refused = files.flatMap(({ name, size: bytes }) => {
      if (bytes === 0) return [t("drop.empty", { name: shownName(name) })];
      return bytes > uploads.maxBytes ? [t("drop.tooLarge", { name: shownName(name), size })] : [];
    });
    const usable = files.filter(({ size: bytes }) => bytes > 0 && bytes <= uploads.maxBytes);
    onFiles({ files: usable, refused });
  };
  return (
    <Container>
      <SpaceBetween size="m">
        {mayLeads && mayCatalogs && (
          // On a phone it is a choice with a label of its own.
          <FormField label={isNarrow ? undefined : t("drop.kind")}>
            <SegmentedControl
              selectedId={kind}
              label={t("drop.kind")}
              options={[
                { id: "leads", text: t("drop.kind.leads") },
                { id: "catalog", text: t("drop.kind.catalog") },
              ]}
              onChange={({ detail }) => onKind(detail.selectedId === "catalog" ? "catalog" : "leads")}
            />
          </FormField>
        )}
        <FileDropzone onChange={({ detail }) => take(detail.value)}>
          <Box textAlign="center" padding={isCompact ? "s" : "xxl"}>
            <SpaceBetween size="xs" alignItems="center">
              <Box variant="strong">{t("drop.zone")}</Box>
              <FileInput
                multiple
                value={[]}
                accept={uploads.types.join(",")}
                ariaLabel={t("drop.choose")}
                onChange={({ detail }) => take(detail.value)}
              >
                {t("drop.choose")}
              </FileInput>
              <Box variant="small" color="text-body-secondary">
                {t("drop.zone.limits", { types: uploads.types.join(" "), size })}
              </Box>
            </SpaceBetween>
          </Box>
        </FileDropzone>
      </SpaceBetween>
    </Container>
  );
}
