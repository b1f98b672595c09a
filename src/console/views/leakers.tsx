/** What is not engaged and what is expected to get through, each with its reason. */
import type { Plan } from '../api/plan';
import { money, chance, t, tCode, countdown } from '../i18n/index';
import { Empty, Name } from '../parts/text';
import { assets, plan } from '../state/desk';
import { view } from '../state/view';
import { showTrack } from '../state/chart';

export function LeakersView() {
  const made = plan.value;
  return (
    <section class="page">
      <h1>{t('nav.leakers')}</h1>
      {made === null ? (
        <p class="removed alarm" role="alert">
          {t('leak.no_plan')}
        </p>
      ) : (
        <>
          <Withdrawn made={made} />
          <NotEngaged made={made} />
          <Leakers made={made} />
        </>
      )}
    </section>
  );
}

function Withdrawn({ made }: { readonly made: Plan }) {
  if (made.withdrawn.length === 0) return null;
  return (
    <div class="called-back" role="alert">
      <h2>{t('leak.withdrawn')}</h2>
      <ul>
        {made.withdrawn.map((each) => (
          <li key={`${each.track} ${each.fire_unit}`}>
            <Name text={each.track} /> → <Name text={each.fire_unit} />: {tCode('reason', each.reason)}
            {each.launched && ` (${t('queue.flying')})`}
          </li>
        ))}
      </ul>
    </div>
  );
}

function NotEngaged({ made }: { readonly made: Plan }) {
  const list = [...made.not_engaged].sort((a, b) => b.expected_leak_meur - a.expected_leak_meur);
  if (list.length === 0) return <Empty>{t('leak.none')}</Empty>;
  const counts = new Map<string, number>();
  for (const each of list) counts.set(each.reason, (counts.get(each.reason) ?? 0) + 1);
  return (
    <>
      <p class="reasons">
        {[...counts].sort((a, b) => b[1] - a[1]).map(([reason, count]) => (
          <span key={reason} class="mark">
            {tCode('reason', reason)}: {count}
          </span>
        ))}
      </p>
      <table>
        <caption>{t('leak.not_engaged', { count: list.length })}</caption>
        <thead>
          <tr>
            <th>{t('leak.track')}</th>
            <th>{t('leak.reason')}</th>
            <th>{t('leak.remedy')}</th>
            <th class="number">{t('leak.expected')}</th>
          </tr>
        </thead>
        <tbody>
          {list.map((each) => (
            <tr key={each.track}>
              <td>
                <TrackLink id={each.track} />
              </td>
              <td>{tCode('reason', each.reason)}</td>
              <td class="quiet">{remedy(each.reason)}</td>
              <td class="number">{money(each.expected_leak_meur)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </>
  );
}

/** What it would take; nothing where nothing may be done about it. */
function remedy(reason: string): string {
  const told = tCode('remedy', reason);
  return told === reason ? '–' : told;
}

function Leakers({ made }: { readonly made: Plan }) {
  const names = new Map(assets.value.map((each) => [each.id, each.name === '' ? each.id : each.name]));
  const list = made.leakers.filter(({ expected_leak_meur }) => expected_leak_meur > 0).sort((a, b) => b.expected_leak_meur - a.expected_leak_meur);
  return (
    <table>
      <caption>{t('leak.leakers', { count: list.length })}</caption>
      <thead>
        <tr>
          <th>{t('leak.track')}</th>
          <th class="number">{t('leak.p')}</th>
          <th class="number">{t('leak.expected')}</th>
          <th>{t('leak.asset')}</th>
          <th class="number">{t('leak.impact')}</th>
        </tr>
      </thead>
      <tbody>
        {list.slice(0, 200).map((each) => (
          <tr key={each.track}>
            <td>
              <TrackLink id={each.track} />
            </td>
            <td class="number">{chance(each.p_leak)}</td>
            <td class="number">{money(each.expected_leak_meur)}</td>
            <td>{each.likely_asset === null ? '–' : <Name text={names.get(each.likely_asset) ?? each.likely_asset} />}</td>
            <td class="number">{each.time_to_impact_s === null ? '–' : countdown(each.time_to_impact_s)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** A track's name that shows it on the map. */
export function TrackLink({ id }: { readonly id: string }) {
  return (
    <button
      type="button"
      class="plain link"
      onClick={() => {
        view.value = 'picture';
        setTimeout(() => showTrack(id));
      }}
    >
      <Name text={id} longest={32} />
    </button>
  );
}
