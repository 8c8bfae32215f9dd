// Order statistics.

/** The value below which the share `p` of the samples lies (nearest rank). */
export function percentile(samples, p) {
  const sorted = Float64Array.from(samples).sort();
  return sorted[Math.max(0, Math.ceil(p * sorted.length) - 1)];
}

export const p50 = (samples) => percentile(samples, 0.5);
export const p99 = (samples) => percentile(samples, 0.99);

/** Repeats `once` until `count` samples or `limitMs` are reached; answers the samples. */
export async function sample(count, limitMs, once) {
  const until = performance.now() + limitMs;
  const samples = [];
  while (samples.length < count && performance.now() < until) samples.push(await once(samples.length));
  return samples;
}
