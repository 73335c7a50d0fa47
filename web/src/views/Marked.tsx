/** A text with what was looked for marked in it, beginning a little before the first place. */
import { createMemo, For } from 'solid-js'
import { markedPieces } from '../text/markedPieces'

export function Marked(props: { text: string; query: string }) {
  const pieces = createMemo(() => markedPieces(props.text, props.query))
  return <For each={pieces()}>{(piece, index) => (index() % 2 ? <mark>{piece}</mark> : piece)}</For>
}
