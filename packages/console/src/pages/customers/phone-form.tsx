import Button from "@cloudscape-design/components/button";
import Container from "@cloudscape-design/components/container";
import FormField from "@cloudscape-design/components/form-field";
import Input from "@cloudscape-design/components/input";
import { useState } from "react";
import { useText } from "../../i18n/i18n.ts";

/** The longest phone that the API takes. */
const MAX_PHONE = 40;

/** Asks for a phone. */
export function PhoneForm(props: {
  isPending: boolean;
  /** The API takes it for no phone. */
  isInvalid: boolean;
  onLookUp: (phone: string) => void;
}) {
  const { isPending, isInvalid, onLookUp } = props;
  const t = useText();
  const [value, setValue] = useState("");
  const [isEmpty, setEmpty] = useState(false);
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        const phone = value.trim();
        setEmpty(phone === "");
        if (phone !== "" && !isPending) onLookUp(phone);
      }}
    >
      <Container>
        <FormField
          label={t("customers.phone")}
          description={t("customers.phone.what")}
          errorText={isEmpty ? t("customers.phone.empty") : isInvalid ? t("customers.phone.invalid") : ""}
          secondaryControl={
            <Button variant="primary" loading={isPending}>
              {t("customers.look")}
            </Button>
          }
        >
          <Input
            type="search"
            inputMode="tel"
            autoComplete={false}
            value={value}
            placeholder={t("customers.phone.example")}
            onChange={({ detail }) => setValue(detail.value.slice(0, MAX_PHONE))}
          />
        </FormField>
      </Container>
    </form>
  );
}
