/** Two ascending lists as one, each id once. */
export function merged(one: readonly number[], two: readonly number[]): number[] {
  const all: number[] = []
  let [left, right] = [0, 0]
  while (left < one.length || right < two.length) {
    const [a, b] = [one[left] ?? Number.POSITIVE_INFINITY, two[right] ?? Number.POSITIVE_INFINITY]
    if (a <= b) left++
    if (b <= a) right++
    all.push(Math.min(a, b))
  }
  return all
}
