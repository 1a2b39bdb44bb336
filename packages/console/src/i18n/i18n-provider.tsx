import { I18nProvider as CloudscapeMessages } from "@cloudscape-design/components/i18n";
import { type ComponentProps, type ReactNode, useEffect, useMemo, useState } from "react";
import { I18nContext, LANGUAGES, type Language, type Messages } from "./i18n.ts";
import type { Translated } from "./messages.ts";
import type { Sentences } from "./sentences.ts";

const ITEM = "millrace.language";

interface Loaded {
  language: Language;
  ours: Translated<Messages>;
  sentences: Partial<Sentences>;
  cloudscape: ComponentProps<typeof CloudscapeMessages>["messages"];
}

const LOADERS: Record<Language, () => Promise<Loaded>> = {
  en: async () => {
    const [{ en }, cloudscape] = await Promise.all([
      import("./en/index.ts"),
      import("@cloudscape-design/components/i18n/messages/all.en"),
    ]);
    return { language: "en", ours: en, sentences: {}, cloudscape: [cloudscape.default] };
  },
  es: async () => {
    const [{ es }, { sentences }, cloudscape] = await Promise.all([
      import("./es/index.ts"),
      import("./es/sentence/index.ts"),
      import("@cloudscape-design/components/i18n/messages/all.es"),
    ]);
    return { language: "es", ours: es, sentences, cloudscape: [cloudscape.default] };
  },
};

/** Gives texts in the language that was chosen here before, or the browser's first that we have. */
export function I18nProvider({ children }: { children: ReactNode }) {
  const [language, setLanguage] = useState(firstLanguage);
  const [loaded, setLoaded] = useState<Loaded | null>(null);
  const [failure, setFailure] = useState<Error | null>(null);
  useEffect(() => {
    let isCurrent = true;
    LOADERS[language]().then(
      (messages) => {
        if (!isCurrent) return;
        document.documentElement.lang = language;
        setLoaded(messages);
      },
      // Thrown while drawing, where a boundary can see it.
      (error: Error) => setFailure(error),
    );
    return () => {
      isCurrent = false;
    };
  }, [language]);
  const i18n = useMemo(() => {
    if (loaded === null) return null;
    const choose = (chosen: Language) => {
      localStorage.setItem(ITEM, chosen);
      setLanguage(chosen);
    };
    const { ours: messages, sentences } = loaded;
    return { language: loaded.language, locale: localeOf(loaded.language), messages, sentences, choose };
  }, [loaded]);
  if (failure !== null) throw failure;
  if (loaded === null || i18n === null) return null;
  return (
    <I18nContext value={i18n}>
      <CloudscapeMessages locale={loaded.language} messages={loaded.cloudscape}>
        {children}
      </CloudscapeMessages>
    </I18nContext>
  );
}

/** Of Spanish in Mexico where the browser wants that: its numbers look like those of English. */
function localeOf(language: Language): string {
  return navigator.languages.find((each) => each.startsWith(`${language}-`)) ?? language;
}

function firstLanguage(): Language {
  const wanted = [localStorage.getItem(ITEM) ?? "", ...navigator.languages].map((each) => each.slice(0, 2));
  return wanted.flatMap((each) => LANGUAGES.find((language) => language === each) ?? []).at(0) ?? "en";
}
