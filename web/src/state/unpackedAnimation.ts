/** What an animation may be at most when it is unpacked, in bytes of its text. */
const UNPACKED_BYTES_MAX = 4 << 20

/** The text of an animation that came packed; it has no pictures of elsewhere, and is not too large. */
export async function unpackedAnimation(packed: Blob): Promise<string> {
  const reader = packed.stream().pipeThrough(new DecompressionStream('gzip')).getReader()
  const parts: BlobPart[] = []
  let bytes = 0
  for (;;) {
    const { value, done } = await reader.read()
    if (done) break
    bytes += value.length
    if (bytes > UNPACKED_BYTES_MAX) {
      await reader.cancel()
      throw new Error('the animation is too large')
    }
    parts.push(value)
  }
  const animation = JSON.parse(await new Blob(parts).text()) as { assets?: { p?: unknown; layers?: unknown }[] }
  // Only shapes: a picture would be fetched from an address that whoever made the sticker has chosen.
  if (animation.assets) animation.assets = animation.assets.filter((asset) => asset.layers && asset.p === undefined)
  return JSON.stringify(animation)
}
