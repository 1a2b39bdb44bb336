import { isGivenName, isTitleByContext, type Split, splitWords } from "./split.ts";
import {
  fold,
  isSuffixPart,
  type NameWord,
  takeCivilHonorifics,
  takeHonorifics,
  takeSuffixes,
  textOf,
  toWords,
} from "./tokens.ts";
import { FIRST_NAME_HONORIFICS, JOB_WORDS } from "./words.ts";

/** A name split into words, with what is no part of it. */
export interface NameParts extends Split {
  honorific: string[];
  suffix: string[];
}

/** "John and Jane Smith" → "John and Jane", "Smith"; where each has a surname the text stays whole. */
function splitCouple(words: NameWord[], mixed: boolean): Split | undefined {
  const at = words.findIndex(({ key, text }, index) => {
    const next = words[index + 1];
    if (index === 0 || next === undefined) return false;
    return /^(?:and|&|\+|und|et)$/.test(key) || (index === 1 && /^[ye]$/.test(text) && isGivenName(next));
  });
  if (at < 0) return undefined;
  const certain = false;
  const rule = "name.couple";
  const after = words.slice(at + 1);
  if (at > 1 || after.length < 2) return { first: words, last: [], certain, rule };
  const second = splitWords({ words: after, mixed, surnameFirst: false });
  return { first: [...words.slice(0, at + 1), ...second.first], last: second.last, certain, rule };
}

/** A name in its natural order (or surname first), with titles before and after it and suffixes behind. */
export function splitNatural(words: NameWord[], mixed: boolean, surnameFirst: boolean): NameParts {
  const ended = takeSuffixes({ words, spare: 1, shouting: !mixed });
  const titled = takeHonorifics({ words: ended.words, spare: 1, others: 0 });
  const trailing = trailingTitles(titled.words);
  let rest = titled.words.slice(0, titled.words.length - trailing.length);
  const honorific = [titled.honorific, textOf(trailing)];
  if (isTitleByContext(rest)) {
    honorific.push(textOf(rest.slice(0, 1)));
    rest = rest.slice(1);
  }
  const title = honorific.find((text) => text !== "") ?? "";
  const [only] = rest;
  if (rest.length === 1 && title !== "" && only !== undefined) {
    const titles = fold(title).split(" ");
    const isFirst = isGivenName(only) || titles.every((word) => FIRST_NAME_HONORIFICS.has(word));
    const split = isFirst ? { first: rest, last: [] } : { first: [], last: rest };
    return { ...split, certain: !isFirst, rule: "name.titleAndName", honorific, suffix: [ended.suffix] };
  }
  // "Larry James Johnson I", "King John Alexander V": an initial would stand before the surname.
  const numeral = rest.length > 2 && /^[IV]$/.test(rest.at(-1)?.text ?? "");
  const names = numeral ? rest.slice(0, -1) : rest;
  const split = splitCouple(names, mixed) ?? splitWords({ words: names, mixed, surnameFirst });
  const suffix = [numeral ? textOf(rest.slice(-1)) : "", ended.suffix];
  return { ...split, certain: split.certain && !numeral, honorific, suffix };
}

/** A civil title after the name: "Paul Lewis Mr". */
function trailingTitles(words: readonly NameWord[]): NameWord[] {
  let start = words.length;
  while (start > 2 && takeCivilHonorifics(words.slice(start - 1), 0).words.length === 0) start -= 1;
  return words.slice(start);
}

/** "Last, First", "Last, First, Jr.", "First Last, M.D.", "Last Jr., First". */
export function splitByCommas(text: string, mixed: boolean, surnameFirst: boolean): NameParts {
  const parts = text
    .split(/\s*[,;]\s*|\s\/\s/u)
    .map(toWords)
    .filter((words) => words.length > 0);
  const [head = [], ...others] = parts;
  const suffixes = others.filter(isSuffixPart);
  const isJob = (words: NameWord[]): boolean => head.length > 1 && JOB_WORDS.has(words[0]?.key ?? "");
  const names = others.filter((words) => !isSuffixPart(words) && !isJob(words));
  const suffix = suffixes.map(textOf);
  const [given, ...more] = names;
  const [initials] = suffixes;
  if (
    given === undefined &&
    head.length === 1 &&
    initials !== undefined &&
    /^(?:\p{Lu}\.){2}$/u.test(textOf(initials))
  ) {
    // "Wilson, J.R." has no other first name.
    return {
      first: initials,
      last: head,
      certain: false,
      rule: "name.lastFirst",
      honorific: [],
      suffix: suffix.slice(1),
    };
  }
  if (given === undefined) {
    const draft = splitNatural(head, mixed, surnameFirst);
    return { ...draft, suffix: [...draft.suffix, ...suffix] };
  }
  const certain = more.length === 0 && !text.includes(" / ") && head.length <= 3;
  const rest = [...given, ...more.flat()];
  return { first: rest, last: head, certain, rule: "name.lastFirst", honorific: [], suffix };
}
