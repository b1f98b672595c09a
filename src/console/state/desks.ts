/** Which desks there are, and which one this console looks at first. */
import { batch, signal } from '@preact/signals';
import { ask } from '../api/client';
import { desks as desksDocument, type Desk } from '../api/desk';
import { cancel } from './decide';
import { deskName, turnTo } from './desk';
import { chosen, selectedTrack, selectedUnit, toIdentify } from './queue';
import { release } from './witness';

export const desks = signal<readonly Desk[]>([]);

export async function refreshDesks(): Promise<void> {
  const answer = await ask('/desks', desksDocument);
  if (answer.ok) desks.value = answer.value.desks;
}

/** The live desk; an exercise only where nothing is in the air at the live one. */
export async function chooseFirst(): Promise<void> {
  await refreshDesks();
  const [live, sim] = ['live', 'sim'].map((name) => desks.value.find((each) => each.name === name));
  if (sim !== undefined && (live === undefined || live.counts.tracks === 0)) deskName.value = 'sim';
}

/** Look at another desk from now on; what is held of the last one counts no more. */
export function lookAt(desk: string): void {
  if (desk === deskName.value) return;
  release(deskName.value);
  batch(() => {
    cancel();
    chosen.value = null;
    selectedTrack.value = null;
    toIdentify.value = null;
    selectedUnit.value = null;
    turnTo(desk);
  });
}
