import Button from "@cloudscape-design/components/button";
import type { exportLeads } from "@millrace/api/contract";
import { useMutation } from "@tanstack/react-query";
import { ask } from "../../api/ask.ts";
import { downloadFrom } from "../../api/download.ts";
import { useNotify } from "../../app/notifications.ts";
import { useDescribe } from "../../component/use-describe.ts";
import { useText } from "../../i18n/i18n.ts";

/** Has the browser keep all leads as a CSV. */
export function ExportButton() {
  const t = useText();
  const notify = useNotify();
  const describe = useDescribe();
  const exporting = useMutation({
    mutationFn: async () => {
      const made = await ask<typeof exportLeads>({
        ...{ method: "post", path: "/api/leads/exports", body: { format: "csv" } },
      });
      await downloadFrom({ url: made.url, name: made.fileName });
      return made;
    },
    onSuccess: ({ leads: count }) =>
      notify({
        type: "success",
        header: t("leads.export.done", { count }),
        content: t("leads.export.done.what"),
      }),
    onError: (error) => {
      const { title, what } = describe(error);
      notify({ type: "error", header: title, content: what });
    },
  });
  return (
    <Button iconName="download" loading={exporting.isPending} onClick={() => exporting.mutate()}>
      {t("leads.export")}
    </Button>
  );
}
