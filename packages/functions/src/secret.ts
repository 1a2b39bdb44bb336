/** What a secret holds until somebody sets it: SST deploys without it, and what needs it stays off. */
export const NOT_SET = "not-set";
