/** What the commander's reserve leaves fire units to shoot with. */
import { isOver, type Engagement } from '../api/desk';
import type { FireUnit, Measures } from '../api/picture';

type Reserve = Measures['reserves'][number];
type Bound = Pick<Engagement, 'fire_unit' | 'interceptor_type' | 'salvo_size' | 'launched' | 'state'>;

/**
 * How many fire units have such rounds, and how many of them may then fire none.
 *
 * Free are the rounds of a magazine, in store as well, that no authorised shot is to
 * take; kept is the most that anybody wants kept: the unit's own least stock counts too.
 */
export function silencedBy(order: Reserve, others: readonly Reserve[], units: readonly FireUnit[], shots: readonly Bound[]): { readonly silenced: number; readonly having: number } {
  const isOfType = (each: { readonly interceptor_type: string }): boolean => each.interceptor_type === order.interceptor_type;
  const having = units.flatMap(({ id, magazines }) =>
    magazines
      .filter((each) => isOfType(each) && each.rounds_ready + each.rounds_stored > 0)
      .map(({ rounds_ready, rounds_stored, min_reserve }) => {
        const bound = shots.filter((shot) => isOfType(shot) && shot.fire_unit === id && !shot.launched && !isOver(shot)).reduce((sum, { salvo_size }) => sum + salvo_size, 0);
        const kept = others.filter((each) => isOfType(each) && each.fire_unit === id).map(({ rounds }) => rounds);
        return rounds_ready + rounds_stored - bound - Math.max(order.rounds, min_reserve, ...kept);
      }),
  );
  return { silenced: having.filter((free) => free <= 0).length, having: having.length };
}
