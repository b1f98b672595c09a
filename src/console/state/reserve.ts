/** What the commander's reserve leaves a fire unit to shoot with. */
import type { FireUnit, Measures } from '../api/picture';

type Reserve = Measures['reserves'][number];

/** How many fire units have such rounds, and how many of them may then fire none. */
export function silencedBy(reserve: Reserve, units: readonly FireUnit[]): { readonly silenced: number; readonly having: number } {
  const having = units
    .filter(({ id }) => reserve.fire_unit === null || reserve.fire_unit === id)
    .flatMap(({ magazines }) => magazines)
    .filter(({ interceptor_type }) => interceptor_type === reserve.interceptor_type)
    .map(({ rounds_ready, rounds_stored }) => rounds_ready + rounds_stored)
    .filter((rounds) => rounds > 0);
  return { silenced: having.filter((rounds) => rounds <= reserve.rounds).length, having: having.length };
}
