/** What the console answers to a key that could do nothing: for some seconds, beside the queue. */
import { computed, signal } from '@preact/signals';
import type { Key } from '../i18n/index';
import { tickMs } from './desk';

const SHOWN_MS = 5_000;

const last = signal<{ readonly what: Key; readonly number: number; readonly untilMs: number } | null>(null);

/** What is said now; the same words said once more have another number. */
export const remarked = computed(() => (last.value !== null && tickMs.value < last.value.untilMs ? last.value : null));

export function remark(what: Key): void {
  last.value = { what, number: (last.peek()?.number ?? 0) + 1, untilMs: tickMs.peek() + SHOWN_MS };
}
