/** Small pieces of text that look alike everywhere. */
import { clock, countdown, t, percent, percentRange } from '../i18n/index';
import { hasHidden, inert } from '../lib/inert';
import { nowMs } from '../state/desk';

/** A name given by others: inert, and marked when it hides something. */
export function Name({ text, longest }: { readonly text: string; readonly longest?: number }) {
  const shown = inert(text, longest);
  return hasHidden(text) ? (
    <span class="code suspicious" title={t('name.suspicious')}>
      ⚠ {shown}
    </span>
  ) : (
    <span class="code">{shown}</span>
  );
}

interface CountdownProps {
  readonly at: number;
  /** Whether an order is still taken when the time has run out: then it stays at nothing. */
  readonly taken?: boolean;
  readonly urgentS?: number;
}

/** Time to go until a moment; urgent in words and weight, not in colour alone. */
export function Countdown({ at, taken = false, urgentS = 30 }: CountdownProps) {
  const left = ((taken ? Math.max(at, nowMs.value) : at) - nowMs.value) / 1000;
  const state = left < 0 ? 'past' : left < urgentS ? 'urgent' : 'later';
  return (
    <span class={`countdown ${state}`} title={`${clock(at)} UTC`}>
      {state === 'urgent' ? '▲ ' : ''}
      {countdown(left)}
    </span>
  );
}

/** A range of probabilities: never one number alone. */
export function PkRange({ low, planned, high }: { readonly low: number; readonly planned: number; readonly high: number }) {
  return (
    <span class="unbroken" title={t('pk.planned', { planned: percent(planned) })}>
      {percentRange(low, high)}
    </span>
  );
}

/** An empty list says why it is empty. */
export function Empty({ children }: { readonly children: string }) {
  return <p class="empty quiet">{children}</p>;
}
