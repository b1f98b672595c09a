/** All messages: one file for the codes of the domain, one for each view. */
import { cities } from './cities';
import { codes } from './codes';
import { shell } from './shell';

export const MESSAGES = { ...cities, ...codes, ...shell } as const;
