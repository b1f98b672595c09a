/** The raid at a glance: how many of what from where, and what is expected of it. */
import { summary, type Sample, type Summary } from '../api/records';
import { countdown, money, number, percent, t, tCode } from '../i18n/index';
import { useAsked } from '../parts/asked';
import { said } from '../parts/problem';
import { Name } from '../parts/text';
import { assets, deskName } from '../state/desk';

const EVERY_MS = 3_000;

export function SummaryView() {
  const { value, problem } = useAsked(`/desks/${deskName.value}/summary`, summary, EVERY_MS);
  return (
    <section class="page">
      <h1>{t('nav.summary')}</h1>
      {problem !== null && <p class="alarm">{said(problem)}</p>}
      {value !== null && (
        <>
          <Figures raid={value} />
          <div class="columns wide-first">
            <Axes raid={value} />
            <Classes raid={value} />
          </div>
          <Trend samples={value.trend} />
        </>
      )}
    </section>
  );
}

function Figures({ raid }: { readonly raid: Summary }) {
  const { outlook } = raid;
  // Of the tracks in the air, as the number beside it; the plan counts those to come, too.
  const seen = raid.axes.reduce((sum, axis) => sum + axis.expected_leak_meur, 0);
  return (
    <div class="figures">
      <Figure name={t('sum.threatening')} value={number(raid.threatening)} note={t('sum.of_tracks', { count: raid.tracks })} />
      <Figure name={t('sum.decoys')} value={percent(raid.decoy_share)} note={t('sum.expected')} />
      <Figure
        name={t('sum.leak')}
        value={outlook === null ? '–' : money(seen)}
        note={outlook === null ? t('sum.no_plan') : t('sum.leakers', { count: number(outlook.expected_leakers, 1), money: money(outlook.expected_leak_meur) })}
      />
      <Figure name={t('sum.averted')} value={outlook === null ? '–' : percent(outlook.averted_share)} note={outlook === null ? '' : t('sum.undefended', { money: money(outlook.undefended) })} />
      <Figure
        name={t('sum.gap')}
        value={outlook === null ? '–' : `≤ ${percent(outlook.gap, 1)}`}
        note={outlook === null ? '' : t('sum.gap.note', { value: money(outlook.value), bound: money(outlook.bound) })}
      />
    </div>
  );
}

function Figure({ name, value, note }: { readonly name: string; readonly value: string; readonly note: string }) {
  return (
    <div class="figure">
      <span class="quiet">{name}</span>
      <strong>{value}</strong>
      <small class="quiet">{note}</small>
    </div>
  );
}

function Axes({ raid }: { readonly raid: Summary }) {
  const names = new Map(assets.value.map((each) => [each.id, each.name === '' ? each.id : each.name]));
  return (
    <table>
      <caption>{t('sum.axes')}</caption>
      <thead>
        <tr>
          <th>{t('sum.axis')}</th>
          <th class="number">{t('sum.tracks')}</th>
          <th class="number">{t('sum.engaged')}</th>
          <th class="number">{t('leak.expected')}</th>
          <th class="number">{t('sum.nearest')}</th>
          <th>{t('leak.asset')}</th>
        </tr>
      </thead>
      <tbody>
        {raid.axes.map((axis) => (
          <tr key={axis.sector}>
            <td>{tCode('sector', axis.sector)}</td>
            <td class="number">{axis.tracks}</td>
            <td class="number">{axis.engaged}</td>
            <td class="number">{money(axis.expected_leak_meur)}</td>
            <td class="number">{axis.nearest_s === null ? '–' : countdown(axis.nearest_s)}</td>
            <td>
              {axis.assets.slice(0, 2).map((id) => (
                <div key={id}>
                  <Name text={names.get(id) ?? id} longest={40} />
                </div>
              ))}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Classes({ raid }: { readonly raid: Summary }) {
  return (
    <table>
      <caption>{t('sum.classes')}</caption>
      <thead>
        <tr>
          <th>{t('sum.class')}</th>
          <th class="number">{t('sum.tracks')}</th>
          <th class="number">{t('sum.decoys_expected')}</th>
        </tr>
      </thead>
      <tbody>
        {raid.by_class.map((each) => (
          <tr key={each.threat_class}>
            <td>{tCode('class', each.threat_class)}</td>
            <td class="number">{each.tracks}</td>
            <td class="number">{number(each.decoys, 1)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

const WIDTH = 600;
const HEIGHT = 120;

/** Threatening tracks and expected leak over the last hour. */
function Trend({ samples }: { readonly samples: readonly Sample[] }) {
  if (samples.length < 2) return null;
  const first = samples[0]?.at ?? 0;
  const last = samples.at(-1)?.at ?? 1;
  const x = (at: number): number => (WIDTH * (at - first)) / Math.max(1, last - first);
  const path = (of: (sample: Sample) => number | null): string => {
    const most = Math.max(1, ...samples.map((each) => of(each) ?? 0));
    return samples
      .flatMap((each) => {
        const value = of(each);
        return value === null ? [] : [`${x(each.at).toFixed(1)},${(HEIGHT - (HEIGHT - 8) * (value / most)).toFixed(1)}`];
      })
      .join(' ');
  };
  return (
    <figure class="trend">
      <figcaption>
        {t('sum.trend')}: <span class="trend-a">— {t('sum.threatening')}</span> <span class="trend-b">- - {t('sum.leak')}</span>
      </figcaption>
      <svg viewBox={`0 0 ${WIDTH} ${HEIGHT}`} role="img" aria-label={t('sum.trend')} preserveAspectRatio="none">
        <polyline class="trend-line-a" points={path((each) => each.threatening)} />
        <polyline class="trend-line-b" points={path((each) => each.expected_leak_meur)} />
      </svg>
    </figure>
  );
}
