/** The base map as the build writes it. */
import { array, number, object, string, type Valid } from '../lib/validate';

const point = array(number);
const ring = array(point);

export const basemapDocument = object({
  sources: array(string),
  countries: array(array(ring)),
  ukraine: array(array(ring)),
  oblasts: array(object({ id: string, rings: array(ring) })),
  rivers: array(ring),
  lakes: array(array(ring)),
  cities: array(object({ name: string, at: point, population: number })),
});
export type Basemap = Valid<typeof basemapDocument>;
