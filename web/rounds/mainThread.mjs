/** What the thread of a page works for its frames, in processor time, as the browser itself records it. */

/** Below this a frame has time left for drawing. */
const ENOUGH_MS = 12
const LONG_MS = 50

/** Begins to record; the page marks where each frame begins with `performance.mark('frame')`. */
export async function mainThread(page) {
  const session = await page.context().browser().newBrowserCDPSession()
  const events = []
  session.on('Tracing.dataCollected', ({ value }) => {
    for (const one of value) if (one.name === 'frame' || one.name === 'RunTask') events.push(one)
  })
  await session.send('Tracing.start', {
    transferMode: 'ReportEvents',
    traceConfig: { includedCategories: ['disabled-by-default-devtools.timeline', 'blink.user_timing'], traceBufferSizeInKb: 400_000 },
  })
  return {
    async end() {
      const complete = new Promise((resolve) => session.once('Tracing.tracingComplete', resolve))
      await session.send('Tracing.end')
      await complete
      return sums(events)
    },
  }
}

/** Adds the tasks of the thread that set the marks up, each to the frame in which it began. Times are microseconds. */
function sums(events) {
  const marks = events.filter((one) => one.name === 'frame' && one.cat.includes('blink.user_timing'))
  const [{ pid, tid }] = marks
  const starts = marks.map((one) => one.ts).sort((one, two) => one - two)
  const tasks = events.filter((one) => one.name === 'RunTask' && one.pid === pid && one.tid === tid && one.ts + one.dur > starts[0] && one.ts < starts.at(-1)).sort((one, two) => one.ts - two.ts)
  const frames = starts.map(() => 0)
  let at = 0
  for (const task of tasks) {
    // The mark is set within the task that begins the frame.
    while (at + 1 < starts.length && starts[at + 1] <= task.ts + task.dur / 2) at++
    frames[at] += (task.tdur ?? task.dur) / 1000
  }
  return {
    mean: frames.reduce((sum, one) => sum + one, 0) / frames.length,
    share: frames.filter((one) => one < ENOUGH_MS).length / frames.length,
    longTasks: tasks.filter((one) => (one.tdur ?? one.dur) / 1000 > LONG_MS).length,
  }
}
