import ExpandableSection from "@cloudscape-design/components/expandable-section";
import KeyValuePairs from "@cloudscape-design/components/key-value-pairs";
import { useText } from "../../i18n/i18n.ts";
import type { Preview } from "./use-preview.ts";

/** How a file was read: what was found out about it, and what was left out. */
export function Reading({ reading }: { reading: Preview["reading"] }) {
  const t = useText();
  const { format, encoding, delimiter, sheet, headerRow, skipped } = reading;
  const { blank, preamble, repeatedHeader } = skipped;
  const facts = [
    { label: t("drop.read.format"), value: format },
    ...(encoding === undefined ? [] : [{ label: t("drop.read.encoding"), value: encoding }]),
    ...(delimiter === undefined
      ? []
      : [{ label: t("drop.read.delimiter"), value: delimiter === "\t" ? t("drop.tab") : delimiter }]),
    ...(sheet === "" ? [] : [{ label: t("drop.read.sheet"), value: sheet }]),
    {
      label: t("drop.read.header"),
      value: headerRow === null ? t("drop.read.header.none") : t("drop.read.header.row", { row: headerRow }),
    },
    ...(blank + preamble + repeatedHeader === 0
      ? []
      : [
          {
            label: t("drop.read.skipped"),
            value: t("drop.read.skipped.what", { blank, preamble, repeated: repeatedHeader }),
          },
        ]),
  ];
  return (
    <ExpandableSection headerText={t("drop.read")}>
      <KeyValuePairs columns={3} items={facts} />
    </ExpandableSection>
  );
}
