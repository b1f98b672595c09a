/** Why this shot, and why not another. */
import type { Alternative, Recommendation } from '../api/plan';
import { chance, clock, money, percent, t, tCode } from '../i18n/index';
import { Name } from '../parts/text';
import { canDecide, interceptorTypes } from '../state/desk';
import { begin } from '../state/decide';
import type { Row } from '../state/queue';

export function Why({ recommendation, row }: { readonly recommendation: Recommendation; readonly row: Row }) {
  const each = recommendation;
  const cost = interceptorTypes.value.find(({ id }) => id === each.interceptor_type)?.cost_meur;
  return (
    <div class="why">
      <dl>
        <dt>{t('why.averts')}</dt>
        <dd>{money(each.damage_averted_meur)}</dd>
        <dt>{t('why.p_kill')}</dt>
        <dd>{chance(each.p_kill)}</dd>
        <dt>{t('queue.cost')}</dt>
        <dd>{cost === undefined ? t('why.unknown') : money(cost * each.salvo_size)}</dd>
        <dt>{t('queue.price')}</dt>
        <dd>{money(each.price_meur)}</dd>
        <dt>{t('why.window')}</dt>
        <dd class="unbroken">
          {clock(each.window.opens)}–{clock(each.window.closes)}
        </dd>
        <dt>{t('why.intercept')}</dt>
        <dd>{clock(each.intercept)}</dd>
        <dt>{t('why.debris')}</dt>
        <dd>{money(each.debris_meur)}</dd>
        <dt>{t('queue.if_refused')}</dt>
        <dd>
          {each.refusal_meur === null ? t('why.unknown') : money(each.refusal_meur)}
          {each.replacement !== null && (
            <>
              {' → '}
              <Name text={each.replacement.fire_unit} longest={24} />
            </>
          )}
        </dd>
      </dl>
      <Alternatives list={each.alternatives} row={row} />
    </div>
  );
}

function Alternatives({ list, row }: { readonly list: readonly Alternative[]; readonly row: Row }) {
  return (
    <>
      <h3>{t('queue.alternatives')}</h3>
      {list.length === 0 ? (
        <p class="quiet">{t(row.recommendation?.refusal_meur === null ? 'why.unknown' : 'queue.none')}</p>
      ) : (
        <ul class="alternatives">
          {list.map((each) => (
            <li key={`${each.fire_unit} ${each.interceptor_type} ${each.launch}`} class="spread">
              <span>
                <Name text={each.fire_unit} longest={24} />
                <small>
                  {' '}
                  {tCode('type', each.interceptor_type)} × {each.salvo_size} · {clock(each.launch)} · {t('pk.word')} {percent(each.pk_planned)}
                </small>
              </span>
              <span class="row">
                <span class="quiet">{t('queue.worse', { money: money(each.difference_meur) })}</span>
                <button
                  type="button"
                  aria-disabled={!canDecide.value}
                  onClick={() =>
                    canDecide.value &&
                    begin(row.line, 'amend', row.seen, {
                      fire_unit: each.fire_unit,
                      interceptor_type: each.interceptor_type,
                      salvo_size: each.salvo_size,
                      position: each.position,
                    })
                  }
                >
                  {t('queue.amend')}
                </button>
              </span>
            </li>
          ))}
        </ul>
      )}
    </>
  );
}
