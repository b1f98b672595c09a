/** All messages: one file for the codes of the domain, one for each view. */
import { about } from './about';
import { cities } from './cities';
import { codes } from './codes';
import { keys } from './keys';
import { map } from './map';
import { pages } from './pages';
import { problems } from './problems';
import { queue } from './queue';
import { reports } from './reports';
import { shell } from './shell';
import { why } from './why';

export const MESSAGES = { ...about, ...cities, ...codes, ...keys, ...map, ...pages, ...problems, ...queue, ...reports, ...shell, ...why } as const;
