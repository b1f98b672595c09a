/** What an entry of the journal is about, in words: the service sends names and codes. */
import type { AuditLine } from '../api/records';
import { clock, t, tCode } from '../i18n/index';
import { inert } from '../lib/inert';

/** Of which group of codes a value is one. */
const GROUP: Readonly<Record<string, string>> = {
  verdict: 'verdict',
  outcome: 'outcome',
  identity: 'identity',
  method: 'method',
  weapons_control: 'wcs',
  interceptor_type: 'type',
  amended_type: 'type',
};

/** Counts that say nothing where they are none; of stock, none is what is said. */
const COUNTED: ReadonlySet<string> = new Set(['tracks', 'firm', 'orders', 'zones', 'reserves']);

/** Values that are clear without a name. */
const CLEAR: ReadonlySet<string> = new Set(['verdict', 'outcome', 'identity', 'method', 'weapons_control', 'interceptor_type']);

/** Each thing that is said, shortest for what needs no name. */
export function aboutOf(about: AuditLine['about']): string {
  return Object.entries(about)
    .filter(([name, value]) => value !== null && value !== '' && value !== false && !(value === 0 && COUNTED.has(name)))
    .map(([name, value]) => said(name, value))
    .join(' · ');
}

function said(name: string, value: unknown): string {
  const group = GROUP[name];
  const text = inert(group === undefined ? worded(value) : tCode(group, String(value)), 60);
  if (CLEAR.has(name)) return text;
  const known = tCode('about', name);
  return `${known === name ? inert(name, 30) : known} ${text}`;
}

/** A moment as every clock at the desk shows it, yes as a word, and whatever else as it is. */
function worded(value: unknown): string {
  if (value === true) return t('about.yes');
  const at = typeof value === 'string' && /^\d{4}-\d\d-\d\dT/.test(value) ? Date.parse(value) : NaN;
  return Number.isNaN(at) ? String(value) : clock(at);
}
