/** Reads ZIP archives of text files, and no more of the format. */
import { inflateRawSync } from "node:zlib"

const entry = 0x02014b50
const deflated = 8

/** The files of an archive, by its central directory. */
export const unzipped = (archive: Buffer): ReadonlyArray<Buffer> => {
  const files: Array<Buffer> = []
  for (let at = archive.indexOf("PK\x01\x02", 0, "latin1"); at >= 0 && at + 46 <= archive.length; ) {
    if (archive.readUInt32LE(at) !== entry) break
    const size = archive.readUInt32LE(at + 20)
    const header = archive.readUInt32LE(at + 42)
    const content = header + 30 + archive.readUInt16LE(header + 26) + archive.readUInt16LE(header + 28)
    const bytes = archive.subarray(content, content + size)
    files.push(archive.readUInt16LE(at + 10) === deflated ? inflateRawSync(bytes) : bytes)
    at += 46 + archive.readUInt16LE(at + 28) + archive.readUInt16LE(at + 30) + archive.readUInt16LE(at + 32)
  }
  return files
}
