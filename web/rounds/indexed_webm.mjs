/** What a browser records has no index: nobody can go to a place in it without reading all before it. This gives it one. */

const [SEGMENT, INFO, TRACKS, CUES, CLUSTER] = [0x18538067, 0x1549a966, 0x1654ae6b, 0x1c53bb6b, 0x1f43b675]
const [TIME, DURATION, CUE_POINT, CUE_TIME, CUE_PLACES, CUE_TRACK, CUE_CLUSTER] = [0xe7, 0x4489, 0xbb, 0xb3, 0xb7, 0xf7, 0xf1]

/** The same film with its duration and the places of its clusters, each of which begins with a whole picture. */
export function indexedWebm(bytes, milliseconds) {
  const { head, info, tracks, clusters } = read(bytes)
  const duration = Buffer.alloc(8)
  duration.writeDoubleBE(milliseconds)
  const before = Buffer.concat([element(INFO, Buffer.concat([info, element(DURATION, duration)])), element(TRACKS, tracks)])
  const whole = clusters.map((cluster) => element(CLUSTER, cluster))
  const cues = (offset) => {
    let at = offset
    return element(CUES, Buffer.concat(clusters.map((cluster, index) => {
      const place = element(CUE_PLACES, Buffer.concat([element(CUE_TRACK, number(1)), element(CUE_CLUSTER, number(at))]))
      at += whole[index].length
      return element(CUE_POINT, Buffer.concat([element(CUE_TIME, number(timeOf(cluster))), place]))
    })))
  }
  // Every number is eight bytes long, so the index is as long as it will be before its places are known.
  const index = cues(before.length + cues(0).length)
  return Buffer.concat([head, element(SEGMENT, Buffer.concat([before, index, ...whole]))])
}

function read(bytes) {
  const first = header(bytes, 0)
  const found = { head: bytes.subarray(0, first.body + first.size), clusters: [] }
  let at = header(bytes, first.body + first.size).body
  while (at < bytes.length) {
    const { id, body, size } = header(bytes, at)
    const end = size === undefined ? endOfCluster(bytes, body) : body + size
    if (id === INFO) found.info = bytes.subarray(body, end)
    else if (id === TRACKS) found.tracks = bytes.subarray(body, end)
    else if (id === CLUSTER) found.clusters.push(bytes.subarray(body, end))
    at = end
  }
  return found
}

/** A cluster whose size was not known when it was begun ends where the next one begins. */
function endOfCluster(bytes, from) {
  let at = from
  while (at < bytes.length) {
    const { id, body, size } = header(bytes, at)
    if (id === CLUSTER || id === CUES) break
    at = body + size
  }
  return at
}

function timeOf(cluster) {
  const { id, body, size } = header(cluster, 0)
  if (id !== TIME) throw new Error('a cluster that does not begin with its time')
  return cluster.readUIntBE(body, size)
}

/** Name, size and place of an element; no size where it is not known. */
function header(bytes, at) {
  const idLength = Math.clz32(bytes[at]) - 23
  const length = Math.clz32(bytes[at + idLength]) - 23
  const raw = bytes.subarray(at + idLength, at + idLength + length)
  const size = raw.reduce((sum, byte, index) => sum * 256 + (index ? byte : byte & (0xff >> length)), 0)
  return { id: bytes.readUIntBE(at, idLength), body: at + idLength + length, size: size === 2 ** (7 * length) - 1 || length === 8 && raw.every((byte, index) => byte === (index ? 0xff : 1)) ? undefined : size }
}

function element(id, body) {
  const hex = id.toString(16)
  const size = number(body.length)
  size[0] = 1
  return Buffer.concat([Buffer.from(hex.length % 2 ? `0${hex}` : hex, 'hex'), size, body])
}

function number(value) {
  const bytes = Buffer.alloc(8)
  bytes.writeUIntBE(value, 2, 6)
  return bytes
}
