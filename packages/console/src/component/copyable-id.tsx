import CopyToClipboard from "@cloudscape-design/components/copy-to-clipboard";
import { useText } from "../i18n/i18n.ts";

/** An id, with a button that copies it. */
export function CopyableId({ id }: { id: string }) {
  const t = useText();
  return (
    <CopyToClipboard
      variant="inline"
      textToCopy={id}
      copyButtonAriaLabel={t("copy.button", { text: id })}
      copySuccessText={t("copy.done")}
      copyErrorText={t("copy.failed")}
    />
  );
}
