/**
 * Text never becomes markup on this page: the policy of the page forbids it.
 *
 * One exception, by its exact value: the map library measures the height of a line with
 * the letter M.  Everything else that is set as markup is refused, and that is seen.
 */
const MEASURED = 'M';

interface TrustedTypes {
  createPolicy(name: string, rules: { createHTML: (text: string) => string }): unknown;
}

/** Let the one measurement through, where the browser knows trusted types at all. */
export function trustNothingElse(page: { readonly trustedTypes?: TrustedTypes }): void {
  page.trustedTypes?.createPolicy('default', {
    createHTML: (text) => {
      if (text === MEASURED) return text;
      throw new TypeError(`markup is ${text.slice(0, 40)}; accepted: none, set it as text`);
    },
  });
}
