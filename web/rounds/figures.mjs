/**
 * The figures of the client against a running server: sizes, the list with 500 chats, opening a chat, scrolling
 * through 10 000 messages, memory. Not a test: what it prints depends on the machine. How it is started stands in
 * web/README.md.
 */
import { spawnSync } from 'node:child_process'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { figures } from '../build/figures.mjs'
import { bubble, person, signUp } from './harness.mjs'
import { mainThread } from './mainThread.mjs'

const CHATS = Number(process.env.FIGURES_CHATS ?? 500)
const MESSAGES = Number(process.env.FIGURES_MESSAGES ?? 10_000)
const AYU = '+15550068001'
const here = dirname(fileURLToPath(import.meta.url))
const told = (name, value, asked) => console.log(`${name.padEnd(44)} ${String(value).padStart(10)}   (asked: ${asked})`)

told('first load before sign-in, brotli', `${figures.firstLoad} KiB`, '330 KiB')
told('  of which our own part', `${figures.ownPart} KiB`, '90 KiB')
told('everything', `${figures.all} KiB`, '500 KiB')

const page = await person()
await signUp(page, AYU, 'Ayu')
const seeded = spawnSync(process.env.ROUND_PYTHON, [join(here, 'seed.py'), AYU, CHATS, MESSAGES], {
  env: { ...process.env, PYTHONPATH: join(here, '../../clients/python') }, encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'],
})
if (!seeded.stdout?.includes('seeded')) throw new Error('the server could not be filled')

// Nothing kept here, so that the list comes from the server.
await page.evaluate(() => new Promise((resolve) => {
  const request = indexedDB.deleteDatabase('merpati.kept')
  request.onsuccess = request.onerror = request.onblocked = resolve
}))
await page.reload()
await page.locator('.row').first().waitFor()
told(`list with ${CHATS} chats, from the page's start`, `${Math.round(await page.evaluate(() => performance.now()))} ms`, '1000 ms')
await page.waitForTimeout(3000)

const opened = await page.evaluate(async () => {
  const row = [...document.querySelectorAll('.row')].at(1)
  const start = performance.now()
  row.click()
  while (!document.querySelector('.messages .bubble')) await new Promise((resolve) => requestAnimationFrame(resolve))
  return performance.now() - start
})
told('opening a chat for the first time', `${Math.round(opened)} ms`, '100 ms')

await page.getByLabel('Search chats, people, messages').fill('Talker')
await page.locator('.results .row', { hasText: 'Talker' }).first().click()
await bubble(page, /message \d+/).first().waitFor()
// It opens where the unread messages begin; what is measured is the way from the newest to the first.
if (await page.locator('.to-end').waitFor({ timeout: 3000 }).then(() => true, () => false)) await page.locator('.to-end').click()
await bubble(page, `message ${MESSAGES - 1}`).waitFor()
await page.waitForTimeout(1000)
// Five messages a frame, sixty frames a second: a wheel that spins freely, faster than anybody reads. A browser without a
// graphics card draws on the same cores, so on a loaded machine the times of frames tell of the machine; the work that the
// page's own thread has for a frame tells of the page.
const work = await mainThread(page)
const frames = await page.evaluate(async (messages) => {
  const list = document.querySelector('.messages')
  const times = []
  let last = performance.now()
  let seen = Number.POSITIVE_INFINITY
  const began = last
  while (seen > 1 && performance.now() - began < 240_000) {
    performance.mark('frame')
    list.scrollTop -= 160
    await new Promise((resolve) => requestAnimationFrame(resolve))
    const now = performance.now()
    times.push(now - last)
    last = now
    seen = Number(/message (\d+)/.exec(document.querySelector('.message-slot .text')?.firstChild?.textContent ?? '')?.[1] ?? seen)
  }
  times.sort((one, two) => one - two)
  return { share: times.filter((time) => time < 20).length / times.length, count: times.length, reached: messages - seen, rows: document.querySelectorAll('.message-slot').length }
}, MESSAGES)
told(`scrolling through ${frames.reached} messages: frames under 20 ms`, `${(frames.share * 100).toFixed(1)} %`, '95 %')
const { mean, share, longTasks } = await work.end()
told('  work of the page for a frame, mean', `${mean.toFixed(1)} ms`, 'of the 16.7 ms that a frame has')
told('  frames with less than 12 ms of it', `${(share * 100).toFixed(1)} %`, 'most')
told('  tasks above 50 ms', longTasks, 'none, on a machine that does nothing else')
told('rows in the page then', frames.rows, 'only what is seen')
const session = await page.context().newCDPSession(page)
await session.send('HeapProfiler.collectGarbage')
const { usedSize } = await session.send('Runtime.getHeapUsage')
told('heap of the tab after that', `${Math.round(usedSize / 1_048_576)} MiB`, '150 MiB for the tab')
process.exit(0)
