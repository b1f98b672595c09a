/** All messages: one file for the codes of the domain, one for each view. */
import { cities } from './cities';
import { codes } from './codes';
import { problems } from './problems';
import { queue } from './queue';
import { shell } from './shell';

export const MESSAGES = { ...cities, ...codes, ...problems, ...queue, ...shell } as const;
