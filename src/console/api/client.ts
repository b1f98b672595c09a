/** Requests to the service: validated answers, problems as values, never a guess. */
import { array, nullable, object, string, unknown, validate, withDefault, type Validator } from '../lib/validate';
import { err, ok } from '../lib/result';

/** Why a request came to nothing. */
export interface Problem {
  /** HTTP status; 0 where no answer came at all. */
  readonly status: number;
  /** A stable word; `unreachable` and `outcome_unknown` are this side's own. */
  readonly code: string;
  readonly detail: string;
  readonly errors: readonly { readonly place: string; readonly value: string; readonly accepted: string }[];
  /** The whole problem document, for members of particular codes. */
  readonly members: Readonly<Record<string, unknown>>;
}

const problemDocument = object({
  code: withDefault(string, 'problem'),
  detail: withDefault(nullable(string), null),
  errors: withDefault(array(object({ place: string, value: string, accepted: string })), []),
});

export const BASE = '/api/v1';
const ANSWER_WITHIN_MS = 8_000;

export interface Sent {
  readonly method?: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
  readonly withinMs?: number;
}

/** A value with the mark of its state, for a change that must not overwrite another's. */
export type Answer<T> = { readonly ok: true; readonly value: T; readonly etag: string | null; readonly status: number } | { readonly ok: false; readonly error: Problem };

/** Ask, and read the answer with a validator. */
export async function ask<T>(path: string, document: Validator<T>, sent: Sent = {}): Promise<Answer<T>> {
  const changing = (sent.method ?? 'GET') !== 'GET';
  let response: Response;
  try {
    response = await fetch(`${BASE}${path}`, {
      method: sent.method ?? 'GET',
      headers: { Accept: 'application/json', ...(sent.body === undefined ? {} : { 'Content-Type': 'application/json' }), ...sent.headers },
      ...(sent.body === undefined ? {} : { body: JSON.stringify(sent.body) }),
      credentials: 'same-origin',
      cache: 'no-store',
      signal: AbortSignal.timeout(sent.withinMs ?? ANSWER_WITHIN_MS),
    });
  } catch (error) {
    // A request that left may have taken effect: then only asking again can tell.
    return err(own(changing ? 'outcome_unknown' : 'unreachable', String(error)));
  }
  const text = await response.text().catch(() => '');
  if (!response.ok) return err(problemOf(response.status, text, changing));
  const read = validate(document, text === '' ? null : parsed(text));
  return read.ok ? { ...ok(read.value), etag: response.headers.get('ETag'), status: response.status } : err(own('not_understood', read.error));
}

/** Who sits here, as a number: what one person began is never sent on in the name of the next. */
let person = 0;

/** The person who sits here now; a number of no other meaning. */
export const whoSits = (): number => person;

/** From now on somebody else may sit here. */
export function personChanged(): void {
  person += 1;
}

/**
 * The same, tried again until it is known what became of it; safe by its idempotency key.
 *
 * It gives up only when another person may sit here; the outcome is unknown then.
 */
export async function insist<T>(path: string, document: Validator<T>, sent: Sent, key: string, onUnknown: () => void): Promise<Answer<T>> {
  const by = person;
  let lost = false;
  for (let attempt = 0; ; attempt += 1) {
    const answer = await ask(path, document, { ...sent, headers: { ...sent.headers, 'Idempotency-Key': key } });
    const settled = answer.ok || !(answer.error.code === 'outcome_unknown' || (lost && isLater(answer.error)));
    if (settled) return answer;
    lost = true;
    if (by === person) onUnknown();
    await new Promise((resolve) => setTimeout(resolve, Math.min(5_000, 500 * 2 ** attempt)));
    if (by !== person) return err(own('outcome_unknown'));
  }
}

/** Whether the service only said to come again: nothing of what became of an attempt before. */
const isLater = ({ status }: Problem): boolean => status === 408 || status === 429 || status >= 500;

/** For answers whose contents nobody needs. */
export const anything: Validator<unknown> = unknown;

function problemOf(status: number, text: string, changing: boolean): Problem {
  const document = parsed(text);
  const read = validate(problemDocument, document);
  if (!read.ok) return { ...own(changing && status >= 500 ? 'outcome_unknown' : 'problem', `HTTP ${status}`), status };
  // Not the service's own word: whatever stands between may have lost what it said.
  if (changing && status >= 500 && read.value.code === 'problem') return { ...own('outcome_unknown', `HTTP ${status}`), status };
  const members = typeof document === 'object' && document !== null ? (document as Record<string, unknown>) : {};
  return { status, code: read.value.code, detail: read.value.detail ?? '', errors: read.value.errors, members };
}

/** A problem of this side's own: the service was not asked, or did not answer. */
export function own(code: string, detail = ''): Problem {
  return { status: 0, code, detail, errors: [], members: {} };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

/** Of a request that changes nothing, whatever its method: without an answer it is only unanswered. */
export const nothingDone = (problem: Problem): Problem => (problem.code === 'outcome_unknown' ? { ...problem, code: 'unreachable' } : problem);
