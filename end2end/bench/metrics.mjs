// Prometheus' text form, as far as it is needed here.

/** The median and the 99th percentile of a summary, in its own unit; none when there is no such summary. */
export function quantiles(text, name) {
  const of = (quantile) => new RegExp(`^${name}\\{(?:[^}]*,)?quantile="${quantile}"[^}]*\\} (\\S+)$`, 'm').exec(text)?.[1];
  const [p50, p99] = [of('0.5'), of('0.99')];
  return p50 && p99 && { p50: Number(p50), p99: Number(p99) };
}

/** The sum of a counter over all of its labels. */
export function total(text, name) {
  const lines = text.matchAll(new RegExp(`^${name}(?:\\{[^}]*\\})? (\\S+)$`, 'gm'));
  return [...lines].reduce((sum, [, value]) => sum + Number(value), 0);
}
