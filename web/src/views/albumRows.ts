/** How many pictures of an album stand in each row. */
const ROWS: Record<number, number[]> = { 2: [2], 3: [1, 2], 4: [2, 2], 5: [2, 3], 6: [3, 3], 7: [2, 2, 3], 8: [2, 3, 3], 9: [3, 3, 3], 10: [3, 3, 4] }

/** An album in rows; more than ten, which no app sends, stand three in a row. */
export function albumRows<T>(all: readonly T[]): T[][] {
  const counts = ROWS[all.length] ?? Array.from({ length: Math.ceil(all.length / 3) }, () => 3)
  const starts = counts.map((_, row) => counts.slice(0, row).reduce((sum, count) => sum + count, 0))
  return counts.map((count, row) => all.slice(starts[row], (starts[row] ?? 0) + count))
}
