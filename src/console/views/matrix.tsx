/** The score matrix: each track against each inventory, with the plan's choice marked. */
import { useState } from 'preact/hooks';
import { scorePage, type Score } from '../api/plan';
import { clock, money, number, percentRange, t, tCode } from '../i18n/index';
import { useAsked } from '../parts/asked';
import { said } from '../parts/problem';
import { Name } from '../parts/text';
import { deskName, plan } from '../state/desk';
import { TrackLink } from './leakers';

const EVERY_MS = 5_000;
const ROWS = 1_000;
const MOST_TRACKS = 60;

interface Inventory {
  readonly unit: string;
  readonly type: string;
}

const nameOf = (unit: string, type: string): string => `${unit}\n${type}`;

export function MatrixView() {
  const { value, problem } = useAsked(`/desks/${deskName.value}/scores?feasible=true&limit=${ROWS}`, scorePage, EVERY_MS);
  const [cell, setCell] = useState<Score | null>(null);
  const scores = value?.scores ?? [];
  const trackIds = [...new Set(scores.filter(({ best }) => best !== null).map(({ track }) => track))].slice(0, MOST_TRACKS);
  const inventories = inventoriesOf(scores.filter(({ track, best }) => best !== null && trackIds.includes(track)));
  const byPair = new Map(scores.map((score) => [`${score.track}\n${nameOf(score.fire_unit, score.interceptor_type)}`, score]));
  const chosen = new Set((plan.value?.recommendations ?? []).filter(({ firm }) => firm).map((each) => `${each.track}\n${nameOf(each.fire_unit, each.interceptor_type)}`));
  const most = Math.max(1e-9, ...scores.map(({ best }) => best?.net_gain_meur ?? 0));
  return (
    <section class="page matrix-page">
      <h1>{t('nav.matrix')}</h1>
      <p class="quiet">{t('matrix.note')}</p>
      {problem !== null && <p class="alarm">{said(problem)}</p>}
      <Chosen score={cell} />
      <div class="matrix-scroll" tabIndex={0} role="region" aria-label={t('nav.matrix')}>
        <table class="matrix">
          <thead>
            <tr>
              <th scope="col">{t('leak.track')}</th>
              {inventories.map(({ unit, type }) => (
                <th scope="col" key={nameOf(unit, type)}>
                  <Name text={unit} longest={40} />
                  <small>{tCode('type', type)}</small>
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {trackIds.map((track) => (
              <tr key={track}>
                <th scope="row">
                  <TrackLink id={track} />
                </th>
                {inventories.map(({ unit, type }) => {
                  const name = `${track}\n${nameOf(unit, type)}`;
                  return <Cell key={name} score={byPair.get(name)} most={most} chosen={chosen.has(name)} onPick={setCell} />;
                })}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}

/** Inventories with any shot, those with the most to gain first. */
function inventoriesOf(scores: readonly Score[]): readonly Inventory[] {
  const gains = new Map<string, number>();
  for (const { fire_unit, interceptor_type, best } of scores) {
    const name = nameOf(fire_unit, interceptor_type);
    gains.set(name, Math.max(gains.get(name) ?? -Infinity, best?.net_gain_meur ?? -Infinity));
  }
  return [...gains]
    .sort((a, b) => b[1] - a[1])
    .slice(0, 60)
    .map(([name]) => {
      const [unit = '', type = ''] = name.split('\n');
      return { unit, type };
    });
}

interface CellProps {
  readonly score: Score | undefined;
  readonly most: number;
  readonly chosen: boolean;
  readonly onPick: (score: Score) => void;
}

function Cell({ score, most, chosen, onPick }: CellProps) {
  if (score === undefined) return <td />;
  const { best } = score;
  if (best === null) return <td class="no-shot" title={tCode('reason', score.reason ?? '')} />;
  const level = best.net_gain_meur <= 0 ? 0 : 1 + Math.round(4 * Math.sqrt(best.net_gain_meur / most));
  return (
    <td class={`gain-${level} ${chosen ? 'plan-choice' : ''}`}>
      <button type="button" class="plain" onClick={() => onPick(score)} title={t('matrix.cell', { gain: money(best.net_gain_meur), pk: percentRange(best.pk_low, best.pk_high) })}>
        {chosen ? '◆ ' : ''}
        {number(best.net_gain_meur, 1)}
      </button>
    </td>
  );
}

function Chosen({ score }: { readonly score: Score | null }) {
  const best = score?.best;
  if (score === null || best === null || best === undefined) return <p class="quiet">{t('matrix.pick')}</p>;
  return (
    <p role="status">
      <Name text={score.track} /> → <Name text={score.fire_unit} /> · {tCode('type', score.interceptor_type)} × {best.salvo_size} · {t('pk.word')} {percentRange(best.pk_low, best.pk_high)} ·{' '}
      {t('why.window')} {clock(best.window.opens)}–{clock(best.window.closes)} · {t('queue.averts')} {money(best.damage_averted_meur)} − {t('queue.price')} {money(best.price_meur)} −{' '}
      {t('matrix.cost')} {money(best.cost_meur)} = <strong>{money(best.net_gain_meur)}</strong>
    </p>
  );
}
