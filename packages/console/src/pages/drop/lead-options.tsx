import ColumnLayout from "@cloudscape-design/components/column-layout";
import ExpandableSection from "@cloudscape-design/components/expandable-section";
import FormField from "@cloudscape-design/components/form-field";
import Input from "@cloudscape-design/components/input";
import Select from "@cloudscape-design/components/select";
import { useMemo, useState } from "react";
import { useI18n, useText } from "../../i18n/i18n.ts";
import { useSession } from "../../session/session.ts";
import type { LeadChoice, LeadPreview } from "./use-preview.ts";

const MODES = ["rules", "hybrid", "model"] as const;

interface Choosing {
  preview: LeadPreview;
  choice: LeadChoice;
  onChoice: (choice: LeadChoice) => void;
}

/** What the uploader may choose for an import, beside the columns. */
export function LeadOptions(props: Choosing) {
  const t = useText();
  const { imports } = useSession();
  return (
    <ExpandableSection headerText={t("drop.options")} defaultExpanded>
      <ColumnLayout columns={imports.model === null ? 2 : 3}>
        <CountryField {...props} />
        {imports.model !== null && <ModeField {...props} />}
        {imports.model !== null && <CostField {...props} />}
      </ColumnLayout>
    </ExpandableSection>
  );
}

function CountryField({ preview, choice, onChoice }: Choosing) {
  const t = useText();
  const { language } = useI18n();
  const { imports } = useSession();
  const options = useMemo(() => {
    const names = new Intl.DisplayNames(language, { type: "region" });
    const named = imports.countries.map((value) => ({ value, label: names.of(value) ?? value }));
    return named.toSorted((a, b) => a.label.localeCompare(b.label, language));
  }, [imports.countries, language]);
  const none = { value: "", label: t("drop.country.none") };
  const chosen = choice.country === undefined ? preview.country : choice.country;
  const isRemembered = choice.country === undefined && preview.country !== imports.country;
  const send = (value: string | undefined) => {
    const country = isCountry(value, imports.countries) ? value : null;
    onChoice({ ...choice, country });
  };
  return (
    <FormField
      label={t("drop.country")}
      description={t(isRemembered ? "drop.country.remembered" : "drop.country.what")}
    >
      <Select
        filteringType="auto"
        filteringAriaLabel={t("drop.country.search")}
        options={[none, ...options]}
        selectedOption={options.find(({ value }) => value === chosen) ?? none}
        onChange={({ detail }) => send(detail.selectedOption.value)}
      />
    </FormField>
  );
}

function isCountry(
  value: string | undefined,
  countries: readonly string[],
): value is NonNullable<LeadChoice["country"]> {
  return value !== undefined && countries.includes(value);
}

function ModeField({ choice, onChoice }: Choosing) {
  const t = useText();
  const { imports } = useSession();
  const mode = choice.mode ?? imports.mode;
  return (
    <FormField label={t("drop.mode")}>
      <Select
        options={MODES.map((value) => ({ value, label: t(`drop.mode.${value}`) }))}
        selectedOption={{ value: mode, label: t(`drop.mode.${mode}`) }}
        onChange={({ detail }) => {
          const chosen = MODES.find((value) => value === detail.selectedOption.value);
          if (chosen !== undefined) onChoice({ ...choice, mode: chosen });
        }}
      />
    </FormField>
  );
}

function CostField({ choice, onChoice }: Choosing) {
  const t = useText();
  const [text, setText] = useState(choice.maxCostUsd?.toString() ?? "");
  const isValid = text.trim() === "" || Number(text) > 0;
  return (
    <FormField
      label={t("drop.cost")}
      description={t("drop.cost.what")}
      errorText={isValid ? undefined : t("drop.cost.invalid")}
    >
      <Input
        type="number"
        inputMode="decimal"
        step={0.1}
        value={text}
        onChange={({ detail }) => setText(detail.value)}
        onBlur={() => {
          if (isValid) onChoice({ ...choice, maxCostUsd: text.trim() === "" ? null : Number(text) });
        }}
      />
    </FormField>
  );
}
