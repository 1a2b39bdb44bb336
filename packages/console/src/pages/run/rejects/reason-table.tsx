import Button from "@cloudscape-design/components/button";
import Header from "@cloudscape-design/components/header";
import { Empty } from "../../../component/empty.tsx";
import { Listing } from "../../../component/listing.tsx";
import { fieldText, isSameReason, type Reason } from "../../../component/reject-reason.ts";
import { useFormat, useTell, useText } from "../../../i18n/i18n.ts";
import type { RejectSummary } from "../queries.ts";

/** Why rows were rejected: by field and reason, with how many rows. */
export function ReasonTable(props: {
  summary: RejectSummary;
  chosen: Reason | null;
  onChoose: (reason: Reason | null) => void;
}) {
  const { summary, chosen, onChoose } = props;
  const t = useText();
  const tell = useTell();
  const format = useFormat();
  return (
    <Listing
      items={summary.reasons}
      label={t("rejects.reasons")}
      trackBy={({ field, code }) => `${field} ${code}`}
      fields={[
        {
          ...{ id: "reason", header: t("rejects.reason"), minWidth: 260 },
          cell: (reason) => tell(reason),
        },
        {
          ...{ id: "field", header: t("rejects.field"), minWidth: 130 },
          cell: ({ field }) => fieldText(field, t),
        },
        {
          ...{ id: "rows", header: t("runs.column.rows"), minWidth: 90 },
          cell: ({ rows }) => format.number(rows),
        },
        {
          ...{ id: "show", header: t("rejects.show"), minWidth: 140 },
          cell: (reason) => {
            const isChosen = isSameReason(chosen, reason);
            const text = t(isChosen ? "rejects.show.all" : "rejects.show.only");
            return (
              <Button
                variant="inline-link"
                ariaLabel={`${text}: ${tell(reason)}`}
                onClick={() => onChoose(isChosen ? null : reason)}
              >
                {text}
              </Button>
            );
          },
        },
      ]}
      header={
        <Header counter={`(${format.number(summary.total)})`} description={t("rejects.reasons.what")}>
          {t("rejects.reasons")}
        </Header>
      }
      empty={<Empty title={t("rejects.none")} what={t("rejects.none.what")} />}
    />
  );
}
