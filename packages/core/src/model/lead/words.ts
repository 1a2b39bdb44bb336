/** Scripts written without spaces: each sign counts as a word, so that a name can be split. */
const WORD =
  /⟦[EPX]\d+⟧|[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Script=Thai}]|[[\p{L}\p{M}\p{N}]--[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Script=Thai}]]+/gv;

/**
 * The words of some texts. Case and punctuation do not matter, accents do: Peña and Pena are two surnames. A word with
 * punctuation inside counts whole and in its parts, so that "S.A.S." and "SAS" are the same.
 */
export function vocabularyOf(texts: Iterable<string>): Set<string> {
  const words = new Set<string>();
  for (const text of texts) {
    for (const chunk of chunksOf(text)) {
      const parts = partsOf(chunk);
      words.add(parts.join(""));
      for (const part of parts) words.add(part);
    }
  }
  return words;
}

/** Whether every word of the text is in the vocabulary. */
export function consistsOf(text: string, vocabulary: ReadonlySet<string>): boolean {
  return chunksOf(text).every((chunk) => {
    const parts = partsOf(chunk);
    return vocabulary.has(parts.join("")) || parts.every((part) => vocabulary.has(part));
  });
}

function chunksOf(text: string): string[] {
  return text.normalize("NFKC").split(/\s+/u);
}

function partsOf(chunk: string): string[] {
  return Array.from(chunk.matchAll(WORD), ([word]) => (word.startsWith("⟦") ? word : word.toLowerCase()));
}
