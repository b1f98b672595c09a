/** A message in both languages, side by side, so that neither is forgotten. */

/** Forms by the plural rules of the language; Ukrainian has one, few and many. */
export type Plural = { readonly one: string; readonly few?: string; readonly many?: string; readonly other: string };
export type Message = string | Plural;
export type Pair = readonly [uk: Message, en: Message];
export type Pairs = Readonly<Record<string, Pair>>;
