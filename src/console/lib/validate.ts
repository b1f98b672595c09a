/**
 * Validators for everything that comes over the network.
 *
 * The static type is inferred from the validator, so the two cannot drift apart.
 * A failure names the place, the value and what is accepted.
 */
import { err, ok, type Result } from './result';

export type Validator<T> = (value: unknown, place: string) => Result<T>;
export type Valid<V> = V extends Validator<infer T> ? T : never;

const fail = (place: string, value: unknown, accepted: string): Result<never> =>
  err(`${place} is ${shown(value)}; accepted: ${accepted}`);

function shown(value: unknown): string {
  const text = JSON.stringify(value) ?? String(value);
  return text.length > 60 ? `${text.slice(0, 57)}...` : text;
}

/** Run a validator over a whole document. */
export const validate = <T>(validator: Validator<T>, value: unknown): Result<T> => validator(value, '$');

export const string: Validator<string> = (value, place) =>
  typeof value === 'string' ? ok(value) : fail(place, value, 'a text');

export const number: Validator<number> = (value, place) =>
  typeof value === 'number' && Number.isFinite(value) ? ok(value) : fail(place, value, 'a number');

/** A number above zero. */
export const positive: Validator<number> = (value, place) =>
  typeof value === 'number' && Number.isFinite(value) && value > 0 ? ok(value) : fail(place, value, 'a number above 0');

export const boolean: Validator<boolean> = (value, place) =>
  typeof value === 'boolean' ? ok(value) : fail(place, value, 'true or false');

/** A moment as milliseconds since the epoch. */
export const moment: Validator<number> = (value, place) => {
  const parsed = typeof value === 'string' ? Date.parse(value) : Number.NaN;
  return Number.isFinite(parsed) ? ok(parsed) : fail(place, value, 'a time in ISO-8601');
};

export const unknown: Validator<unknown> = (value) => ok(value);

export function literal<const T extends readonly string[]>(...accepted: T): Validator<T[number]> {
  const known = new Set<string>(accepted);
  return (value, place) =>
    typeof value === 'string' && known.has(value) ? ok(value) : fail(place, value, accepted.join(', '));
}

export function nullable<T>(inner: Validator<T>): Validator<T | null> {
  return (value, place) => (value === null || value === undefined ? ok(null) : inner(value, place));
}

/** A field that may be absent, with what it then is. */
export function withDefault<T>(inner: Validator<T>, standard: T): Validator<T> {
  return (value, place) => (value === undefined ? ok(standard) : inner(value, place));
}

export function array<T>(inner: Validator<T>): Validator<readonly T[]> {
  return (value, place) => {
    if (!Array.isArray(value)) return fail(place, value, 'a list');
    const out: T[] = [];
    for (const [index, each] of value.entries()) {
      const read = inner(each, `${place}[${index}]`);
      if (!read.ok) return read;
      out.push(read.value);
    }
    return ok(out);
  };
}

/** A list that is not shorter than this. */
export function atLeast<T>(least: number, inner: Validator<T>): Validator<readonly T[]> {
  const whole = array(inner);
  return (value, place) => (Array.isArray(value) && value.length < least ? fail(place, value, `a list of at least ${least}`) : whole(value, place));
}

export function record<T>(inner: Validator<T>): Validator<Readonly<Record<string, T>>> {
  return (value, place) => {
    if (!isObject(value)) return fail(place, value, 'an object');
    const out: Record<string, T> = {};
    for (const [key, each] of Object.entries(value)) {
      const read = inner(each, `${place}.${key}`);
      if (!read.ok) return read;
      out[key] = read.value;
    }
    return ok(out);
  };
}

type Fields = Readonly<Record<string, Validator<unknown>>>;
type Shape<F extends Fields> = { readonly [K in keyof F]: Valid<F[K]> };

/** An object with these fields; further ones are left out, so that a newer service can be read. */
export function object<F extends Fields>(fields: F): Validator<Shape<F>> {
  const entries = Object.entries(fields);
  return (value, place) => {
    if (!isObject(value)) return fail(place, value, 'an object');
    const out: Record<string, unknown> = {};
    for (const [key, inner] of entries) {
      const read = inner(value[key], `${place}.${key}`);
      if (!read.ok) return read;
      out[key] = read.value;
    }
    return ok(out as Shape<F>);
  };
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
