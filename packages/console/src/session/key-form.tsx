import Box from "@cloudscape-design/components/box";
import Button from "@cloudscape-design/components/button";
import Container from "@cloudscape-design/components/container";
import Form from "@cloudscape-design/components/form";
import FormField from "@cloudscape-design/components/form-field";
import Header from "@cloudscape-design/components/header";
import Input from "@cloudscape-design/components/input";
import { useState } from "react";
import { useText } from "../i18n/i18n.ts";
import { keepKey, useWasRefused } from "./key.ts";

/** Asks for the API key. */
export function KeyForm() {
  const t = useText();
  const [value, setValue] = useState("");
  const [isEmpty, setEmpty] = useState(false);
  const wasRefused = useWasRefused();
  const submit = () => {
    const key = value.trim();
    setEmpty(key === "");
    if (key !== "") keepKey(key);
  };
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
    >
      <Form actions={<Button variant="primary">{t("key.submit")}</Button>}>
        <Container header={<Header variant="h1">{t("key.title")}</Header>}>
          <FormField
            label={t("key.label")}
            description={t("key.description")}
            constraintText={t("key.kept")}
            errorText={isEmpty ? t("key.empty") : wasRefused && value === "" ? t("key.refused") : ""}
          >
            <Input
              type="password"
              autoComplete={false}
              spellcheck={false}
              value={value}
              placeholder="mr_…"
              onChange={({ detail }) => setValue(detail.value)}
            />
          </FormField>
          <Box color="text-body-secondary" padding={{ top: "m" }}>
            {t("key.where")}
          </Box>
        </Container>
      </Form>
    </form>
  );
}
