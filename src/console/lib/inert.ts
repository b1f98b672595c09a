/**
 * Text of others, made visible and harmless.
 *
 * A call-sign may hold markup, marks that turn the direction of reading, or characters
 * without width; shown as they are they could pass for another track.
 * Markup is inert as everything is set as text; the rest is written out here.
 */

const LONGEST = 64;

// Controls, format characters (bidi, zero width), private use, lone surrogates, tags.
const HIDDEN = /[\p{Cc}\p{Cf}\p{Co}\p{Cs}\u2028\u2029\u{E0000}-\u{E007F}]/gu;

/** The text with every hidden character written as its code, and cut to a bearable length. */
export function inert(text: string, longest = LONGEST): string {
  const head = text.length > longest * 4 ? text.slice(0, longest * 4) : text;
  const written = head.replace(HIDDEN, (each) => `⟨U+${(each.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}⟩`);
  const points = [...written];
  return points.length > longest || head.length < text.length ? `${points.slice(0, longest).join('')}…` : written;
}

/** Whether a text holds what cannot be seen. */
export function hasHidden(text: string): boolean {
  return text.search(HIDDEN) >= 0;
}
