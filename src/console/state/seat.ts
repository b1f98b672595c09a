/** Who sits here, one after the other. */
import { batch, effect } from '@preact/signals';
import { leave } from './decide';
import { session } from './session';

/** From now on what one person began is put away before the next one sees it. */
export function watchSeat(): () => void {
  let seated: string | null = null;
  return effect(() => {
    // Whose session has ended may come back.
    const name = session.value?.name ?? seated;
    if (name === seated) return;
    seated = name;
    batch(leave);
  });
}
