/** What is to be read of a decision: the shot as it would be entered, the checks, and what it is worth. */
import type { Review as ReviewDocument } from '../api/desk';
import { chance, clock, money, percentRange, t, tCode } from '../i18n/index';
import { textParams } from '../parts/params';
import { Countdown, Name } from '../parts/text';
import { keyOf } from '../state/changes';
import { promised } from '../state/decide';
import { nowMs } from '../state/desk';
import { asPlanned } from '../state/planned';
import { isWorse } from '../state/promised';
import { rows } from '../state/queue';

interface DetailsProps {
  readonly review: ReviewDocument;
  readonly why?: string;
  /** Whether none of it holds any more: its place is kept, and nothing of it is to be read. */
  readonly gone?: boolean;
}

/** The shot as it would be entered, and what the service has checked. */
export function Details({ review, why = '', gone = false }: DetailsProps) {
  const { shot } = review;
  return (
    <>
      <p class="big">{tCode('verdict', review.verdict)}</p>
      <dl class={`review-facts ${gone ? 'void' : ''}`}>
        {shot !== null && <ShotFacts shot={shot} review={review} />}
        {why !== '' && (
          <>
            <dt>{t('review.why')}</dt>
            <dd>
              <Name text={why} longest={200} />
            </dd>
          </>
        )}
        <dt>{t('control.status')}</dt>
        <dd>{tCode('wcs', review.weapons_control)}</dd>
        {review.second !== null && (
          <>
            <dt class="warn">{t('queue.second')}</dt>
            <dd>{tCode('second', review.second.code, textParams(review.second.params))}</dd>
          </>
        )}
      </dl>
      <ul class={`checks ${gone ? 'void' : ''}`}>
        {review.checks.map((check) => (
          <li key={check.code} class={check.passed ? 'good' : 'alarm'}>
            {check.passed ? '✓' : '✗'} {tCode('check', checkOf(review, check.code), textParams(check.params))}
          </li>
        ))}
      </ul>
      {shot !== null && <p class="quiet">{t('review.no_fire')}</p>}
    </>
  );
}

/** What still stands under an amendment is the line that is amended, not the shot that is read. */
const checkOf = (review: ReviewDocument, code: string): string => (review.verdict === 'amend' && code === 'line_stands' ? 'line_stands.amended' : code);

export type Shot = NonNullable<ReviewDocument['shot']>;

function ShotFacts({ shot, review }: { readonly shot: Shot; readonly review: ReviewDocument }) {
  return (
    <>
      <dt>{t('review.shot')}</dt>
      <dd>
        <Name text={shot.fire_unit} longest={32} /> · {tCode('type', shot.interceptor_type)} × {shot.salvo_size}
      </dd>
      <dt>{t('review.last_order')}</dt>
      <dd>
        <LastOrder shot={shot} review={review} />
      </dd>
      <dt>{t('queue.launch')}</dt>
      <dd>{clock(shot.launch)}</dd>
      <dt>{t('pk.word')}</dt>
      <dd>
        {percentRange(shot.pk_low, shot.pk_high)} · {t('review.salvo')} {chance(shot.p_kill)}
      </dd>
      <dt>{t('queue.averts')}</dt>
      <dd>
        {money(shot.damage_averted_meur)} · {t('queue.price')} {money(shot.price_meur)}
      </dd>
      <dt>{t('review.left')}</dt>
      <dd>
        {review.rounds_left_after ?? '–'} · {t('review.reserve')} {review.reserve ?? 0}
      </dd>
    </>
  );
}

/** As the queue counts it, where the plan has the shot. */
function LastOrder({ shot, review }: { readonly shot: Shot; readonly review: ReviewDocument }) {
  const row = asPlanned(review) === null ? undefined : rows.value.find(({ key }) => key === keyOf(shot));
  if (row === undefined) return <Countdown at={shot.last_order} />;
  return (
    <>
      <Countdown at={Math.min(row.lastOrder, shot.last_order)} taken /> {row.lastOrder <= nowMs.value && t('queue.order_now')}
    </>
  );
}

/** What the shot was and is worth; null where there is nothing to compare it with. */
function comparedWithThen(review: ReviewDocument) {
  const now = asPlanned(review);
  if (now === null || review.shot === null) return null;
  const was = promised.value ?? review.shot;
  return { was, now, worse: isWorse(was, now) };
}

/** Whether it is worth as much as when it was chosen: the checks ask only whether it may be. */
export function Worth({ review }: { readonly review: ReviewDocument }) {
  const found = comparedWithThen(review);
  if (found === null) return null;
  const { was, now, worse } = found;
  const chosen = promised.value !== null;
  if (!worse) return chosen ? <p class="good">✓ {t('review.as_good')}</p> : null;
  return (
    <p class="warn worse">
      <strong role="alert">▲ {t(chosen ? 'review.worse' : 'review.worse.second')}</strong>
      {': '}
      {t('review.worse.by', { p_before: chance(was.p_kill), before: money(was.damage_averted_meur), p_after: chance(now.p_kill), after: money(now.damage_averted_meur) })}
    </p>
  );
}
