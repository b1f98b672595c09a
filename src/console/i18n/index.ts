/** Words, numbers and times in the language of the person; codes in, prose out. */
import { signal } from '@preact/signals';
import { MESSAGES } from './messages';
import type { Message, Pair, Plural } from './pair';

export type Language = 'uk' | 'en';
export type Key = keyof typeof MESSAGES;
export type Params = Readonly<Record<string, string | number>>;

const ALL: Readonly<Record<string, Pair>> = MESSAGES;

export const language = signal<Language>('uk');

/** Between a number and what it counts: they are read as one. */
const UNBROKEN = '\u00a0';
const LEAST_TOLD_MEUR = 0.01;
const HOUR_S = 3600;

/** The message of a key; `count` chooses the plural form. */
export function t(key: Key, params: Params = {}): string {
  return filled(inLanguage(MESSAGES[key]), params);
}

/** The message of a code that the service sent; one without a message is shown as it is. */
export function tCode(group: string, code: string, params: Params = {}): string {
  const pair = ALL[`${group}.${code}`];
  return pair === undefined ? code : filled(inLanguage(pair), params);
}

const inLanguage = (pair: Pair): Message => pair[language.value === 'uk' ? 0 : 1];

function filled(message: Message, params: Params): string {
  const form = typeof message === 'string' ? message : pluralForm(message, Number(params['count'] ?? 0));
  return form.replace(/\{(\w+)\}/g, (whole, name: string) => {
    const value = params[name];
    if (value === undefined) return whole;
    return typeof value === 'number' ? number(value) : value;
  });
}

function pluralForm(message: Plural, count: number): string {
  const rule = new Intl.PluralRules(language.value).select(count);
  return message[rule as keyof Plural] ?? message.other;
}

const LOCALE: Readonly<Record<Language, string>> = { uk: 'uk-UA', en: 'en-GB' };
const formats = new Map<string, Intl.NumberFormat>();

/** A number with a fixed number of decimals; below zero with a minus, which no one takes for a dash. */
export function number(value: number, decimals = 0): string {
  const name = `${language.value} ${decimals}`;
  let format = formats.get(name);
  if (format === undefined) {
    format = new Intl.NumberFormat(LOCALE[language.value], {
      minimumFractionDigits: Number.isInteger(value) && decimals === 0 ? 0 : decimals,
      maximumFractionDigits: decimals,
    });
    formats.set(name, format);
  }
  return format.format(value).replace('-', '−');
}

/** A share as a percentage. */
export function percent(share: number, decimals = 0): string {
  return `${number(share * 100, decimals)}${UNBROKEN}%`;
}

/** Two percentages with one sign. */
export function percentRange(low: number, high: number): string {
  return `${number(low * 100)}–${percent(high)}`;
}

/** The chance of what may come: nothing that may is told as nothing, nor as certain. */
export function chance(share: number): string {
  if (share < 0.005) return `<${UNBROKEN}${percent(0.01)}`;
  return share >= 0.995 && share < 1 ? `>${UNBROKEN}${percent(0.99)}` : percent(share);
}

/** Notional million euro. */
export function money(meur: number): string {
  const size = Math.abs(meur);
  const decimals = size >= 100 ? 0 : size >= 10 ? 1 : 2;
  const least = meur < 0 ? `>${UNBROKEN}${number(-LEAST_TOLD_MEUR, 2)}` : `<${UNBROKEN}${number(LEAST_TOLD_MEUR, 2)}`;
  const told = size > 0 && size < LEAST_TOLD_MEUR / 2 ? least : number(meur, decimals);
  return `${told} ${t('unit.meur')}`.replaceAll(' ', UNBROKEN);
}

/** A moment in UTC, as every clock at the desk shows it. */
export function clock(ms: number): string {
  return Number.isFinite(ms) ? new Date(ms).toISOString().slice(11, 19) : '–';
}

/** Minutes and seconds to go, hours and minutes where they are many; gone with a minus. */
export function countdown(seconds: number): string {
  const whole = Math.floor(Math.abs(seconds));
  const sign = seconds < 0 ? '−' : '';
  if (whole >= HOUR_S) return `${sign}${t('unit.hours', { hours: Math.floor(whole / HOUR_S), minutes: Math.floor((whole % HOUR_S) / 60) })}`;
  return `${sign}${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, '0')}`;
}

/** A date with its month in words. */
export function date(ms: number): string {
  const format = new Intl.DateTimeFormat(LOCALE[language.value], { dateStyle: 'long', timeZone: 'UTC' });
  return format.format(new Date(ms));
}
