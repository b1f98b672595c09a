/**
 * Lengths and directions on the WGS-84 ellipsoid.
 *
 * Vincenty's formulae: within a millimetre of the geodesic, but for points nearly
 * opposite each other on the earth, where they do not settle.
 */
export type LonLat = readonly [lon: number, lat: number];

export interface Leg {
  readonly distanceM: number;
  /** Degrees true at the first point, 0 to 360. */
  readonly bearingDeg: number;
}

const MAJOR_M = 6_378_137;
const FLATTENING = 1 / 298.257223563;
const MINOR_M = MAJOR_M * (1 - FLATTENING);
const SECOND_ECCENTRICITY_2 = (MAJOR_M ** 2 - MINOR_M ** 2) / MINOR_M ** 2;
const RADIAN = Math.PI / 180;
const SETTLED = 1e-12;
const MOST_ROUNDS = 100;

/** How far and in which direction the second point is from the first; null if that does not settle. */
export function leg(from: LonLat, to: LonLat): Leg | null {
  const [sinU1, cosU1] = reduced(from[1]);
  const [sinU2, cosU2] = reduced(to[1]);
  const apart = (to[0] - from[0]) * RADIAN;
  let lambda = apart;
  for (let round = 0; round < MOST_ROUNDS; round += 1) {
    const sinLambda = Math.sin(lambda);
    const cosLambda = Math.cos(lambda);
    const easterly = cosU2 * sinLambda;
    const northerly = cosU1 * sinU2 - sinU1 * cosU2 * cosLambda;
    const sinSigma = Math.hypot(easterly, northerly);
    if (sinSigma === 0) return { distanceM: 0, bearingDeg: 0 };
    const cosSigma = sinU1 * sinU2 + cosU1 * cosU2 * cosLambda;
    const sigma = Math.atan2(sinSigma, cosSigma);
    const sinAlpha = (cosU1 * cosU2 * sinLambda) / sinSigma;
    const cos2Alpha = 1 - sinAlpha ** 2;
    // On the equator there is no midpoint to speak of.
    const cosMiddle = cos2Alpha === 0 ? 0 : cosSigma - (2 * sinU1 * sinU2) / cos2Alpha;
    const before = lambda;
    lambda = apart + longitudeCorrection(sinAlpha, cos2Alpha, sigma, sinSigma, cosSigma, cosMiddle);
    if (Math.abs(lambda - before) < SETTLED) {
      const [scale, correction] = series(cos2Alpha, sinSigma, cosSigma, cosMiddle);
      return { distanceM: MINOR_M * scale * (sigma - correction), bearingDeg: compass(Math.atan2(easterly, northerly)) };
    }
  }
  return null;
}

/** The point at a distance in a direction, in degrees true. */
export function destination(from: LonLat, bearingDeg: number, distanceM: number): LonLat {
  const [sinU1, cosU1] = reduced(from[1]);
  const sinBearing = Math.sin(bearingDeg * RADIAN);
  const cosBearing = Math.cos(bearingDeg * RADIAN);
  const start = Math.atan2(sinU1, cosU1 * cosBearing);
  const sinAlpha = cosU1 * sinBearing;
  const cos2Alpha = 1 - sinAlpha ** 2;
  let sigma = distanceM / MINOR_M;
  for (let round = 0; round < MOST_ROUNDS; round += 1) {
    const [scale, correction] = series(cos2Alpha, Math.sin(sigma), Math.cos(sigma), Math.cos(2 * start + sigma));
    const before = sigma;
    sigma = distanceM / (MINOR_M * scale) + correction;
    if (Math.abs(sigma - before) < SETTLED) break;
  }
  const sinSigma = Math.sin(sigma);
  const cosSigma = Math.cos(sigma);
  const inward = sinU1 * sinSigma - cosU1 * cosSigma * cosBearing;
  const latitude = Math.atan2(sinU1 * cosSigma + cosU1 * sinSigma * cosBearing, (1 - FLATTENING) * Math.hypot(sinAlpha, inward));
  const lambda = Math.atan2(sinSigma * sinBearing, cosU1 * cosSigma - sinU1 * sinSigma * cosBearing);
  const correction = longitudeCorrection(sinAlpha, cos2Alpha, sigma, sinSigma, cosSigma, Math.cos(2 * start + sigma));
  return [from[0] + (lambda - correction) / RADIAN, latitude / RADIAN];
}

/** Sine and cosine of the reduced latitude. */
function reduced(latitudeDeg: number): readonly [sine: number, cosine: number] {
  const angle = Math.atan((1 - FLATTENING) * Math.tan(latitudeDeg * RADIAN));
  return [Math.sin(angle), Math.cos(angle)];
}

function series(cos2Alpha: number, sinSigma: number, cosSigma: number, cosMiddle: number): readonly [scale: number, correction: number] {
  const u = cos2Alpha * SECOND_ECCENTRICITY_2;
  const scale = 1 + (u / 16_384) * (4_096 + u * (-768 + u * (320 - 175 * u)));
  const b = (u / 1_024) * (256 + u * (-128 + u * (74 - 47 * u)));
  const inner = cosSigma * (-1 + 2 * cosMiddle ** 2) - (b / 6) * cosMiddle * (-3 + 4 * sinSigma ** 2) * (-3 + 4 * cosMiddle ** 2);
  return [scale, b * sinSigma * (cosMiddle + (b / 4) * inner)];
}

function longitudeCorrection(sinAlpha: number, cos2Alpha: number, sigma: number, sinSigma: number, cosSigma: number, cosMiddle: number): number {
  const c = (FLATTENING / 16) * cos2Alpha * (4 + FLATTENING * (4 - 3 * cos2Alpha));
  return (1 - c) * FLATTENING * sinAlpha * (sigma + c * sinSigma * (cosMiddle + c * cosSigma * (-1 + 2 * cosMiddle ** 2)));
}

const compass = (radians: number): number => (radians / RADIAN + 360) % 360;
