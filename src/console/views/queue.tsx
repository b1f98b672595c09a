/** The engagement queue beside the map. */
import { useEffect, useRef } from 'preact/hooks';
import { clock, money, t, tCode } from '../i18n/index';
import { Countdown, Empty, Name, PkRange } from '../parts/text';
import { canDecide, deciding, fresh, health, plan } from '../state/desk';
import { begin } from '../state/decide';
import { chosen, held, rows, selectedTrack, type Row } from '../state/queue';
import { Decided } from './decided';
import { Why } from './why';

export function Queue() {
  const list = rows.value;
  return (
    <section class="queue" aria-labelledby="queue-title">
      <header class="spread">
        <h2 id="queue-title">{t('queue.title')}</h2>
        <span class="quiet" aria-live="polite">
          {t('queue.count', { count: list.filter((row) => !row.gone).length })}
        </span>
      </header>
      {plan.value === null ? <Removed /> : <Lines list={list} />}
      <Decided />
    </section>
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

export function textParams(params: Readonly<Record<string, unknown>>): Record<string, string | number> {
  return Object.fromEntries(Object.entries(params).map(([key, value]) => [key, typeof value === 'number' ? value : String(value)]));
}

function Lines({ list }: { readonly list: readonly Row[] }) {
  const box = useRef<HTMLOListElement>(null);
  const hold = (): void => {
    held.value = true;
  };
  const letGo = (): void => {
    held.value = box.current?.contains(document.activeElement) ?? false;
  };
  if (list.length === 0) return <Empty>{t('queue.empty')}</Empty>;
  return (
    <ol class="lines" ref={box} onPointerEnter={hold} onPointerLeave={letGo} onFocusIn={hold} onFocusOut={() => setTimeout(letGo)}>
      {list.map((row) => (
        <LineRow key={row.key} row={row} />
      ))}
    </ol>
  );
}

function LineRow({ row }: { readonly row: Row }) {
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
    <li class={`line ${row.gone ? 'gone' : ''} ${open ? 'open' : ''}`} data-track={line.track}>
      <button type="button" class="line-head" aria-expanded={open} ref={button} onClick={select}>
        <span class="order">
          <Countdown at={line.last_order} />
          <small>{t('queue.order_in')}</small>
        </span>
        <span class="what">
          <span class="row">
            <Name text={line.track} longest={24} /> <span aria-hidden="true">→</span> <Name text={line.fire_unit} longest={24} />
          </span>
          <small>
            {tCode('type', line.interceptor_type)} × {line.salvo_size} · {t('queue.launch')} {clock(line.launch)}
          </small>
          <Marks row={row} />
        </span>
        {recommendation !== null && (
          <span class="gain">
            <strong>{money(recommendation.damage_averted_meur)}</strong>
            <small>
              pk <PkRange low={recommendation.pk_low} planned={recommendation.pk_planned} high={recommendation.pk_high} />
            </small>
          </span>
        )}
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

function Marks({ row }: { readonly row: Row }) {
  return (
    <span class="marks">
      {row.gone && <em class="mark">{t('queue.gone')}</em>}
      {!row.gone && row.change !== null && <em class="mark">{t(row.change === 'new' ? 'queue.new' : 'queue.changed')}</em>}
      {row.line.second !== null && <em class="mark warn">{t('queue.second')}</em>}
    </span>
  );
}

function Verdicts({ row }: { readonly row: Row }) {
  const off = !canDecide.value;
  return (
    <div class="row verdicts">
      <button type="button" class="primary" disabled={off} onClick={() => begin(row.line, 'authorise', row.seen)}>
        {t('queue.authorise')}
      </button>
      <button type="button" disabled={off} onClick={() => begin(row.line, 'refuse', row.seen)}>
        {t('queue.refuse')}
      </button>
      <button type="button" disabled={off} onClick={() => begin(row.line, 'hold', row.seen)}>
        {t('queue.hold')}
      </button>
    </div>
  );
}

/** How many lines wait, for the alarm line. */
export const waiting = (): number => deciding.value?.open_lines ?? 0;
