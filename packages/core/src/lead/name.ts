export interface NameInput {
  full?: string;
  first?: string;
  last?: string;
  middle?: string;
  honorific?: string;
  surnameFirst?: boolean;
}

export interface PersonName {
  firstName: string;
  lastName: string;
  honorific: string;
  suffix: string;
  certain: boolean;
  rule: string;
}

/** Splits and cases a person's name. */
export function parseName(input: NameInput): PersonName {
  return {
    firstName: input.first ?? input.full ?? "",
    lastName: input.last ?? "",
    honorific: input.honorific ?? "",
    suffix: "",
    certain: false,
    rule: "name.skeleton",
  };
}
