/** A value that JSON can carry: what states take, give and keep in variables. */
export type Json = null | boolean | number | string | Json[] | { [key: string]: Json };
