/** What the commander's reserve leaves fire units to shoot with. */
import { isOver, type Engagement } from '../api/desk';
import type { FireUnit, Measures } from '../api/picture';

type Reserve = Measures['reserves'][number];
type Bound = Pick<Engagement, 'fire_unit' | 'interceptor_type' | 'salvo_size' | 'launched' | 'state'>;

/**
 * How many fire units could fire such rounds, and how many of them the order leaves none.
 *
 * Left are the rounds of a magazine, in store as well, that no authorised shot is to
 * take.  Whom the unit's own least stock or another order leaves nothing is not silenced
 * by this one.
 */
export function silencedBy(order: Reserve, others: readonly Reserve[], units: readonly FireUnit[], shots: readonly Bound[]): { readonly silenced: number; readonly having: number } {
  const isOfType = (each: { readonly interceptor_type: string }): boolean => each.interceptor_type === order.interceptor_type;
  const left = units
    .filter(({ channels }) => channels > 0)
    .flatMap(({ id, magazines }) =>
      magazines.filter(isOfType).map(({ rounds_ready, rounds_stored, min_reserve }) => {
        const bound = shots.filter((shot) => isOfType(shot) && shot.fire_unit === id && !shot.launched && !isOver(shot)).reduce((sum, { salvo_size }) => sum + salvo_size, 0);
        const kept = others.filter((each) => isOfType(each) && each.fire_unit === id).map(({ rounds }) => rounds);
        return { rounds: rounds_ready + rounds_stored - bound, kept: Math.max(min_reserve, ...kept) };
      }),
    )
    .filter(({ rounds, kept }) => rounds > kept);
  return { silenced: left.filter(({ rounds }) => rounds <= order.rounds).length, having: left.length };
}
