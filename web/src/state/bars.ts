/** How many bars a waveform has. */
const BARS = 63

/** As many bars as a waveform has, each 0 to 31, the loudest of them full. */
export function bars(levels: readonly number[]): number[] {
  const most = Math.max(0.01, ...levels)
  return Array.from({ length: BARS }, (_, index) => {
    const from = Math.floor((index * levels.length) / BARS)
    const part = levels.slice(from, Math.max(from + 1, Math.floor(((index + 1) * levels.length) / BARS)))
    return Math.round((Math.max(0, ...part) / most) * 31)
  })
}
