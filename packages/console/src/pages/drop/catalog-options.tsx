import Checkbox from "@cloudscape-design/components/checkbox";
import ColumnLayout from "@cloudscape-design/components/column-layout";
import ExpandableSection from "@cloudscape-design/components/expandable-section";
import FormField from "@cloudscape-design/components/form-field";
import Input from "@cloudscape-design/components/input";
import Select from "@cloudscape-design/components/select";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { useState } from "react";
import { useText } from "../../i18n/i18n.ts";
import { useSession } from "../../session/session.ts";
import type { CatalogChoice, CatalogPreview } from "./use-preview.ts";

/** What the API takes for a catalog's id. */
const CATALOG_ID = /^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/;

interface Choosing {
  preview: CatalogPreview;
  choice: CatalogChoice;
  onChoice: (choice: CatalogChoice) => void;
}

/** What the uploader may choose for a catalog. */
export function CatalogOptions(props: Choosing) {
  const { choice, onChoice } = props;
  const t = useText();
  return (
    <ExpandableSection headerText={t("drop.options")} defaultExpanded>
      <SpaceBetween size="m">
        <ColumnLayout columns={3}>
          <CatalogIdField {...props} />
          <MarketplaceField {...props} />
          <CodeColumnField {...props} />
        </ColumnLayout>
        <Checkbox
          checked={choice.sample ?? false}
          description={t("drop.sample.what")}
          onChange={({ detail }) => onChoice({ ...choice, sample: detail.checked })}
        >
          {t("drop.sample")}
        </Checkbox>
      </SpaceBetween>
    </ExpandableSection>
  );
}

function CatalogIdField({ preview, choice, onChoice }: Choosing) {
  const t = useText();
  const [text, setText] = useState(choice.catalogId ?? preview.catalogId);
  const isValid = CATALOG_ID.test(text);
  return (
    <FormField
      label={t("drop.catalogId")}
      description={t("drop.catalogId.what")}
      errorText={isValid ? undefined : t("drop.catalogId.invalid")}
    >
      <Input
        value={text}
        onChange={({ detail }) => setText(detail.value)}
        onBlur={() => {
          if (isValid) onChoice({ ...choice, catalogId: text });
        }}
      />
    </FormField>
  );
}

function MarketplaceField({ choice, onChoice }: Choosing) {
  const t = useText();
  const { catalogs } = useSession();
  // The first is where catalogs go that name none.
  const chosen = choice.marketplace ?? catalogs.marketplaces[0] ?? "com";
  const labelOf = (marketplace: string) => `amazon.${marketplace}`;
  const isMarketplace = (value: string | undefined): value is NonNullable<CatalogChoice["marketplace"]> =>
    value !== undefined && catalogs.marketplaces.includes(value);
  return (
    <FormField label={t("drop.marketplace")}>
      <Select
        options={catalogs.marketplaces.map((value) => ({ value, label: labelOf(value) }))}
        selectedOption={{ value: chosen, label: labelOf(chosen) }}
        onChange={({ detail }) => {
          const { value } = detail.selectedOption;
          if (isMarketplace(value)) onChoice({ ...choice, marketplace: value });
        }}
      />
    </FormField>
  );
}

function CodeColumnField({ preview, choice, onChoice }: Choosing) {
  const t = useText();
  const names = preview.reading.header.map((name, index) => ({
    value: `#${index + 1}`,
    label: name || t("drop.columns.number", { number: index + 1 }),
  }));
  const chosen = choice.codeColumn ?? preview.codeColumn;
  const selected = names.find(({ value, label }) => value === chosen || label === chosen) ?? null;
  return (
    <FormField label={t("drop.codeColumn")}>
      <Select
        options={names}
        selectedOption={selected}
        placeholder={t("drop.codeColumn.none")}
        onChange={({ detail }) => onChoice({ ...choice, codeColumn: detail.selectedOption.value ?? null })}
      />
    </FormField>
  );
}
