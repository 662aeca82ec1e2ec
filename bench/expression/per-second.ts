/** How often a second something can be done: the best of five series, after one to warm up. */
export function perSecond(work: () => unknown, rounds: number): number {
  const times = Array.from({ length: 6 }, () => {
    const start = performance.now()
    for (let round = 0; round < rounds; round += 1) work()
    return performance.now() - start
  })
  return (1000 * rounds) / Math.min(...times.slice(1))
}
