/** The engagement queue beside the map. */
import { useEffect, useRef } from 'preact/hooks';
import type { Verdict } from '../api/desk';
import { clock, countdown, money, t, tCode, type Params } from '../i18n/index';
import { textParams } from '../parts/params';
import { Remark } from '../parts/remark';
import { inert } from '../lib/inert';
import { Countdown, Empty, Name, PkRange } from '../parts/text';
import type { Change } from '../state/changes';
import { canDecide, deciding, fresh, health, nowMs, plan } from '../state/desk';
import { begin } from '../state/decide';
import { chosen, held, rows, selectedTrack, summary, type Row } from '../state/queue';
import { Decided } from './decided';
import { Why } from './why';

export function Queue() {
  const list = rows.value;
  return (
    <section class="queue" aria-labelledby="queue-title">
      <header class="spread">
        <h2 id="queue-title">{t('queue.title')}</h2>
        <span class="quiet">
          {t('queue.count', { count: list.filter((row) => !row.gone).length })}
        </span>
      </header>
      {/* Told from here: with a signal of its own it kept every list there had been alive. */}
      <Changed now={summary.value} />
      <Remark />
      {plan.value === null ? <Removed /> : <Lines list={list} />}
      <Decided />
    </section>
  );
}

const COUNTED = ['fresh', 'replaced', 'altered', 'gone', 'lapsed'] as const;

type Current = typeof summary.value;

/** What the latest plan changed, as one sentence: seen for some seconds, and read out once. */
function Changed({ now }: { readonly now: Current }) {
  const parts = now === null ? [] : COUNTED.filter((each) => now.counts[each] > 0).map((each) => t(`queue.changed.${each}`, { count: now.counts[each] }));
  return (
    <p class="plan-change" role="status" aria-atomic="true">
      {now !== null && (
        <span key={now.number}>
          ◆ {t('queue.changed.title')}: {parts.join('; ')}
        </span>
      )}
    </p>
  );
}

function Removed() {
  const reason = health.value?.standing.reasons[0];
  const why = fresh.value === 'red' ? t('fresh.lost') : reason === undefined ? '' : tCode('why', reason.code, textParams(reason.params));
  return (
    <p class="removed alarm" role="alert">
      {t('queue.removed', { why })}
    </p>
  );
}

function Lines({ list }: { readonly list: readonly Row[] }) {
  const box = useRef<HTMLOListElement>(null);
  const hold = (): void => {
    held.value = true;
  };
  const letGo = (): void => {
    held.value = box.current?.contains(document.activeElement) ?? false;
  };
  const entry = entryOf(list);
  if (list.length === 0) return <Empty>{t('queue.empty')}</Empty>;
  return (
    <ol class="lines" ref={box} onPointerEnter={hold} onPointerLeave={letGo} onFocusIn={hold} onFocusOut={() => setTimeout(letGo)} onKeyDown={roam}>
      {list.map((row) => (
        <LineRow key={row.key} row={row} entry={row.key === entry} />
      ))}
    </ol>
  );
}

/** The one line that Tab stops at: the open one, or the first. */
function entryOf(list: readonly Row[]): string | undefined {
  return (list.find(({ key }) => key === chosen.value) ?? list.find(({ gone }) => !gone) ?? list[0])?.key;
}

const ROAM: Readonly<Record<string, (at: number, last: number) => number>> = {
  ArrowDown: (at, last) => Math.min(last, at + 1),
  ArrowUp: (at) => Math.max(0, at - 1),
  Home: () => 0,
  End: (_, last) => last,
};

/** Arrows go from line to line, and open nothing. */
function roam(event: KeyboardEvent & { readonly currentTarget: HTMLElement }): void {
  const heads = [...event.currentTarget.querySelectorAll<HTMLElement>('.line-head')];
  // A line, or the list, has the focus itself when what had it in there is gone.
  const at = heads.findIndex((each) => each === event.target || each.parentElement === event.target);
  const to = ROAM[event.key];
  if (to === undefined || (at < 0 && event.target !== event.currentTarget)) return;
  event.preventDefault();
  heads[to(at, heads.length - 1)]?.focus();
}

function LineRow({ row, entry }: { readonly row: Row; readonly entry: boolean }) {
  const { line, recommendation } = row;
  const open = chosen.value === row.key;
  const button = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    if (open && document.activeElement?.closest('.queue') === null) button.current?.focus();
  }, [open]);
  const select = (): void => {
    chosen.value = open ? null : row.key;
    selectedTrack.value = line.track;
  };
  return (
    <li class={`line ${row.gone ? 'gone' : ''} ${row.change === null ? '' : 'changed'} ${open ? 'open' : ''}`} data-track={line.track} data-key={row.key}>
      <button type="button" class="line-head" aria-expanded={open} tabIndex={entry ? 0 : -1} ref={button} onClick={select}>
        <span class="order">
          {row.gone ? <span class="countdown past">–</span> : <LastOrder row={row} />}
        </span>
        <span class="names">
          <Name text={line.track} longest={24} /> <span aria-hidden="true">→ </span>
          <Name text={line.fire_unit} longest={24} />
        </span>
        <span class="shot">
          <small>
            {tCode('type', line.interceptor_type)} × {line.salvo_size}
          </small>
          <small class="unbroken">
            {t('queue.launch')} {clock(line.launch)}
          </small>
        </span>
        {recommendation !== null && (
          <span class="gain">
            <span>
              <small>{t('queue.averts')}</small> <strong>{money(recommendation.damage_averted_meur)}</strong>
            </span>
            <small>
              {t('pk.word')} <PkRange low={recommendation.pk_low} planned={recommendation.pk_planned} high={recommendation.pk_high} />
            </small>
          </span>
        )}
        <Marks row={row} />
      </button>
      {open && recommendation !== null && !row.gone && (
        <div class="line-body">
          <Verdicts row={row} />
          <Why recommendation={recommendation} row={row} />
        </div>
      )}
    </li>
  );
}

/** How long it is to the last order; at nothing it says that one is still taken. */
function LastOrder({ row }: { readonly row: Row }) {
  return (
    <>
      <Countdown at={row.lastOrder} taken />
      <small>{t(row.lastOrder <= nowMs.value ? 'queue.order_now' : 'queue.last_order')}</small>
    </>
  );
}

const SIGN: Readonly<Record<Change['what'], string>> = { new: '+', other_unit: '⇄', other_type: '⇄', position: '⇄', earlier: '◂', later: '▸', salvo: '⇄' };

/** What was changed, by sign and words: never by colour alone. */
function changeText(change: Change): string {
  return `${SIGN[change.what]} ${t(`queue.change.${change.what}`, changeParams(change))}`;
}

const positionName = (position: string): string => inert(tCode('position', position), 20);

function changeParams(change: Change): Params {
  switch (change.what) {
    case 'new':
      return {};
    case 'other_unit':
      return { was: inert(change.was, 20) };
    case 'other_type':
      return { was: inert(tCode('type', change.was)) };
    case 'position':
      return { was: positionName(change.was), now: positionName(change.now) };
    case 'salvo':
      return { was: change.was };
    case 'earlier':
    case 'later':
      return { time: countdown(change.bySeconds) };
  }
}

function Marks({ row }: { readonly row: Row }) {
  if (!row.gone && row.change === null && row.line.second === null) return null;
  return (
    <span class="marks">
      {row.gone && <em class="mark">{row.decided ? `✓ ${t('queue.decided_on')}` : `✕ ${t(row.lapsed ? 'queue.lapsed' : 'queue.gone')}`}</em>}
      {row.change !== null && <em class="mark news">{changeText(row.change)}</em>}
      {row.line.second !== null && <em class="mark warn">{t('queue.second')}</em>}
    </span>
  );
}

function Verdicts({ row }: { readonly row: Row }) {
  // Marked and not switched off: a link that is late for a moment must not take the focus.
  const off = !canDecide.value;
  const decide = (verdict: Verdict): void => {
    if (!off) begin(row.line, verdict, row.seen);
  };
  return (
    <div class="row verdicts">
      <button type="button" class="primary" aria-disabled={off} onClick={() => decide('authorise')}>
        {t('queue.authorise')}
      </button>
      <button type="button" aria-disabled={off} onClick={() => decide('refuse')}>
        {t('queue.refuse')}
      </button>
      <button type="button" aria-disabled={off} onClick={() => decide('hold')}>
        {t('queue.hold')}
      </button>
    </div>
  );
}

/** How many lines wait, for the alarm line. */
export const waiting = (): number => deciding.value?.open_lines ?? 0;
