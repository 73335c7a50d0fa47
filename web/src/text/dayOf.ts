/** The day as a number that grows by one at each midnight here. */
export function dayOf(seconds: number): number {
  const date = new Date(seconds * 1000)
  return Math.floor((date.getTime() - date.getTimezoneOffset() * 60_000) / 86_400_000)
}
